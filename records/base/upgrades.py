"""Steps that bring old canonical forms up to date, for `Record.upgrades`.

Pure functions of plain data: a step sees no model and no database, because it must still do the
same when both have changed. A step never alters the form it is given.
"""

from collections.abc import Callable
from typing import Any

Form = dict[str, Any]
Upgrade = Callable[[Form], Form]


def added(**values: Any) -> Upgrade:
    """Fields that came, with what they hold in rows from before (plain data)."""
    return lambda form: form | values


def removed(*names: str) -> Upgrade:
    """Fields that went."""
    return lambda form: {name: value for name, value in form.items() if name not in names}


def renamed(**new_names: str) -> Upgrade:
    """Fields that got another name: `renamed(old="new")`."""
    return lambda form: {new_names.get(name, name): value for name, value in form.items()}


def in_part(name: str, step: Upgrade) -> Upgrade:
    """A step taken by each row of the part `name`."""
    return lambda form: form | {name: [step(row) for row in form[name]]}


def in_turn(*steps: Upgrade) -> Upgrade:
    """Several steps as one."""

    def upgrade(form: Form) -> Form:
        for step in steps:
            form = step(form)
        return form

    return upgrade
