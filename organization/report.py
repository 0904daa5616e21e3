"""The annual report's table of officers; its words are the printed report's."""

from datetime import date
from typing import Any, Protocol

from organization.models import Officer
from records.lists import Layout, Table

_OFFICERS = Layout(widths=(50, 50))
POSTS: dict[str, str] = {
    Officer.Post.PRESIDENT: "理事長",
    Officer.Post.VICE_PRESIDENT: "副理事長",
    Officer.Post.DIRECTOR: "理事",
    Officer.Post.AUDITOR: "監事",
}


class Year(Protocol):
    """A fiscal year, as far as this room needs it."""

    @property
    def first_day(self) -> date: ...

    @property
    def last_day(self) -> date: ...


def officers(fiscal_year: Year, user: Any = None) -> Table:
    """第１表: the officers in office on the year's last day, as far as `user` may see them."""
    visible = Officer.objects.visible_to(user).current()
    in_office = visible.in_office(fiscal_year.last_day, fiscal_year.first_day)
    rows = tuple(
        (POSTS[officer.post] + ("（非常勤）" if officer.is_part_time else ""), officer.name)
        for officer in in_office
    )
    return Table("役員", ("役職", "氏名"), rows, merges=False, layout=_OFFICERS)
