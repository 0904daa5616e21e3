"""The page of the certificate of duties, and its files."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.generic import RedirectView, TemplateView

from dates import FiscalYear
from oversight.access import open_years
from oversight.certificate import Certificate
from oversight.certificate_access import (
    address_in_certificate,
    certificate_for,
    sees_certificate,
)
from oversight.certificate_words import counted, shown, table, to_document
from oversight.models import Duty
from oversight.sources import year_of_next_day
from records import journal
from records.journal import request_id
from records.lists import FORMATS, to_xlsx

FILES = {name: FORMATS[name] for name in ("docx", "xlsx", "json")}
TYPES = {
    **{name: one.tables.content_type for name, one in FILES.items() if one.tables},
    "json": "application/json",
}


class CertificatePage(TemplateView):
    """Every duty of a fiscal year, and what met it, as far as the visitor may read that."""

    template_name = "oversight/certificate.html"
    extra_context = {"section": "oversight", "files": FILES.values()}

    def get(self, request: HttpRequest, year: FiscalYear) -> HttpResponse:
        user = request.user
        if not sees_certificate(user, year):
            raise Http404
        found = certificate_for(user, year, timezone.localdate())
        if "_export" in request.GET:
            return self.exported(found)
        years = [one for one in open_years(user) if sees_certificate(user, one)]
        context: dict[str, Any] = {"year": year, "years": years, "certificate": found}
        context |= {"lines": shown(found, user), "counts": counted(found)}
        return self.render_to_response(self.get_context_data(**context))

    def exported(self, found: Certificate) -> HttpResponse:
        """The certificate as a file; that it was taken is noted in the journal."""
        user, kind = self.request.user, self.request.GET["_export"]
        if kind not in FILES:
            raise Http404
        payload = {"what": "certificate of duties", "fiscal_year": int(found.year), "format": kind}
        request = request_id(self.request)
        response = HttpResponse(self.body(found, kind), content_type=TYPES[kind])
        journal.append_export(actor=user.get_username(), payload=payload, request=request)
        name = f"duties-{found.year}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def body(self, found: Certificate, kind: str) -> bytes:
        """The file of that kind."""
        at = timezone.now().replace(tzinfo=None)
        if kind == "json":
            return json.dumps(found.as_plain(), ensure_ascii=False, indent=2).encode()
        if kind == "xlsx":
            return to_xlsx([table(found, shown(found, self.request.user))], made_at=at)
        with translation.override("ja"):  # an official document
            return to_document(found, shown(found, self.request.user), at)


class DutyRow(RedirectView):
    """Leads to a duty's row in the certificate of the year for which it is due next."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        visible = Duty.objects.visible_to(self.request.user)
        duty = get_object_or_404(visible, uid=kwargs["uid"])
        year = year_of_next_day(duty, timezone.localdate())
        if not sees_certificate(self.request.user, year):
            raise Http404
        return address_in_certificate(year, duty.code)
