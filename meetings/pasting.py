"""Tables of sittings and members as the annual report prints them, to read from a PDF's text."""

import re

from dates import is_schedule
from records.imports import Numbered, People

_ROLES = re.compile(r"副?(議長|委員長|会長|座長|部会長|主査)(職務代理者?|代理)?|(職務|会長)代理者?")


def sittings(name: str = "") -> Numbered:
    """A body's sittings; `name` is the body's where the text holds tables of several."""
    return Numbered(
        headings=(("回数", "開催年月日", "概要"), ("回数", "開催年月日", "議題")),
        title=name,
        reads=is_schedule,
    )


def members(name: str = "") -> People:
    """A body's members without categories; `name` as for sittings."""
    return People(headings=(("氏名", "役職", "備考"),), title=name, remarks=_ROLES)
