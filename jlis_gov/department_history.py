"""What is on record of a department year by year, in one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jlis_gov.composition import BY_RANK
from organization.models import Department
from records.kinds import Kind


@dataclass(frozen=True, slots=True)
class Number:
    """The number of records of a kind in a year; `address` is the list of exactly these."""

    kind: Kind
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class HistoryYear:
    """A fiscal year of a department: the number of records of each kind."""

    fiscal_year: int
    numbers: tuple[Number, ...]


def history_of(
    department: Department, departments: frozenset[int], years: Iterable[int], user: Any
) -> list[HistoryYear]:
    """The years of a department and its parts, newest first; `years` stand in it in any case."""
    kinds = [kind for kind in BY_RANK if kind.concerning and kind.is_known_to(user)]
    found = {
        kind.name: kind.concerning.yearly_numbers(departments, user)
        for kind in kinds
        if kind.concerning
    }
    all_years = set(years).union(*found.values())
    return [
        HistoryYear(
            year,
            tuple(
                Number(kind, number, _address(kind, department, year) if number else "")
                for kind in kinds
                for number in (found[kind.name].get(year, 0),)
            ),
        )
        for year in sorted(all_years, reverse=True)
    ]


def _address(kind: Kind, department: Department, year: int) -> str:
    """The list narrowed down; empty where it cannot be narrowed to a year."""
    if kind.page is None or "fiscal_year" not in kind.page.filterset_class.base_filters:
        return ""
    query = urlencode({"department": department.slug, "fiscal_year": year})
    return f"{reverse(kind.list_route)}?{query}"
