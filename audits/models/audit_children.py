"""The questions that all lists of what belongs to one audit ask."""

from datetime import date
from typing import Any, Self

from audits.models.audit import Audit
from records.base import RecordQuerySet


class AuditChildQuerySet(RecordQuerySet):
    """Records that have an `audit`: findings, procedures, requests for documents."""

    def visible_to(self, user: Any, at: date | None = None) -> Self:
        """As for any record, and never where the audit itself is not visible."""
        return super().visible_to(user, at).among("audit", Audit.objects.visible_to(user, at))

    def with_names(self) -> Self:
        return self.select_related("audit").prefetch_related("audit__classifications__type")

    def in_fiscal_year(self, *fiscal_years: int) -> Self:
        """Those of the audits of these fiscal years."""
        return self.filter(audit__fiscal_year__in=[int(year) for year in fiscal_years])

    def fiscal_years(self) -> set[int]:
        """The fiscal years of their audits."""
        return set(self.order_by().values_list("audit__fiscal_year", flat=True).distinct())
