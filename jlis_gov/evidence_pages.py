"""Where an evidence bundle is taken away."""

from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from jlis_gov import evidence
from records.access import sees_past_of
from records.evidence import bundle, keys
from records.lists import chips
from records.middleware import request_id


@method_decorator(never_cache, name="dispatch")
class EvidencePage(TemplateView):
    """Says what a bundle of a filtered list would hold, and makes it when asked to.

    For those who may see the past of such records; to others there is no such page.
    """

    template_name = "jlis_gov/evidence.html"

    def dispatch(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        if kind not in evidence.KINDS:
            raise Http404
        self.filters = evidence.filters_of(kind, request)
        if not sees_past_of(request.user, self.filters.queryset.model):
            raise Http404
        return super().dispatch(request, kind=kind)

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        is_valid = self.filters.is_valid()
        context = self.get_context_data(kind=kind)
        return self.render_to_response(context, status=200 if is_valid else 400)

    def post(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        if not self.filters.is_valid():
            return self.get(request, kind)
        order = evidence.order(self.filters, request.user)
        out = TemporaryFile()  # noqa: SIM115 (the response closes it)
        try:
            made = bundle.make(out, order, keys.office_key())
        except (bundle.EvidenceError, keys.KeyFileError) as error:
            out.close()
            context = self.get_context_data(kind=kind, error=error)
            return self.render_to_response(context, status=409)
        actor, number = request.user.get_username(), request_id(request)
        bundle.journalled(made, order, actor=actor, request=number)
        out.seek(0)
        name = f"evidence-{kind}-{made.anchor.sequence}.zip"
        return FileResponse(out, as_attachment=True, filename=name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page = evidence.KINDS[kwargs["kind"]]
        app = self.filters.queryset.model._meta.app_label
        context |= {"list_url": f"{app}:{kwargs['kind']}", "list_title": page.title}
        context |= {"section": page.section, "filters": self.filters}
        if not self.filters.is_valid():
            return context
        order = evidence.order(self.filters, self.request.user)
        context |= {"count": len(order.keys), "chips": chips(self.filters)}
        try:
            context["public_key"] = keys.public_half(keys.office_key())
        except keys.KeyFileError as error:
            context.setdefault("error", error)
        return context
