"""Questions about records that have a schedule."""

from datetime import date
from typing import Self

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Exists, F, OuterRef
from django.db.models.expressions import RawSQL

from calendars.scheduled.ordering import NEWEST_FIRST
from calendars.scheduled.status import OFF
from dates import FiscalYear
from records.base import RecordQuerySet

_YEARS = """
    WITH RECURSIVE years(year) AS (
        SELECT 0
        UNION ALL
        SELECT ({following}) FROM years WHERE years.year IS NOT NULL
    )
    SELECT year FROM years WHERE year > 0
"""


class ScheduledQuerySet(RecordQuerySet):
    """What is asked of records by when they take place."""

    def in_fiscal_year(self, *fiscal_years: FiscalYear | int) -> Self:
        """Records of these fiscal years, wherever their dates fall."""
        return self.filter(fiscal_year__in=[int(year) for year in fiscal_years])

    def during(self, first: date, last: date) -> Self:
        """Records of which a segment touches these days, both included; never their hull."""
        rows = self.model.segment_rows()
        touching = rows.filter(record=OuterRef("pk"), first_day__lte=last, last_day__gte=first)
        return self.filter(Exists(touching))

    def doubtful(self) -> Self:
        """Records whose schedule was read with a warning that nobody has settled."""
        return self.filter(is_doubtful=True)

    def by_date(self, *, newest_first: bool = False) -> Self:
        """Ordered by start, then precision (the exact before the vague); undated ones last."""
        first = NEWEST_FIRST if newest_first else F("starts_on").asc(nulls_last=True)
        return self.order_by(first, "precision_rank", "pk")

    def without_their_date(self) -> Self:
        """Records that have no date and are postponed or cancelled: few among many.

        Asks for their keys at once: in one question a database would go through all records.
        """
        found = self.model._base_manager.filter(status__in=OFF, precision_rank__isnull=True)
        return self.filter(pk__in=list(found.values_list("pk", flat=True)))

    def fiscal_years(self) -> set[int]:
        """The fiscal years of these records.

        Found by leaping from one to the next, which takes as long among many records as among few.
        """
        after = self.filter(fiscal_year__gt=RawSQL("years.year", ())).order_by("fiscal_year")
        try:
            compiler = after.values("fiscal_year")[:1].query.get_compiler(self.db)
            following, params = compiler.as_sql()
        except EmptyResultSet:
            return set()
        with connections[self.db].cursor() as cursor:
            cursor.execute(_YEARS.format(following=following), params)
            return {year for (year,) in cursor.fetchall()}
