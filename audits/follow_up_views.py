"""The page of the account of follow-up, and its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView
from jinja2 import TemplateError
from lxml.etree import LxmlError

from audits.access import sees_findings
from audits.account_filters import Measures
from audits.accounting import Account, account
from audits.documents import UNFIT, template_in_force
from audits.follow_up_document import to_document
from audits.follow_up_figures import COLUMNS, address, by_subject, by_year, figures, listed
from audits.follow_up_tables import accepted_risks, of_findings, tables
from audits.forms import DayForm
from audits.models import DocumentType, Finding
from records import journal
from records.base import sees_internal
from records.journal import request_id
from records.lists import FORMATS, to_xlsx

FILES = {name: FORMATS[name] for name in ("docx", "xlsx")}
TYPES = {name: one.tables.content_type for name, one in FILES.items() if one.tables}
SHOWN = 50  # findings of a table on the page


class FollowUpPage(TemplateView):
    """The account of follow-up of the findings that the visitor may see, as of any day."""

    template_name = "audits/follow_up.html"
    extra_context = {"section": "findings", "files": FILES.values()}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sees_findings(request.user):
            raise Http404
        asked = DayForm(request.GET)
        if not asked.is_valid():
            return self.render_to_response(self.get_context_data(asked=asked), status=400)
        found = account(request.user, asked.day)
        try:
            if "_export" in request.GET:
                return self.exported(found)
        except (TemplateError, LxmlError):
            asked.add_error(None, UNFIT)
        context = self.get_context_data(asked=asked, account=found, **self.shown(found))
        return self.render_to_response(context, status=409 if asked.errors else 200)

    def shown(self, found: Account) -> dict[str, Any]:
        """The account as the page tells it."""
        user = self.request.user
        return {
            "is_part": not sees_internal(user, Finding),
            "total": list(
                zip(COLUMNS.values(), figures(found.total, COLUMNS, found.at), strict=True)
            ),
            "remarkable": [
                (one.label, *figures(one, [Measures.GIVEN], found.at))
                for one in (found.extended, found.repeats, found.accepted)
            ],
            "by_year": by_year(found),
            "records": listed(found, of_findings(found, user, SHOWN)),
            "by_subject": by_subject(found),
            "accepted": accepted_risks(found, user, SHOWN),
            "accepted_address": address(found.accepted, Measures.GIVEN, found.at),
        }

    def exported(self, found: Account) -> HttpResponse:
        """The account as a file; that it was taken is noted in the journal."""
        user, kind = self.request.user, self.request.GET["_export"]
        if kind not in FILES:
            raise Http404
        body = self.made(found, kind)
        payload = {"what": "account of follow-up", "as_of": str(found.at), "format": kind}
        request = request_id(self.request)
        journal.append_export(actor=user.get_username(), payload=payload, request=request)
        response = HttpResponse(body, content_type=TYPES[kind])
        name = f"follow-up-{found.at:%Y%m%d}.{kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def made(self, found: Account, kind: str) -> bytes:
        """The file of a kind; the document is made after the template in force today."""
        shown, at = tables(found, self.request.user), timezone.now().replace(tzinfo=None)
        if kind == "xlsx":
            return to_xlsx(shown, made_at=at)
        template = template_in_force(DocumentType.FOLLOW_UP, timezone.localdate())
        return to_document(found, shown, at, template)
