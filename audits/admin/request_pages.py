"""The office's pages that send what is requested for an audit, copy it from another, check it."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from audits.models import Audit, DocumentRequest
from audits.request_copying import copy, rows_to_copy, sources
from audits.request_forms import CheckForm, CopyForm, SendForm
from audits.request_reminders import tell
from audits.request_states import RequestState, StepKind
from audits.requests import StaleError, locked, send, take
from records import journal
from records.addresses import list_address
from records.journal import OPENS_CHANGE, request_id

OF_AUDIT = "audit__id__exact"  # the list's filter
STALE = gettext_lazy("Somebody changed the request meanwhile. Please look at it again.")


def requests_address(audit: Audit) -> str:
    """The address of the admin's list of what is requested for an audit."""
    return list_address(DocumentRequest, **{OF_AUDIT: audit.pk})


class RequestPages(admin.ModelAdmin):
    """Pages around the list of what is requested for one audit."""

    change_list_template = "admin/audits/documentrequest/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        sending = self.admin_site.admin_view(self.send_view)
        setattr(sending, OPENS_CHANGE, True)  # mails go out once what was sent is on record
        copying = self.admin_site.admin_view(self.copy_view)
        checking = self.admin_site.admin_view(self.check_view)
        name = "audits_documentrequest"
        own = [
            path("of/<int:audit>/send/", sending, name=f"{name}_send"),
            path("of/<int:audit>/copy/", copying, name=f"{name}_copy"),
            path("<int:pk>/check/", checking, name=f"{name}_check"),
        ]
        return [*own, *super().get_urls()]

    def audit_named(self, request: HttpRequest, name: str = "audit") -> Audit | None:
        """The audit that the address names, as far as the sender may see it."""
        key = request.GET.get(name, "")
        visible = Audit.objects.visible_to(request.user).with_names()
        return visible.filter(pk=key).first() if key.isascii() and key.isdigit() else None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; where it is of one audit, with the ways to what is done with all of it."""
        own: dict[str, Any] = {}
        if audit := self.audit_named(request, OF_AUDIT):
            own = {"audit": audit, "may_keep": self.has_change_permission(request)}
        return super().changelist_view(request, own | (extra_context or {}))

    def response_post_save_add(
        self, request: HttpRequest, obj: DocumentRequest
    ) -> HttpResponseRedirect:
        """Back to the lines of its audit, from where they are sent."""
        return redirect(requests_address(obj.audit))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if one := cast(DocumentRequest | None, context.get("original")):
            ways = [(_("All requests of this audit"), requests_address(one.audit))]
            if one.state(timezone.localdate()) == RequestState.SUBMITTED:
                ways.append(
                    (
                        _("Accept or return"),
                        reverse("admin:audits_documentrequest_check", args=[one.pk]),
                    )
                )
            context["tools"] = [*ways, *context.get("tools", ())]
        return super().render_change_form(request, context, *args, **kwargs)

    def send_view(self, request: HttpRequest, audit: int) -> HttpResponse:
        """What would be sent, to whom; a POST sends it and mails the contacts."""
        of = self._audit(request, audit)
        lines = list(DocumentRequest.objects.sendable().filter(audit=of).with_names())
        seen = ",".join(f"{one.pk}:{one.version}" for one in lines)
        initial = {"sent_on": timezone.localdate(), "seen": seen}
        form = SendForm(request.POST or None, initial=initial, now=seen)
        if form.is_valid() and self._sent(request, of, form):
            return redirect(requests_address(of))
        own = {"title": _("Send the requests"), "lines": lines, "form": form}
        return self._page(request, "send", of, own)

    def _sent(self, request: HttpRequest, audit: Audit, form: SendForm) -> bool:
        user, told = request.user, form.cleaned_data
        who = {"actor": user.get_username(), "request": request_id(request)}
        try:
            with journal.change(reason=_("Sending of the requests for documents"), **who):
                sent = send(audit=audit, on=told["sent_on"], due_on=told["due_on"], by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        number, problems = tell(audit, timezone.localdate())
        text = ngettext("%(count)d request was sent.", "%(count)d requests were sent.", len(sent))
        mails = ngettext("%(count)d mail went out.", "%(count)d mails went out.", number)
        done = f"{text % {'count': len(sent)}} {mails % {'count': number}}"
        self.message_user(request, done, messages.SUCCESS)
        for problem in problems:
            self.message_user(request, problem, messages.WARNING)
        return True

    def copy_view(self, request: HttpRequest, audit: int) -> HttpResponse:
        """What was requested for an earlier audit of the kind; a POST copies what is chosen."""
        of = self._audit(request, audit)
        found = sources(of, request.user)
        asked = request.GET.get("source", "")
        source = next((one for one in found if str(one.uid) == asked), next(iter(found), None))
        rows = rows_to_copy(source, of, request.user) if source else []
        form = CopyForm(request.POST or None, rows=rows)
        if form.is_valid():
            copies = copy(form.chosen(), of)
            text = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", len(copies))
            self.message_user(request, text % {"count": len(copies)}, messages.SUCCESS)
            return redirect(requests_address(of))
        own = {"title": _("Copy the requests of an earlier audit"), "form": form, "rows": rows}
        return self._page(request, "copy", of, own | {"source": source, "sources": found})

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was submitted; a POST accepts or returns it."""
        one = self._submitted(request, pk)
        form = CheckForm(request.POST or None, initial={"version": one.version})
        if form.is_valid() and self._checked(request, one, form):
            return redirect(requests_address(one.audit))
        papers = one.papers.current()
        own = {"title": _("Accept or return"), "asked": one, "form": form, "papers": papers}
        return self._page(request, "check", one.audit, own)

    def _submitted(self, request: HttpRequest, pk: int) -> DocumentRequest:
        if not self.has_change_permission(request):
            raise PermissionDenied
        visible = DocumentRequest.objects.visible_to(request.user).with_names()
        one = get_object_or_404(visible.shown_as_of(timezone.localdate()), pk=pk)
        if one.steps.count() == 0:
            raise Http404
        return one

    def _checked(self, request: HttpRequest, one: DocumentRequest, form: CheckForm) -> bool:
        told = form.cleaned_data
        try:
            take(
                locked(one, told["version"]),
                StepKind(told["decision"]),
                on=timezone.localdate(),
                by=request.user,
                words=told["words"],
                due_on=told["due_on"],
            )
        except (StaleError, ValidationError) as error:
            form.add_error(None, getattr(error, "messages", STALE))
            return False
        done = {"request": one.title, "step": StepKind(told["decision"]).label}
        self.message_user(request, _("“%(request)s”: %(step)s – done.") % done, messages.SUCCESS)
        return True

    def _audit(self, request: HttpRequest, pk: int) -> Audit:
        if not self.has_change_permission(request):
            raise PermissionDenied
        visible = Audit.objects.visible_to(request.user).current().with_names()
        return get_object_or_404(visible, pk=pk)

    def _page(
        self, request: HttpRequest, name: str, audit: Audit, own: dict[str, Any]
    ) -> TemplateResponse:
        context = self.admin_site.each_context(request) | {"opts": self.opts, "audit": audit}
        context |= {"back": requests_address(audit)} | own
        return TemplateResponse(request, f"admin/audits/documentrequest/{name}.html", context)
