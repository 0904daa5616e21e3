"""The board's report as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.generic import View

from dates import FiscalYear
from oversight.access import readable, sees_oversight
from oversight.acknowledging import acknowledged, beside, without_acknowledged
from oversight.board import PdfUnavailableError, to_pdf
from oversight.observations import by_weight, notice
from oversight.pages import SEVERITIES
from oversight.pictures import pictures_of
from oversight.reading import read_facts_around
from records import agency, journal
from records.journal import request_id

SHOWN = 5  # observations, of two lines at most
LEFT_OUT = ("slips",)  # as long as the plan


class BoardReport(View):
    """The oversight of a fiscal year on one page, as far as the visitor may see the records."""

    def get(self, request: HttpRequest, year: FiscalYear) -> HttpResponse:
        if not sees_oversight(request.user, year):
            raise Http404
        try:
            body = to_pdf(render_to_string("oversight/board.html", self.shown(year), request))
        except PdfUnavailableError:
            return render(request, "oversight/board_unavailable.html", {"year": year}, status=503)
        payload = {"what": "board report", "fiscal_year": int(year), "format": "pdf"}
        actor, asked = request.user.get_username(), request_id(request)
        journal.append_export(actor=actor, payload=payload, request=asked)
        response = HttpResponse(body, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="oversight-{year}.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response

    def shown(self, year: FiscalYear) -> dict[str, Any]:
        """What the page holds: of what the rules notice, what nobody has acknowledged."""
        user, facts, today = self.request.user, read_facts_around(year), timezone.localdate()
        known = beside(
            readable(notice(facts, [year], today), user, year), acknowledged(year, today)
        )
        noticed = by_weight(without_acknowledged(known))
        return {
            "year": year,
            "today": today,
            "agency": agency.current(),
            "counts": [
                (label, sum(one.rule.severity == severity for one in noticed))
                for severity, label in SEVERITIES.items()
            ],
            "noticed": noticed[:SHOWN],
            "left_out": len(noticed[SHOWN:]),
            "pictures": [
                one
                for one in pictures_of(facts, user, year, today)
                if one.svg and one.name not in LEFT_OUT
            ],
        }
