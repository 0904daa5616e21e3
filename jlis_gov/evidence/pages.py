"""The page from which an evidence bundle is downloaded."""

from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from jlis_gov.evidence import selection
from records.evidence import bundle, keys
from records.history import kept_since
from records.journal import check_export, request_id


class AtForm(forms.Form):
    """The moment as of which records are chosen and up to which their past is handed over."""

    def __init__(self, data: Any, *, moment: forms.Field) -> None:
        super().__init__(data)
        self.fields["_as_of"] = moment

    @property
    def at(self) -> datetime | None:
        """None where no moment is asked for."""
        return self.cleaned_data["_as_of"]


@method_decorator(never_cache, name="dispatch")
class EvidencePage(TemplateView):
    """Says what a bundle of a filtered list would hold, and makes it when asked to.

    For those who may see the past of such records; to others there is no such page.
    """

    template_name = "jlis_gov/evidence.html"

    def dispatch(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        if kind not in selection.KINDS:
            raise Http404
        self.page = selection.KINDS[kind]
        self.asked = AtForm(request.GET, moment=self.page.moment_field())
        at = self.asked.at if self.asked.is_valid() else None
        self.chosen = selection.chosen(kind, request, at)
        self.is_valid = self.asked.is_valid() and self.chosen.filters.is_valid()
        return super().dispatch(request, kind=kind)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        return self.render_to_response(context, status=200 if self.is_valid else 400)

    def post(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        if not self.is_valid:
            return self.get(request, kind=kind)
        check_export()
        order = selection.order(self.chosen, request.user)
        out = TemporaryFile()  # noqa: SIM115 (the response closes it)
        try:
            made = bundle.make(out, order, keys.office_key())
        except (bundle.EvidenceError, keys.KeyFileError) as error:
            out.close()
            context = self.get_context_data(kind=kind, error=self._told(error))
            return self.render_to_response(context, status=409)
        actor, number = request.user.get_username(), request_id(request)
        bundle.journalled(made, order, actor=actor, request=number)
        out.seek(0)
        name = f"evidence-{kind}-{made.anchor.sequence}.zip"
        return FileResponse(out, as_attachment=True, filename=name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen, page = self.chosen, self.page
        context = super().get_context_data(**kwargs)
        app = chosen.filters.queryset.model._meta.app_label
        context |= {"list_url": f"{app}:{kwargs['kind']}", "list_title": page.title}
        context |= {"section": page.section, "filters": chosen.filters, "state": self.asked}
        if chosen.at and (since := kept_since()) and chosen.at < since:
            context |= {"kept_since": since, "unknown_moment": chosen.at}
        if not self.is_valid:
            return context | {"is_refused": True}
        context |= {"count": len(chosen.keys), "chips": chosen.chips, "at": chosen.at}
        try:
            context["public_key"] = keys.public_half(keys.office_key())
            context["is_demonstration"] = keys.is_demonstration(context["public_key"])
        except keys.KeyFileError as error:
            context.setdefault("error", self._told(error))
        return context

    def _told(self, error: Exception) -> str:
        """The error for whoever asks: what to do about a key concerns who runs the program."""
        if isinstance(error, keys.KeyFileError) and not self.request.user.is_superuser:
            return _("There is no key to sign with yet. Please tell the audit office.")
        return str(error)
