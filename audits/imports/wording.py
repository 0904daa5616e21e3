"""The report's words for types and targets, read: what `scopes.word_targets` and `printed_types` do
the other way round.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.models import Audit, AuditTarget, AuditType
from organization.names import DepartmentNames
from records.columns import one_line
from records.imports import UnknownWordError, folded

Scope, Role = Audit.Scope, AuditTarget.Role

UNKNOWN_TYPE = _("There is no audit type “{name}” here.")
_AND = "及び"
_MARK = re.compile(r"[※*＊]\s*$")
_THEME = re.compile(r"\s*[（(]([^（()）]*)[)）]\s*(?=\S)")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]*?)(含む|を含む|除く|を除く)[)）]\s*(?=$|[（(、，,\n])")
_ALL_BUT = re.compile(r"(.+)を除く(?:全)?部門$", re.DOTALL)
AGENCY, ALL_OTHERS, ALL = "機構全体", "その他全部門", "全部門"


@dataclass(frozen=True, slots=True)
class Target:
    """A department's part in a scope, as a text names it."""

    department_id: int
    role: str
    without_parent: bool = False


@dataclass(frozen=True, slots=True)
class ReadScope:
    """What an audit covers."""

    scope: str
    targets: tuple[Target, ...] = ()


def unmarked(text: str) -> tuple[str, bool]:
    """A type without the ※ after it, and whether there was one."""
    plain = _MARK.sub("", text.strip())
    return plain.strip(), plain != text.strip()


def split_theme(text: str) -> tuple[str, str]:
    """The theme that stands in brackets before the targets, or nothing, and the targets."""
    match = _THEME.match(text)
    return (one_line(match[1].strip()), text[match.end() :]) if match else ("", text)


class TypeNames:
    """Reads the types of one regime; asks the database once, when it is made."""

    def __init__(self, regime: str, words: Mapping[str, str]) -> None:
        self.types = list(AuditType.objects.current().filter(regime=regime))
        alone = Counter(folded(each.name) for each in self.types)
        self._named = {
            **{folded(each.name): each for each in self.types if alone[folded(each.name)] == 1},
            **{folded(str(each)): each for each in self.types},
        }
        self._words = {folded(wrong): folded(right) for wrong, right in words.items()}

    def read(self, text: str) -> tuple[AuditType, ...]:
        """「会計監査（決算監査及び例月監査）」, 「A及びB」. Raises `UnknownWordError`."""
        found = self._read(self._words.get(folded(text), folded(text)))
        if not found:
            known = [str(each) for each in self.types]
            raise UnknownWordError(text, format_lazy(UNKNOWN_TYPE, name=text), known)
        return found

    def read_with_subject(self, text: str) -> tuple[tuple[AuditType, ...], str]:
        """「ISMS審査（継続審査）」: the types, and what stands in brackets after them."""
        text = text.strip()
        opening = _last_opening(text)
        if opening is None or self._read(self._words.get(folded(text), folded(text))):
            return self.read(text), ""
        return self.read(text[:opening].strip()), one_line(text[opening + 1 : -1].strip())

    def _read(self, name: str) -> tuple[AuditType, ...]:
        if name in self._named:
            return (self._named[name],)
        opening = _last_opening(name)
        if opening is not None:
            group, listed = name[:opening], name[opening + 1 : -1]
            return self._each(f"{group}({one})" for one in listed.split(_AND))
        return self._each(name.split(_AND))

    def _each(self, names: Iterable[str]) -> tuple[AuditType, ...]:
        names = list(names)
        known = [self._named[name] for name in names if name in self._named]
        return tuple(known) if len(known) == len(names) else ()


def _last_opening(text: str) -> int | None:
    """Where the bracket opens that closes at the text's end; None where none does."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in "）)") - (text[place] in "（(")
        if depth == 0:
            return place if place < len(text) - 1 else None
    return None


def read_scope(text: str, names: DepartmentNames, days: tuple[date, date]) -> ReadScope:
    """What a text in the report's words covers. Raises `UnknownWordError`."""
    text, asides = _asides(text.strip(), names, days)
    plain = folded(text)
    if plain == AGENCY and not asides:
        return ReadScope(Scope.AGENCY)
    if plain == ALL_OTHERS:
        return ReadScope(Scope.ALL_OTHERS, asides)
    if plain == ALL:
        return ReadScope(Scope.ALL_BUT, asides)
    if match := _ALL_BUT.match(text):
        return ReadScope(Scope.ALL_BUT, _targets(match[1], Role.EXCLUDED, names, days) + asides)
    return ReadScope(Scope.LISTED, _targets(text, Role.TARGET, names, days) + asides)


def _asides(
    text: str, names: DepartmentNames, days: tuple[date, date]
) -> tuple[str, tuple[Target, ...]]:
    """The text without （…含む） and （…を除く） behind names, and the departments in them."""
    found: tuple[Target, ...] = ()
    while match := _IN_BRACKETS.search(text):
        role = Role.INCLUDED if match[2].endswith("含む") else Role.EXCLUDED
        found += _targets(match[1], role, names, days)
        text = text[: match.start()].rstrip() + text[match.end() :]
    return text, found


def _targets(
    text: str, role: str, names: DepartmentNames, days: tuple[date, date]
) -> tuple[Target, ...]:
    listed = names.read(text, days)
    return tuple(Target(one.department.pk, role, one.without_parent) for one in listed)
