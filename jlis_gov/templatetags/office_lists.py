"""Labels for the cells of the office's lists."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def labelled(cells: Iterable[str], headers: list[dict[str, Any]]) -> Iterator[SafeString]:
    """The cells of a row of a list, as Django's admin writes them, each with its column's name."""
    for cell, header in zip(cells, headers, strict=False):
        tag, rest = cell.split(" ", 1)  # a cell always has a class
        is_box = "action-checkbox-column" in header["class_attrib"]
        name = "" if is_box else format_html('data-label="{}" ', capfirst(header["text"]))
        yield mark_safe(f"{tag} {name}{rest}")  # noqa: S308 (a cell is safe already)
