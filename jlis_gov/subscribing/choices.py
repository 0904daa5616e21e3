"""The keys of entries that a calendar can be made of, with their names, in groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from jlis_gov.composition import DUE, KEY_GROUPS, SCHEDULED
from records.base import has_japanese, marked

Group = tuple[str, list[tuple[str, str]]]
NAMED_IN_JAPANESE = tuple(f"{group.prefix}:" for group in KEY_GROUPS if group.is_quoted)


class KeySelect(forms.Select):
    """A choice of one key; what is named in Japanese is marked as such."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value).startswith(NAMED_IN_JAPANESE) and has_japanese(str(option["label"])):
            option["attrs"]["lang"] = "ja"
        return option


class KeyBoxes(forms.CheckboxSelectMultiple):
    """A choice of several keys; what is named in Japanese is marked as such."""

    def create_option(
        self, name: str, value: Any, label: int | str, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        return super().create_option(name, value, marked(str(label)), *args, **kwargs)


def groups(user: Any) -> list[Group]:
    """Kinds, and what each kind offers by name, as far as `user` (None is anyone) may know them."""
    kinds = [(kind.key, str(kind.title)) for kind in SCHEDULED if kind.is_known_to(user)]
    named = [(str(group.heading), group.named(user)) for group in KEY_GROUPS]
    found = [(_("Kinds"), kinds), *named]
    return [(heading, keys) for heading, keys in found if keys]


def own_groups(user: Any) -> list[Group]:
    """The same, and the due dates of what `user` may see: a calendar of one's own can hold them."""
    due = [(one.source.key, str(one.source.title)) for one in DUE if one.is_known_to(user)]
    return [*groups(user), *([(_("Only where ticked"), due)] if due else [])]
