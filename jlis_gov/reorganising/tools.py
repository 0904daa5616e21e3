"""The ways to the pages of reorganisations from the records that they concern."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from jlis_gov.reorganising.rights import may_reorganise
from jlis_gov.reorganising.undoing import can_be_taken_back
from organization.models import Department, Reorganisation
from records.base import Life

Tools = list[tuple[Any, str]]


def tools_of_department(user: Any, department: Department) -> Tools:
    """The way to the form, the department chosen; for one that has not ended."""
    is_there = department.valid_until is None and department.life == Life.REGISTERED
    if not is_there or not may_reorganise(user):
        return []
    query = urlencode({"department": department.pk})
    return [(_("Reorganise"), f"{reverse('admin:reorganise')}?{query}")]


def tools_of_reorganisation(user: Any, record: Reorganisation) -> Tools:
    """The ways to what still names the old departments, and to taking it back."""
    if record.life == Life.WITHDRAWN or not may_reorganise(user):
        return []
    rest = (_("What is left over"), reverse("admin:reorganise_rest", args=[record.pk]))
    undo = (_("Take back"), reverse("admin:reorganise_undo", args=[record.pk]))
    return [rest, *([undo] if can_be_taken_back(record) else [])]
