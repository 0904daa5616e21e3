"""Canonical forms in words: choices by their label, links by name, days as read.

This room knows no calendar: a field that does has `in_words(plain)`, and whoever makes the page
hands over how a day is worded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.base import JournalledModel

Form = Mapping[str, Any]
Link = tuple[type[JournalledModel], str]  # the model and the uid of a target
DayWords = Callable[[date], str]
_LONGEST_NAME = 50  # characters of a row's name; the row itself is shown in full
_NUMBERS = {"document_number", "decision_number"}


@dataclass(frozen=True, slots=True)
class Words:
    """The wording of values on one page; `names` are the targets that its reader may know."""

    day: DayWords = date.isoformat
    names: Mapping[Link, str] = field(default_factory=dict)

    def value(self, field: models.Field, plain: Any) -> str:
        """One plain value in words; empty for nothing."""
        if plain is None or plain == "":
            return ""
        if isinstance(field, models.ForeignKey):
            return self.names.get((target_model(field), plain), plain)
        if field.flatchoices:
            return str(dict(field.flatchoices).get(plain, plain))
        if isinstance(plain, bool) and not hasattr(field, "in_words"):
            return _("Yes") if plain else _("No")
        try:
            return self._read(field, plain)
        except (TypeError, ValueError):
            return str(plain)  # an altered payload is for verify_journal to tell; here it is shown

    def _read(self, field: models.Field, plain: Any) -> str:
        if hasattr(field, "in_words"):
            return field.in_words(plain)
        kind = field.get_internal_type()
        if kind == "DateField":
            return self.day(date.fromisoformat(plain))
        if kind == "DateTimeField":
            return moment_text(datetime.fromisoformat(plain), self.day)
        return "" if kind == "UUIDField" else str(plain)  # a key tells its reader nothing

    def name(self, model: type[JournalledModel], form: Form) -> str:
        """The name of a row, from its form alone.

        Its own words first, then what it links to, then whatever it holds.
        """
        fields = journalled_fields(model)
        own = [
            each
            for each in fields
            if isinstance(each, models.CharField | models.TextField)
            and not isinstance(each, models.SlugField)
            and each.editable
            and each.name not in _NUMBERS
            and not each.choices
        ]
        needed = [each for each in own if not each.blank]
        links = [each for each in fields if isinstance(each, models.ForeignKey) and not each.null]
        in_order: list[models.Field] = [*needed, *links, *own, *fields]
        texts = (self.value(field, form.get(field.name)) for field in in_order)
        name = next((text for text in texts if text), form["uid"])
        return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def journalled_fields(model: type[JournalledModel]) -> list[models.Field]:
    """The fields that a canonical form holds and people ask for, in order."""
    hidden = {"uid", getattr(model, "part_of", ""), *getattr(model, "kept_by_journal", ())}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in model.derived and field.name not in hidden
    ]


def moment_text(at: datetime, day: DayWords) -> str:
    """A moment to the minute, in the office's time."""
    at = timezone.localtime(at)
    return f"{day(at.date())} {at:%H:%M}"


def part_model(model: type[JournalledModel], name: str) -> type[JournalledModel]:
    """The model of the part that `model` calls `name`."""
    return cast(type[JournalledModel], model._meta.get_field(name).related_model)


def target_model(link: models.ForeignKey) -> type[JournalledModel]:
    """The model of the rows that `link` leads to."""
    return cast(type[JournalledModel], link.related_model)


def label_of(named: models.Field | type[models.Model]) -> str:
    """The name of a field, or of one row of a model."""
    text = named.verbose_name if isinstance(named, models.Field) else named._meta.verbose_name
    return capfirst(str(text))


def links_in(model: type[JournalledModel], forms: Iterable[Form | None]) -> Iterator[Link]:
    """Every target that the forms name, their parts included."""
    for form in forms:
        if not form:
            continue
        for each in journalled_fields(model):
            if isinstance(each, models.ForeignKey) and form.get(each.name):
                yield target_model(each), form[each.name]
        for name in model.parts:
            yield from links_in(part_model(model, name), form.get(name, ()))
