"""What names a department that ends: members of bodies, by the words of the position they hold."""

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models import Body, Membership
from organization.loose_ends import Ended, LooseEnd, Naming
from records.addresses import record_address
from records.base import may

IN_WORDS = _("The words are the record's own. Please correct them there where they change.")


def members(ended: Ended, day: date, user: Any) -> Iterator[LooseEnd]:
    """Members in office whose position names one of the departments."""
    words = [Q(affiliation__contains=one.printed_name) for one in ended.values()]
    bodies = Body.objects.visible_to(user).current()
    in_office = Membership.objects.filter(Q(term_until=None) | Q(term_until__gte=day))
    rows = in_office.filter(reduce(or_, words, Q(pk=None)), body__in=bodies)
    for row in rows.select_related("body").order_by("body__order", "order", "pk"):
        named = (pk for pk, one in ended.items() if one.printed_name in row.affiliation)
        yield LooseEnd(
            key=f"membership-{row.pk}",
            department=next(named),
            text=f"{row.body} {row}",
            detail=row.affiliation,
            address=record_address(row.body),
            note=IN_WORDS,
        )


NAMINGS = (
    Naming(
        link="",
        title=_("Members of bodies"),
        find=members,
        may=lambda user: may(user, Body, "view"),
    ),
)
