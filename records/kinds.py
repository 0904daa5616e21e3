"""The declaration of a kind of record: its model, and each thing that it offers to the house.

Each room lists its kinds in its `kinds.py`; pages, commands and the admin loop over all of them. A
figure of the office's desk counts what its list shows, both limited to what the user may see.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django_filters import FilterSet

from dates import FiscalYear
from records.addresses import list_address, record_address
from records.base import Record, RecordQuerySet, knows_of
from records.history import part_model
from records.imports import TableImport
from records.lists import ListPage, Table
from records.papers import Attachment

SHOWN = 8  # records beneath a figure
Report = Callable[[Any, Any], Table]


@dataclass(frozen=True, slots=True)
class Item:
    """One record that is due, and the address of its page in the admin."""

    day: date
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The number of records on a list of the admin, its address, and the first of them.

    `bulk_address` is the page that does with all of them what they wait for, `first_address` leads
    to the first of them.
    """

    label: str | Promise
    number: int
    address: str
    items: tuple[Item, ...] = ()
    is_alarm: bool = False
    bulk_address: str = ""
    first_address: str = ""

    @property
    def more(self) -> int:
        """The number of records that `items` leaves out."""
        return self.number - len(self.items)


@dataclass(frozen=True, slots=True)
class Task:
    """One record that waits for somebody, and the address at which it is dealt with.

    `note` tells the day that matters, `beside` tells records of one text apart.
    """

    text: str
    address: str
    note: str = ""
    beside: str = ""
    is_late: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """Records of one kind that wait for somebody, the most urgent first.

    `task` words one of them; `rows` come with what it needs. `label` tells kinds under one heading
    apart; `address` gives the list of all of them, `bulk_address` the page that does with all of
    them what they wait for.
    """

    heading: str | Promise
    rows: QuerySet
    task: Callable[[Any], Task]
    label: str | Promise = ""
    address: Callable[[], str] = str
    bulk_address: Callable[[], str] = str


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """The way in which records of a kind are found.

    `records` gives those that a user may see; `beside` tells records of one name apart.
    """

    filters: type[FilterSet]
    records: Callable[[Any], RecordQuerySet]
    beside: Callable[[Any], str] = lambda record: ""


@dataclass(frozen=True, kw_only=True, slots=True)
class YearRows:
    """A way to draw a fiscal year; `rows` gives the keys and names of its rows for a user.

    `label` is what the way is called, `rest` the name of the row of what has none of the keys.
    """

    label: str | Promise
    rows: Callable[[Any, FiscalYear], Iterable[tuple[str, str]]]
    rest: str | Promise


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyGroup:
    """Keys of calendars that are chosen by name, as `body:…`; `keys` gives (slug, name) for a user.

    `is_quoted` marks names that stay in Japanese whatever the page's language. A fiscal year can
    also be drawn by such keys where there are `year_rows`.
    """

    prefix: str
    heading: str | Promise
    keys: Callable[[Any], Iterable[tuple[str, str]]]
    is_quoted: bool = True
    year_rows: YearRows | None = None

    def named(self, user: Any) -> list[tuple[str, str]]:
        """The whole keys that `user` (None is anyone) may know, with their names."""
        return [(f"{self.prefix}:{slug}", name) for slug, name in self.keys(user)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Concerning:
    """The records that concern departments, given by primary key, as far as a user may see them.

    `template` shows `records` on a department's page, by fiscal year; `year` is the field that has
    it, which may follow relations.
    """

    records: Callable[[frozenset[int], Any], RecordQuerySet]
    template: str
    year: str = "fiscal_year"

    def fiscal_year(self, record: Any) -> int:
        """The fiscal year of one of these records."""
        return attrgetter(self.year.replace("__", "."))(record)

    def yearly_numbers(self, departments: frozenset[int], user: Any) -> dict[int, int]:
        """The number of these records in each fiscal year that has any."""
        found = self.records(departments, user).order_by().values_list(self.year)
        return dict(found.annotate(number=Count("pk", distinct=True)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixture:
    """The file of the first load that holds the kind's records, and the name of their array."""

    file: str
    array: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of record; what is left out, it does not offer.

    `name` is the word for it in addresses and after --kind. `report` and `imports` are by the
    number of a table of the annual report, `layouts` those that come in only as layouts of tables
    of any form; `intakes` is how tables of any form come in, by the word for what they list. `due`
    yields the desk's figures of what is due on a day, for a user who may open the kind's list in
    the admin; `watched` what is late or soon due, for a user who only reads of it. What a search
    finds and what concerns a department are shown by `rank`, the lowest first.
    """

    model: type[Record]
    name: str
    rank: int = 10
    page: type[ListPage] | None = None
    in_navigation: bool = False
    search: Search | None = None
    report: Mapping[int, Report] = field(default_factory=dict)
    imports: Mapping[int, TableImport] = field(default_factory=dict)
    layouts: Mapping[int, TableImport] = field(default_factory=dict)
    intakes: Mapping[str, TableImport] = field(default_factory=dict)
    due: Callable[[Any, date], Iterable[Figure]] | None = None
    waiting: Callable[[Any, date], Iterable[Waiting]] | None = None
    watched: Callable[[Any, date], Iterable[Waiting]] | None = None
    key_group: KeyGroup | None = None
    concerning: Concerning | None = None
    fixture: Fixture | None = None

    @property
    def room(self) -> str:
        """The label of the app that keeps such records."""
        return self.model._meta.app_label

    @property
    def title(self) -> str | Promise:
        """The heading over records of this kind."""
        return (
            self.page.title if self.page else capfirst(self.model._meta.verbose_name_plural) or ""
        )

    @property
    def section(self) -> str:
        """The section of the site that the list page belongs to, empty where there is none."""
        return self.page.section if self.page else ""

    @property
    def list_route(self) -> str:
        """The name of the list page's address, empty where there is no such page."""
        return f"{self.room}:{self.name}" if self.page else ""

    def is_known_to(self, user: Any) -> bool:
        """Return True if `user` (None is anyone) may know that such records are kept."""
        return knows_of(user, self.model)

    @property
    def papers(self) -> list[type[Attachment]]:
        """The parts of such records that are documents with files."""
        parts = (part_model(self.model, name) for name in self.model.parts)
        return [part for part in parts if issubclass(part, Attachment)]


def plural(model: type[Model]) -> str | Promise:
    """The name of records of `model`, as it stands within a sentence."""
    return model._meta.verbose_name_plural or ""


def due_figure(
    label: str | Promise,
    rows: QuerySet,
    day: str,
    text: str,
    query: Mapping[str, Any],
    *,
    is_alarm: bool = False,
) -> Figure:
    """The first of `rows`, by the names of what holds their day and their text, and how many.

    `query` narrows the admin's list down to these rows.
    """
    first = [
        Item(getattr(one, day), getattr(one, text), record_address(one)) for one in rows[:SHOWN]
    ]
    number = len(first) if len(first) < SHOWN else rows.count()
    address = list_address(rows.model, **query)
    return Figure(label, number, address, tuple(first), is_alarm and number > 0)
