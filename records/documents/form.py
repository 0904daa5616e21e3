"""One form of official documents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from records.documents.frame import Template

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class OfficialForm:
    """A form of official documents (様式): its default template, and a sample of its values.

    `sample` has every value of the form: a text, a list of texts or of rows, which is not empty,
    or a row, which has values by their words. A template may name these and nothing else.
    """

    template: Callable[[], Template]
    sample: Values


def texts(*words: str) -> dict[str, str]:
    """A sample of texts, each of which is its word."""
    return {word: word for word in words}
