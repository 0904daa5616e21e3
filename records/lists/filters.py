"""Filters of lists that stand in the address; a value that means nothing is an error."""

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from records.base import spelling_pattern, validate_text

MOST_WORDS = 10
LONGEST_QUERY = 100
SELECTED = mark_safe(" selected")
SLUG = re.compile(r"[-a-zA-Z0-9_]+")


def words_of(text: str) -> list[str]:
    """The words of a query, between any kind of space."""
    return text.split()


def contains(fields: Sequence[str], word: str) -> Q:
    """`word` in one of these fields, however either is written; see `records.base.spellings`."""
    return reduce(or_, (Q(**{f"{name}__iregex": spelling_pattern(word)}) for name in fields))


class WordsField(forms.CharField):
    """Words to search for: at most 100 characters and 10 words."""

    widget = forms.SearchInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_QUERY, **kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        validate_text(value, multiline=False)
        if len(words_of(value)) > MOST_WORDS:
            raise ValidationError(_("Please search for at most 10 words."))


class WordsFilter(django_filters.Filter):
    """Records that contain every word in one of `fields`, which may follow relations."""

    field_class = WordsField

    def __init__(self, *, fields: Sequence[str], **kwargs: Any) -> None:
        super().__init__(label=_("Words"), **kwargs)
        self.fields = tuple(fields)

    def terms(self, value: str) -> list[str]:
        """The words of a query, each looked for by itself."""
        return words_of(value)

    def condition(self, word: str) -> Q:
        """The condition that a record which contains `word` meets."""
        return contains(self.fields, word)

    def filter(self, records: QuerySet, value: str) -> QuerySet:
        for word in self.terms(value or ""):
            # A subquery for each word: joins would give a record once for each match.
            found = records.model._base_manager.filter(self.condition(word))
            records = records.filter(pk__in=found.values("pk"))
        return records


class PlainSelect(forms.Select):
    """A choice without groups, written without a template.

    A list's filters have dozens of options, on which Django spends a tenth of an empty page.
    """

    option_attrs = ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen, own = set(self.format_value(value)), mark_safe(self.option_attrs)  # noqa: S308
        options = format_html_join(
            "\n",
            '<option value="{}"{}{}>{}</option>',
            (
                (key, own if key else "", SELECTED if key in chosen else "", label)
                for key, label in ((str(key), label) for key, label in self.choices)
            ),
        )
        own_attrs = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own_attrs), options)


class RecordSelect(PlainSelect):
    """A choice among records, whose names stay in Japanese whatever the page's language."""

    option_attrs = ' lang="ja"'


class FewChoices(django_filters.fields.ModelChoiceIterator):
    """The records to choose from in one question; Django's way takes PostgreSQL three."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield "", self.field.empty_label
        yield from map(self.choice, self.queryset)


class SlugChoiceField(django_filters.fields.ModelChoiceField):
    """A record by its code; what cannot be a code is not asked of the database."""

    iterator = FewChoices
    widget = RecordSelect

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not SLUG.fullmatch(value):
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            )
        return super().to_python(value)


class SlugChoiceFilter(django_filters.ModelChoiceFilter):
    """A filter whose value is a record's code."""

    field_class = SlugChoiceField

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid_choice", _("There is no “%(value)s” to choose here.")
        )
        super().__init__(to_field_name="slug", empty_label=_("All"), **kwargs)


class NamedChoiceFilter(django_filters.ChoiceFilter):
    """A choice among a model's named values."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid_choice", _("There is no “%(value)s” to choose here.")
        )
        super().__init__(empty_label=_("All"), widget=PlainSelect, **kwargs)
