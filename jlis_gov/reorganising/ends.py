"""Loose ends on a page: what still names departments that end, and a choice of where it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jlis_gov import composition
from jlis_gov.reorganising import loose_ends
from organization.loose_ends import LooseEnd, Naming
from organization.models import Department

# The ways in which departments are named, and what people have that names them.
NAMINGS = (*composition.NAMINGS, *loose_ends.NAMINGS)
AS_ABOVE, STAYS, ALL = "", "stay", "all"
SHOWN = "shown"  # sent by a page that has shown the choices
CHOOSE = _("Please choose where what names it goes, or that it stays.")
ONE_ONLY = _("This names one department alone. Please choose which.")
TAKEN = _("Somebody was faster. Please look at it again.")
Groups = list[tuple[Any, Any]]


@dataclass(frozen=True, kw_only=True)
class Destinations:
    """The departments that a loose end can be moved to.

    `groups` are choices as a select shows them, `by_value` what they mean. `heirs` are those in
    place of each department that ends, `proposed` the value that is proposed for it.
    """

    groups: Groups
    by_value: Mapping[str, Department]
    heirs: Mapping[int, Sequence[Department]]
    proposed: Mapping[int, str] = field(default_factory=dict)

    def named(self, value: str, ended: int) -> list[Department]:
        """The departments that a choice means for one that ends; none where it stays."""
        if value == ALL:
            return list(self.heirs.get(ended, ()))
        return [self.by_value[value]] if value in self.by_value else []


@dataclass(frozen=True, slots=True)
class Section:
    """The loose ends of one naming, each with its field if it can be moved."""

    title: str | Promise
    rows: Sequence[tuple[LooseEnd, Any]]
    carries_on: bool = False


class EndsForm(forms.Form):
    """One choice for each department that ends, and one for each loose end that goes elsewhere."""

    def __init__(
        self,
        data: Any,
        *,
        ended: Mapping[int, Department],
        day: date,
        user: Any,
        destinations: Destinations,
    ) -> None:
        super().__init__(data.copy() if data is not None and SHOWN in data else None)
        self.ended, self.destinations = ended, destinations
        self.found = _found(ended, day, user)
        self.left_out = [naming.title for naming in NAMINGS if not naming.may(user)]
        for pk, department in ended.items():
            if any(end.department == pk and end.move for end, _naming in self.found):
                self._add_default(pk, department)
        for end, naming in self.found:
            if end.move:
                self._add_row(end, naming)
        if self.is_bound:  # what came up since the page was shown is as proposed
            new = {name: each.initial for name, each in self.fields.items() if name not in data}
            cast(Any, self.data).update(new)

    @property
    def keys(self) -> list[tuple[str, str]]:
        """What tells these loose ends from those of another moment."""
        return [(end.key, end.detail) for end, _naming in self.found]

    def defaults(self) -> list[Any]:
        """The fields of the departments that end."""
        return [self[name] for name in self.fields if name.startswith("all-")]

    def sections(self) -> list[Section]:
        """The loose ends by naming, as the page shows them."""
        return [
            Section(naming.title, rows, naming.carries_on)
            for naming in NAMINGS
            if (
                rows := [
                    (end, self[f"move-{end.key}"] if end.move else None)
                    for end, of in self.found
                    if of is naming
                ]
            )
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for end, _naming in self.found:
            if not end.move or f"move-{end.key}" not in self.cleaned_data:
                continue
            value = self._value(end)
            if value == AS_ABOVE:
                name = f"all-{end.department}"
                if name not in self.errors:
                    self.add_error(name, ValidationError(CHOOSE, code="choose"))
            elif value == ALL and not end.takes_all:
                self.add_error(f"move-{end.key}", ValidationError(ONE_ONLY, code="one"))
        return self.cleaned_data

    def write(self) -> int:
        """Move what is to be moved, in an open change; the number of loose ends that stay.

        What cannot be moved is said beside it, and the form is not valid any more.
        """
        staying = 0
        for end, _naming in self.found:
            value = self._value(end) if end.move else STAYS
            if not end.move or value == STAYS:
                staying += 1
                continue
            try:
                with transaction.atomic():
                    end.move(self.destinations.named(value, end.department))
            except ValidationError as error:
                self.add_error(f"move-{end.key}", error.messages)
            except IntegrityError:
                self.add_error(f"move-{end.key}", ValidationError(TAKEN))
        return staying

    def _value(self, end: LooseEnd) -> str:
        own: str = self.cleaned_data.get(f"move-{end.key}", AS_ABOVE)
        return own or self.cleaned_data.get(f"all-{end.department}", AS_ABOVE)

    def _add_default(self, pk: int, department: Department) -> None:
        heirs = self.destinations.heirs.get(pk, ())
        choices: Groups = [(AS_ABOVE, _("please choose")), (STAYS, _("stays as it is"))]
        choices += [(ALL, _("all of its successors"))] if len(heirs) > 1 else []
        self.fields[f"all-{pk}"] = forms.ChoiceField(
            label=str(department),
            choices=[*choices, *self.destinations.groups],
            required=False,
            initial=self.destinations.proposed.get(pk, AS_ABOVE),
        )

    def _add_row(self, end: LooseEnd, naming: Naming) -> None:
        stays = _("is not carried on") if naming.carries_on else _("stays as it is")
        choices: Groups = [(AS_ABOVE, _("as above")), (STAYS, stays)]
        several = end.takes_all and len(self.destinations.heirs.get(end.department, ())) > 1
        choices += [(ALL, _("all of its successors"))] if several else []
        self.fields[f"move-{end.key}"] = forms.ChoiceField(
            label=end.text,
            choices=[*choices, *self.destinations.groups],
            required=False,
            initial=STAYS if end.stays else AS_ABOVE,
        )


def _found(ended: Mapping[int, Department], day: date, user: Any) -> list[tuple[LooseEnd, Naming]]:
    open_to = [naming for naming in NAMINGS if ended and naming.may(user)]
    return [(end, naming) for naming in open_to for end in naming.find(ended, day, user)]
