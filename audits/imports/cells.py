"""The cells of a table, read as the fields of records and of their parts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.finding_lines import plain_value
from audits.forms import LIES_AHEAD
from calendars.scheduled import OfficialDateField
from records.imports import TITLE, Problems, Row, UnknownWordError, folded

NO_CHOICE = _("“{text}” is none of the choices here.")
NO_NUMBER = _("“%(text)s” is no number.")
_MAY_LIE_AHEAD = {"due_on", "planned_for", "until"}
_YES, _NO = ("○", "◯", "はい", "有", "再指摘", "yes", "repeat finding"), ("×", "いいえ", "無", "no")
_DAY = OfficialDateField(required=False)


def key_of(name: str, part: str = "") -> str:
    """The key of the column of a field, which may be a part's."""
    if part:
        return f"{part}.{name}"
    return "heading" if name == TITLE else name  # that key has what stands above the table


def read_fields(
    row: Row,
    model: type[models.Model],
    names: Iterable[str],
    problems: Problems,
    today: date,
    part: str = "",
) -> dict[str, Any]:
    """The values of the fields that a row says anything of; links are left to the caller.

    `part` is the name of the part that the model is, empty for the record itself.
    """
    found = {}
    for name in names:
        field: Any = model._meta.get_field(name)
        text = row.cells.get(key_of(name, part), "").strip()
        if text and not field.is_relation:
            with problems.of(key_of(name, part)):
                found[name] = value = _read(field, text)
                if isinstance(value, date) and value > today and name not in _MAY_LIE_AHEAD:
                    raise ValidationError(LIES_AHEAD)
    return found


def shown(row: models.Model, name: str) -> str:
    """A field of a row as a table has it."""
    value = plain_value(row, name)
    return "" if value is None else str(value)


def _read(field: Any, text: str) -> Any:
    """A cell's text as the field's value. Raises `ValidationError` and `UnknownWordError`."""
    if words := _words(field):
        if (plain := folded(text).casefold()) not in words:
            raise UnknownWordError(text, format_lazy(NO_CHOICE, text=text), words)
        return words[plain]
    if isinstance(field, models.DateField):
        return _DAY.clean(text)
    if isinstance(field, models.IntegerField):
        return _number(text)
    return text


def _words(field: Any) -> dict[str, Any]:
    """The words of a field's values in both languages; none where it takes any text."""
    found: dict[str, Any] = {}
    for language in ("ja", "en"):
        with translation.override(language):
            if field.choices:
                found |= {str(label): value for value, label in field.flatchoices}
            elif hasattr(field, "in_words"):
                found |= {field.in_words(value): value for value in (True, False)}
            elif isinstance(field, models.BooleanField):
                found |= dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
    return {folded(word).casefold(): value for word, value in found.items()}


def _number(text: str) -> int:
    plain = folded(text)
    if not (plain.isascii() and plain.isdigit()):
        raise ValidationError(NO_NUMBER, params={"text": text})
    return int(plain)
