"""The steps of a record in the admin: where it stands, what comes next, and a page for each."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records.addresses import address_of, route_name
from records.admin.step_form import StepForm
from records.base import Life, Record, Visibility
from records.history import Step, publication

STEP_BUTTON = "_step"
WAITING: dict[Step, Callable[[Any], QuerySet]] = {
    Step.APPROVE: lambda rows: rows.awaiting_approval(),
    Step.PUBLISH: lambda rows: rows.awaiting_publication(),
}
CONSEQUENCES = {
    Step.APPROVE: _("The draft is approved. Publishing it is a step of its own."),
    Step.PUBLISH: _("Anyone can then read it: on the public pages, in calendars and in exports."),
    Step.UNPUBLISH: _(
        "It disappears from the public pages and calendars, and its published documents with it."
    ),
    Step.WITHDRAW: _("It is marked as withdrawn. Those who can see it now still can."),
    Step.REINSTATE: _("It becomes again what it was before it was withdrawn."),
}


class StepsAdmin(admin.ModelAdmin):
    """Life and visibility are shown, and changed step by step by those with the right."""

    change_form_template = "records/change_form.html"
    consequences: ClassVar[Mapping[Step, Any]] = CONSEQUENCES

    def get_urls(self) -> list[URLPattern]:
        step = self.admin_site.admin_view(self.step_view)
        first = self.admin_site.admin_view(self.first_view)
        own = [
            path("<path:object_id>/step/<slug:name>/", step, name=route_name(self.model, "step")),
            path("first/<slug:name>/", first, name=route_name(self.model, "first")),
        ]
        return [*own, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> list[str]:
        approve = publication.right_for(Step.APPROVE, self.model())
        own = ["state"] if request.user.has_perm(approve) else ["state", "decision_number"]
        return [*super().get_readonly_fields(request, obj), *own]

    @admin.display(description=_("state of the record"))
    def state(self, record: Record) -> str:
        return render_to_string("records/state.html", state_of(record))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if record := context.get("original"):
            context["steps"] = [
                (step, self._step_address(record, step))
                for step in publication.steps_open_to(request.user, record)
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Record) -> HttpResponse:
        """The page of a step that was asked for; what was typed is saved by now."""
        name = request.POST.get(STEP_BUTTON)
        if name not in Step.values:
            return super().response_change(request, obj)
        self.message_user(request, _("“%(record)s” is saved.") % {"record": obj})
        return redirect(self._step_address(obj, Step(name)))

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        record, step = self._asked_for(request, object_id, name)
        if request.method == "POST":
            record = publication.locked(record)
        if step not in publication.steps_from(record):
            refusal = _("This step is not possible now. Somebody may have been faster.")
            self.message_user(request, refusal, messages.WARNING)
            return redirect(self._change_address(record))
        form = StepForm(request.POST or None, step=step, record=record)
        if form.is_bound and form.is_valid() and form.take():
            text = _("“%(record)s”: %(step)s – done.") % {"record": record, "step": step.label}
            self.message_user(request, self._with_next(request, text, form), messages.SUCCESS)
            return redirect(self._change_address(record))
        return self._step_page(request, form)

    def first_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """To the first record of the list that waits for a step, or to the list where none does."""
        waiting = WAITING.get(cast(Step, name))
        if waiting is None:
            raise Http404
        may_take = request.user.has_perm(publication.right_for(Step(name), self.model()))
        if not (self.has_view_permission(request) and may_take):
            raise PermissionDenied
        first, _count = next_waiting(self, request, waiting(self.get_queryset(request)))
        if first is None:
            self.message_user(request, _("Nothing else waits for it."), messages.INFO)
            return redirect(address_of(self.admin_site, self.model, "changelist"))
        return redirect(self._change_address(first))

    def _with_next(self, request: HttpRequest, text: str, form: StepForm) -> str:
        """What was done, and the way to the next record that waits for the same."""
        if form.step not in WAITING:
            return text
        waiting = WAITING[form.step](self.get_queryset(request))
        following, count = next_waiting(self, request, waiting, form.record)
        if following is None:
            return format_html("{} {}", text, _("Nothing else waits for it."))
        link = ngettext(
            "The next of %(count)d that waits: %(record)s",
            "The next of %(count)d that wait: %(record)s",
            count,
        ) % {"count": count, "record": choice_text(self, following)}
        return format_html('{} <a href="{}">{}</a>', text, self._change_address(following), link)

    def _asked_for(self, request: HttpRequest, object_id: str, name: str) -> tuple[Record, Step]:
        record = self.get_object(request, unquote(object_id))
        if record is None or name not in Step.values:
            raise Http404
        step = Step(name)
        may_take = request.user.has_perm(publication.right_for(step, record))
        if not (self.has_view_permission(request, record) and may_take):
            raise PermissionDenied
        return record, step

    def _step_page(self, request: HttpRequest, form: StepForm) -> HttpResponse:
        record, step = form.record, form.step
        context = {
            **self.admin_site.each_context(request),
            **state_of(record),
            "title": step.label,
            "opts": self.opts,
            "original": record,
            "back": self._change_address(record),
            "consequence": self.consequences[step],
            "step": step,
            "form": form,
        }
        return TemplateResponse(request, "records/step.html", context)

    def _step_address(self, record: Record, step: Step) -> str:
        return address_of(self.admin_site, self.model, "step", record.pk, step.value)

    def _change_address(self, record: Record) -> str:
        return address_of(self.admin_site, self.model, "change", record.pk)


def choice_text(model_admin: Any, record: Record) -> str:
    """The record among others of its kind, in the words of its admin's `choice_text` if any."""
    return getattr(model_admin, "choice_text", str)(record)


def next_waiting(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    waiting: QuerySet,
    done: Record | None = None,
) -> tuple[Record | None, int]:
    """The record after `done` in the order of the list, else the first, and how many wait."""
    keys = set(waiting.order_by().values_list("pk", flat=True))
    rows = model_admin.model._base_manager.filter(pk__in=keys | ({done.pk} if done else set()))
    order = model_admin.get_ordering(request) or model_admin.opts.ordering or ["pk"]
    ordered = list(rows.order_by(*order).values_list("pk", flat=True))
    after = ordered.index(done.pk) + 1 if done else 0
    following = next((pk for pk in ordered[after:] + ordered[:after] if pk in keys), None)
    named = cast(Any, waiting).with_names()
    return (named.get(pk=following) if following else None), len(keys)


def state_of(record: Record) -> dict[str, Any]:
    """The progress of `record`: the stages and the number of the present one, from 0.

    A withdrawn record is past them all or, where it is internal, may have been in any.
    """
    is_public = record.visibility == Visibility.PUBLIC
    names = [_("drafted"), _("approved"), *([_("published")] if record.may_be_public else [])]
    if record.life == Life.WITHDRAWN:
        return {"stages": names, "reached": len(names) if is_public else -1, "is_withdrawn": True}
    return {"stages": names, "reached": 0 if record.life == Life.DRAFT else 1 + is_public}
