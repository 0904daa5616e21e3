"""Pages of issued documents: the list of them, and each with its file as sent."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from audits.access import sees_issued
from audits.filters import IssuedFilters
from audits.issued_columns import addressee, sender
from audits.models import IssuedDocument
from audits.tables import IssuedTable
from calendars.scheduled import OfficialMomentField, day_text
from records.history import RecordPage
from records.lists import ListPage


class IssuedListPage(ListPage):
    """Issued documents, for those who may see any; to others there is no such page."""

    filterset_class = IssuedFilters
    table_class = IssuedTable
    title = _("Issued documents")
    section = "audits"
    default_sort = "-dated"
    evidence = "issued-documents"
    moment_field = OfficialMomentField
    open_fields = frozenset(
        {
            *("document_type", "document_number", "audit", "finding", "plan", "fiscal_year"),
            *("dated_on", "addressee", "honorific", "sender", "seal_omitted", "contact"),
            "distribution",
        }
    )

    def records(self) -> QuerySet:
        if not sees_issued(self.request.user):
            raise Http404
        return IssuedDocument.objects.listed_for(self.request.user).with_names()


class IssuedPage(RecordPage):
    """One issued document: what it is about, its letter, and the file as it was sent."""

    template_name = "audits/issued_document.html"
    day = staticmethod(day_text)
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "audits"}

    def get_queryset(self) -> QuerySet:
        return IssuedDocument.objects.visible_to(self.request.user).with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "addressee": addressee(document),
            "sender": sender(document),
            "papers": document.papers.readable_by(user).current(),
        }
