"""Pages of submissions: the list of them, and each with its papers."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import OfficialMomentField, day_text
from oversight.access import sees_submissions
from oversight.models import Submission
from oversight.submission_columns import SubmissionTable
from oversight.submission_filters import SubmissionFilters
from records.history import RecordPage
from records.lists import ListPage


class SubmissionListPage(ListPage):
    """Submissions, for those who may see any; to others there is no such page."""

    filterset_class = SubmissionFilters
    table_class = SubmissionTable
    title = _("Submissions to authorities")
    section = "oversight"
    default_sort = "-submitted"
    evidence = "submissions"
    moment_field = OfficialMomentField
    open_fields = frozenset(
        {
            *("kind", "title", "addressee", "legal_basis", "fiscal_year", "submitted_text"),
            *("submitted", "replied_text", "replied", "reply_number", "remarks"),
            "document_number",
        }
    )

    def records(self) -> QuerySet:
        if not sees_submissions(self.request.user):
            raise Http404
        return Submission.objects.listed_for(self.request.user)


class SubmissionPage(RecordPage):
    """One submission: what, to whom and when, what was replied, and its papers."""

    template_name = "oversight/submission.html"
    day = staticmethod(day_text)
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "oversight"}

    def get_queryset(self) -> QuerySet:
        return Submission.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        papers = self.object.papers.readable_by(self.request.user).current()
        return super().get_context_data(**kwargs) | {"papers": papers}
