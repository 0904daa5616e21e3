"""The rows of a meeting's form, which must agree with one another.

The bodies that sit are said in one table of the form; agenda and attendance are held to it as
typed, whether or not it has been saved before.
"""

import re
from collections.abc import Hashable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models import Body, Session, ordinal
from meetings.numbering import NextNumbers
from records.admin import PartForm, PartFormSet
from records.base import is_key

LEAPS = _(
    "%(number)s leaves numbers out: the last one is %(before)s. If it is right, please save once "
    "more."
)
BODY_OF_ROW = re.compile(r"sessions-[0-9]+-body")

NEXT_NUMBER = "admin:meetings_meeting_next_number"


class AskedNumber(forms.IntegerField):
    """The number that the form was sent back for; nobody types it."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SessionForm(PartForm):
    """A body that sits; its next number is proposed while the form is filled in.

    A number that leaves others out is meant where it is sent once more.
    """

    asked_number = AskedNumber(label="", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs["data-proposal"] = reverse(NEXT_NUMBER)

    def _post_clean(self) -> None:
        cast(Any, super())._post_clean()
        session = self.instance
        is_changed = {"body", "number"} & set(self.changed_data)
        is_meant = self.cleaned_data.get("asked_number") == session.number
        if self.errors or is_meant or not is_changed or not (before := session.leaps_from()):
            return
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("asked_number")] = str(session.number)
        self.data = data
        numbers = {"number": session.ordinal, "before": ordinal(before)}
        self.add_error("number", ValidationError(LEAPS, params=numbers, code="leaps"))


class SessionFormSet(PartFormSet):
    """The bodies that sit together, at least one."""

    needs_one = _("A meeting needs at least one body.")

    def bodies(self) -> list[Body] | None:
        """The bodies as typed; None while something about them is wrong."""
        if not self.is_valid():
            return None
        return [form.cleaned_data["body"] for form in self.rows()]


def number_sessions(posts: Sequence[QueryDict]) -> None:
    """Number the sittings of a series, whose forms are sent one after the other.

    A number that was typed is that of the first; the others count on from it.
    """
    keys = [post.get(name, "") for post in posts for name in post if BODY_OF_ROW.fullmatch(name)]
    bodies = Body.objects.in_bulk([int(key) for key in keys if is_key(key)])
    numbers, field = NextNumbers(), cast(Any, Session._meta.get_field("number").formfield())
    for place, post in enumerate(posts):
        year = int(post.get("fiscal_year", ""))
        for name in filter(BODY_OF_ROW.fullmatch, list(post)):
            key, number = post.get(name, ""), name.replace("body", "number")
            body = bodies.get(int(key)) if is_key(key) else None
            try:
                typed = field.clean(post.get(number, ""))
            except ValidationError:
                continue  # its form says so
            if body is None or body.numbering == Body.Numbering.NONE:
                continue
            is_said = typed is not None and place == 0
            if is_said:
                numbers.go_on_from(body, year, typed)
            post[number] = taken = str(numbers.take(body, year))
            if not is_said:  # what was typed is asked about as in the form for one
                post[name.replace("body", "asked_number")] = taken


class SittingFormSet(PartFormSet):
    """Rows that speak of one of the bodies that sit."""

    sessions: SessionFormSet | None = None

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"sitting": self}

    def bodies(self) -> list[Body] | None:
        """The bodies that sit; None while that is not clear."""
        return None if self.sessions is None else self.sessions.bodies()


class SittingForm(PartForm):
    """A row that knows which bodies sit."""

    def __init__(self, *args: Any, sitting: SittingFormSet, **kwargs: Any) -> None:
        self.sitting = sitting
        super().__init__(*args, **kwargs)


class AgendaItemForm(SittingForm):
    """An item of a body's agenda; where one body sits alone it need not be named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].required = False

    @property
    def changed_data(self) -> list[str]:
        """A body alone is no item: the form opens an agenda for each that sits."""
        changed = super().changed_data
        return [] if self.instance._state.adding and changed == ["body"] else changed

    def clean_body(self) -> Body | None:
        body, bodies = self.cleaned_data["body"], self.sitting.bodies()
        if bodies is None:
            return body
        if body is None:
            if len(bodies) > 1:
                raise ValidationError(
                    _("Several bodies sit together. Say whose agenda this item is on.")
                )
            return bodies[0]
        if body not in bodies:
            raise ValidationError(
                _("%(body)s does not sit in this meeting."), params={"body": body}
            )
        return body


class AgendaFormSet(SittingFormSet):
    """Items, numbered within the agenda of each body."""

    def series(self, form: forms.ModelForm) -> Hashable:
        return form.cleaned_data.get("body")


class AttendanceForm(SittingForm):
    """The presence of a member of one of the bodies."""

    def clean_member(self) -> Any:
        member, bodies = self.cleaned_data["member"], self.sitting.bodies()
        if bodies is not None and member.body not in bodies:
            raise ValidationError(
                _("%(member)s is a member of %(body)s, which does not sit in this meeting."),
                params={"member": member.name, "body": member.body},
            )
        return member
