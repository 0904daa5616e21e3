"""Content lines to components, each from its BEGIN to its END (RFC 5545, section 3.6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.ical.lines import ContentLine, Fault


@dataclass(slots=True)
class Component:
    """One component: its name in capitals, the line it begins on, the name of its parent."""

    name: str
    number: int
    parent: str
    lines: list[ContentLine] = field(default_factory=list)
    has_parts: bool = False

    def first(self, name: str) -> ContentLine | None:
        """The first property of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def all(self, *names: str) -> list[ContentLine]:
        """The properties of these names, in order."""
        return [line for line in self.lines if line.name in names]


def components(lines: Iterable[ContentLine], faults: list[Fault]) -> Iterator[Component]:
    """The components as they end; what does not balance is added to `faults`."""
    open_ones: list[Component] = []
    for line in lines:
        if line.name == "BEGIN":
            parent = open_ones[-1].name if open_ones else ""
            if open_ones:
                open_ones[-1].has_parts = True
            open_ones.append(Component(line.value.upper(), line.number, parent))
        elif line.name == "END":
            if not open_ones or open_ones[-1].name != line.value.upper():
                words = _("END:{name} closes nothing.")
                faults.append(fault(line, "unbalanced", words, name=line.value))
                continue
            yield open_ones.pop()
        elif open_ones:
            open_ones[-1].lines.append(line)
        else:
            faults.append(fault(line, "outside", _("{name} stands outside of the calendar.")))
    for component in open_ones:
        message = format_lazy(_("BEGIN:{name} is never closed."), name=component.name)
        faults.append(Fault(component.number, "unbalanced", message))
        yield component


def fault(line: ContentLine, code: str, words: str | Promise, **values: str) -> Fault:
    """A fault of this line; `words` may name it as `{name}`."""
    return Fault(line.number, code, format_lazy(words, **({"name": line.name} | values)))
