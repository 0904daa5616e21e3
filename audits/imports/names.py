"""The report's words for types and targets, read: what `scopes.word_targets` and `printed_types` do
the other way round.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.models import Audit, AuditTarget, AuditType
from organization.names import DepartmentNames
from records.imports import UnknownWordError, folded
from records.lists import one_line

Scope, Role = Audit.Scope, AuditTarget.Role

UNKNOWN_TYPE = _("There is no audit type “{name}” here.")
_AND = "及び"
_MARK = re.compile(r"[※*＊]\s*$")
_ASIDE = re.compile(r"(.*?)を?(含む|除く)[。.]?\s*", re.DOTALL)
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
    """The scope of an audit, as read."""

    scope: str
    targets: tuple[Target, ...] = ()


def unmarked(text: str) -> tuple[str, bool]:
    """A type without the ※ after it, and whether there was one."""
    plain = _MARK.sub("", text.strip())
    return plain.strip(), plain != text.strip()


def split_theme(text: str) -> tuple[str, str]:
    """The theme that stands in brackets before the targets, or nothing, and the targets."""
    text = text.strip()
    first = next(_brackets(text), None)
    if first is None or first[0] > 0 or not text[first[1] :].strip():
        return "", text
    inner = text[1 : first[1] - 1]
    return (
        ("", text)
        if _ASIDE.fullmatch(inner)
        else (one_line(inner.strip()), text[first[1] :].strip())
    )


class TypeNames:
    """Reads the types of one regime; asks the database once, when it is made."""

    def __init__(self, regime: str, words: Mapping[str, str]) -> None:
        self.regime = regime
        self.types = list(AuditType.objects.current().filter(regime=regime))
        alone = Counter(folded(each.name) for each in self.types)
        self._named = {
            **{folded(each.name): each for each in self.types if alone[folded(each.name)] == 1},
            **{folded(str(each)): each for each in self.types},
        }
        self._words = {folded(wrong): folded(right) for wrong, right in words.items()}

    def read(self, text: str) -> tuple[AuditType, ...]:
        """「会計監査（決算監査及び例月監査）」, 「A及びB」. Raises `UnknownWordError`."""
        found = self.find(text)
        if not found:
            known = [str(each) for each in self.types]
            raise UnknownWordError(text, format_lazy(UNKNOWN_TYPE, name=text), known)
        return found

    def find(self, text: str) -> tuple[AuditType, ...]:
        """The same; none where the text names none."""
        return self._read(self._words.get(folded(text), folded(text)))

    def read_with_subject(self, text: str) -> tuple[tuple[AuditType, ...], str]:
        """「ISMS審査（継続審査）」: the types, and what stands in brackets after them."""
        text = text.strip()
        opening = _last_opening(text)
        if opening is None or self.find(text):
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
    """Read a scope in the report's words. Raises `UnknownWordError`."""
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
    """The text without （…含む） and （…を除く）, wherever they stand, and the departments in them.

    One may hold another: 情報処理部（管理部（会計課を除く）、情報化支援戦略部含む）.
    """
    found: tuple[Target, ...] = ()
    rest, end = "", 0
    for first, last in _brackets(text):
        match = _ASIDE.fullmatch(text[first + 1 : last - 1])
        if match is None:
            continue
        inner, deeper = _asides(match[1], names, days)
        role = Role.INCLUDED if match[2] == "含む" else Role.EXCLUDED
        found += _targets(inner, role, names, days) + deeper
        rest, end = rest + text[end:first].rstrip(), last
    return rest + text[end:], found


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost brackets of a text begin and end."""
    depth = first = 0
    for place, letter in enumerate(text):
        if letter in "（(":
            first = first if depth else place
            depth += 1
        elif letter in "）)" and depth:
            depth -= 1
            if not depth:
                yield first, place + 1


def _targets(
    text: str, role: str, names: DepartmentNames, days: tuple[date, date]
) -> tuple[Target, ...]:
    listed = names.read(text, days)
    return tuple(Target(one.department.pk, role, one.without_parent) for one in listed)
