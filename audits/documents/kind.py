"""One kind of document that is made from a record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from records.documents import Letter, OfficialForm, Values


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentKind:
    """What a document is made from: its form, the values of a record, and the letter proposed.

    `values` gives those of the form without the letter's; told to, with what is still a draft. What
    `letter` proposes can be changed before the document is made.
    """

    form: OfficialForm
    values: Callable[[Any, bool], Values]
    letter: Callable[[Any], Letter]
