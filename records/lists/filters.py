"""Filters of lists that stand in the address; a value that means nothing is an error."""

import re
from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.base import has_japanese, local_name

SELECTED = mark_safe(" selected")
SLUG = re.compile(r"[-a-zA-Z0-9_]+")
UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class PlainSelect(forms.Select):
    """A choice without groups, written without a template.

    A list's filters have dozens of options, on which Django spends a tenth of an empty page.
    """

    option_attrs = ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen, own = set(self.format_value(value)), mark_safe(self.option_attrs)  # noqa: S308
        offered = ((str(key), capfirst(str(label))) for key, label in self.choices)
        options = format_html_join(
            "\n",
            '<option value="{}"{}{}>{}</option>',
            (
                (
                    key,
                    own if key and has_japanese(label) else "",
                    SELECTED if key in chosen else "",
                    label,
                )
                for key, label in offered
            ),
        )
        own_attrs = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own_attrs), options)


class RecordSelect(PlainSelect):
    """A choice among records, some of whose names stay in Japanese whatever the page's language."""

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
    form_of_key = SLUG

    def label_from_instance(self, record: Any) -> str:
        return local_name(record)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not self.form_of_key.fullmatch(value):
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": value},
            )
        return super().to_python(value)


class SlugChoiceFilter(django_filters.ModelChoiceFilter):
    """A filter whose value is a record's code."""

    field_class = SlugChoiceField
    key = "slug"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid_choice", _("There is no “%(value)s” to choose here.")
        )
        super().__init__(to_field_name=self.key, empty_label=_("All"), **kwargs)


class UidChoiceField(SlugChoiceField):
    """A record by its uid, for records that have no code."""

    form_of_key = UID


class UidChoiceFilter(SlugChoiceFilter):
    """A filter whose value is a record's uid."""

    field_class = UidChoiceField
    key = "uid"


class NamedChoiceFilter(django_filters.ChoiceFilter):
    """A choice among a model's named values."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault(
            "invalid_choice", _("There is no “%(value)s” to choose here.")
        )
        super().__init__(empty_label=_("All"), widget=PlainSelect, **kwargs)
