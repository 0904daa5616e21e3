"""The pages of what the rules notice in a fiscal year."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.views.generic import RedirectView, TemplateView

from organization.deputies import represented
from oversight import pages
from oversight.access import (
    open_years,
    readable,
    sees_coverage,
    sees_oversight,
    sees_submissions,
)
from oversight.acknowledging import (
    acknowledged,
    beside,
    reads_acknowledged,
    without_acknowledged,
)
from oversight.certificate_access import sees_certificate
from oversight.models import Acknowledgement
from oversight.observations import by_weight, notice
from oversight.pictures import Picture, pictures_of
from oversight.reading import read_facts_around
from oversight.rules import Facts, Severity
from records.base import may, works_in_admin
from records.journal import JournalHead

SHOWN = 25  # observations of a severity, before all are asked for


class LatestOversight(RedirectView):
    """Leads to the oversight of the latest year that has records."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        years = open_years(self.request.user)
        if not years:
            raise Http404
        return reverse("oversight:oversight", args=[years[0]])


class OversightPage(TemplateView):
    """What the rules notice in a fiscal year, as far as the visitor may see the records."""

    template_name = "oversight/oversight.html"
    extra_context = {"section": "oversight"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, year = self.request.user, kwargs["year"]
        if not sees_oversight(user, year):
            raise Http404
        return super().get_context_data(**kwargs) | {
            "kept_for": self.kept_for(),
            "groups": self.groups,
            "has_coverage": sees_coverage(user, year),
            "has_submissions": sees_submissions(user),
            "has_certificate": sees_certificate(user, year),
            "years": open_years(user),
            "pictures": self.pictures,
            "is_brief": self.is_brief(),
            "is_whole": self.is_whole(),
            "may_acknowledge": may(user, Acknowledgement, "add"),
        }

    def is_whole(self) -> bool:
        """True where every observation is asked for, acknowledged or not."""
        return "all" in self.request.GET

    def is_brief(self) -> bool:
        """True where what is open and severe is shown at first, as to executives.

        Who keeps records, and who reads acknowledgements, sees the first of each severity at once.
        """
        user = self.request.user
        return not (self.is_whole() or works_in_admin(user) or reads_acknowledged(user))

    def kept_for(self) -> str:
        """What the observations and pictures depend on beside the year.

        They cost more than the rest of the page, so they are kept for the state of the journal, in
        which records and rights stand alike.
        """
        user, today = self.request.user, timezone.localdate()
        person = represented(user)
        who = f"{user.pk}:{person.pk if person else ''}"
        return f"{JournalHead.current().hash}:{today}:{who}:{get_language()}"

    @cached_property
    def facts(self) -> Facts:
        """What the rules and the pictures read."""
        return read_facts_around(self.kwargs["year"])

    def groups(self) -> list[pages.Group]:
        """The observations that the visitor may see; see `is_brief`."""
        user, year, today = self.request.user, self.kwargs["year"], timezone.localdate()
        seen = readable(notice(self.facts, [year], today), user, year)
        known, severities = beside(seen, acknowledged(year, today)), list(Severity)
        if self.is_brief():
            known, severities = without_acknowledged(known), [Severity.SEVERE]
        return pages.groups(by_weight(known), user, severities, None if self.is_whole() else SHOWN)

    def pictures(self) -> list[Picture]:
        """The pictures of the year as the visitor may see them."""
        year, today = self.kwargs["year"], timezone.localdate()
        return list(pictures_of(self.facts, self.request.user, year, today))
