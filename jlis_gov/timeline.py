"""The rows that a fiscal year can be drawn in: keys of entries, and their names."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from audits.models import Regime
from audits.sources import DRILL
from dates import FiscalYear
from meetings.sources import KIND as MEETING
from organization.models import Department

Rows = list[tuple[str, str]]


def regimes(user: Any, fiscal_year: FiscalYear) -> Rows:
    """Meetings, each regime's audits, drills."""
    audits = [(f"regime:{regime}", str(regime.label).capitalize()) for regime in Regime]
    return [(MEETING, _("Meetings")), *audits, (DRILL, _("Drills"))]


def departments(user: Any, fiscal_year: FiscalYear) -> Rows:
    """The departments of the year that `user` may see, each with all that belongs to it."""
    visible = Department.objects.visible_to(user).current()
    existing = visible.existing(fiscal_year.first_day, fiscal_year.last_day)
    bureau = Department.Kind.BUREAU
    is_top = Q(parent_department=None) | Q(parent_department__kind=bureau)
    tops = existing.filter(is_top).exclude(kind=bureau)
    return [(f"department:{one.slug}", one.printed_name) for one in tops]
