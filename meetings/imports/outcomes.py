"""Outcomes of agenda items as tables word them, beside the items or in a column of their own."""

import re
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meetings.models import AgendaItem
from records.imports import UnknownWordError, folded

Outcome = AgendaItem.Outcome
NO_OUTCOME = _("“{text}” is no outcome of an item that is known here.")
UNEVEN = _(
    "There are %(outcomes)d outcomes beside %(items)d items. Please give one for each item, or one "
    "of all as いずれも可決."
)
UNDECIDED = _("“{text}” decides nothing yet, so no outcome is recorded.")
_BLANK = re.compile(r"[-‐－–—―ー]?|なし|無し?|未定|予定")
_PUT_OFF = re.compile(
    "(?:継続|審議継続|次回(?:へ|に)?継続|保留|持ち?越し|再審議|取り?下げ|撤回|未了)"
)
_BEFORE = (
    r"(?:審議の結果[、,]?|(?:全会|満場)一致(?:で|により|をもって)?|(?:賛成)?多数(?:で|により)?"
    r"|異議なく|いずれも|何れも|全て|すべて|全件|全議案|全議題|(?:原案|提案)(?:の)?(?:とおり|通り|どおり)"
    r"|原案|修正(?:の上|のうえ|して)?|一部修正(?:の上|して)?)*"
)
_AFTER = r"(?:事項|済み?|された|した|となった|とされた|とする|のみ)?[。.]?"
_WORDS = {
    Outcome.REPORTED: r"報告(?:を|・|/|[(])?(?:了承|了解|受理)?[)]?|報告を?聴取",
    Outcome.REJECTED: "否決|不承認|不採択|却下|不同意",
    Outcome.OPINION: "意見(?:あり|聴取|提出|陳述|具申)?|答申",
    Outcome.CONSENTED: "同意|了承|了解",
    Outcome.RESOLVED: "可決|議決|承認|決定|採択|決議|認定",
}
_OUTCOMES = {one: re.compile(f"{_BEFORE}(?:{words}){_AFTER}") for one, words in _WORDS.items()}
_OF_ALL = re.compile("いずれも|何れも|全て|すべて|全件|全議案|全議題")
_MARK = re.compile(r"^(?:[(（]?[0-9０-９]+[)）.．、\s]|[①-⑳]|議案第[0-9０-９]+号\s*|[・･●○])\s*")


def read_outcome(text: str) -> Outcome | None:
    """The outcome that a text means (可決, 原案どおり承認 …); None where it is none."""
    plain = folded(text)
    labels = {folded(str(one.label)): one for one in Outcome}
    told = (one for one, words in _OUTCOMES.items() if words.fullmatch(plain))
    return labels.get(plain) or next(told, None)


def outcome_words(outcomes: Sequence[str]) -> list[str]:
    """Outcomes as they are shown; a dash for one that is not recorded, none where none is."""
    labels = [str(Outcome(one).label) if one else "－" for one in outcomes]
    return labels if any(outcomes) else []


def is_outcome(text: str) -> bool:
    """Return True if a cell tells what became of items, or that nothing was decided."""
    lines = [_MARK.sub("", line.strip()) for line in text.splitlines() if line.strip()]
    return any(map(read_outcome, lines)) or any(_PUT_OFF.match(folded(one)) for one in lines)


def outcomes_of(
    text: str, items: Sequence[str], words: Mapping[str, str], notes: list[object]
) -> tuple[str, ...]:
    """The outcome of each item, empty where none is told; `items` are by the lines of their cell.

    One that says so (いずれも) is that of all. Raises `UnknownWordError`, and `ValidationError`
    where there are fewer or more than items.
    """
    lines = [_MARK.sub("", line.strip()) for line in text.splitlines()]
    said = [line for line in lines if line]
    wanted = [bool(item) for item in items]
    if not said:
        return ("",) * sum(wanted)
    if len(lines) == len(items):
        aligned = [line for line, is_item in zip(lines, wanted, strict=True) if is_item]
        if [line for line in aligned if line] == said:
            return tuple(_outcome(line, words, notes) for line in aligned)
    if len(said) == 1 and _OF_ALL.match(folded(said[0])):
        return (_outcome(said[0], words, notes),) * sum(wanted)
    if len(said) != sum(wanted):
        raise ValidationError(UNEVEN, params={"outcomes": len(said), "items": sum(wanted)})
    return tuple(_outcome(line, words, notes) for line in said)


def _outcome(text: str, words: Mapping[str, str], notes: list[object]) -> str:
    """The outcome of a line, empty for none. Raises `UnknownWordError`."""
    told = words.get(text, text)
    if _BLANK.fullmatch(folded(told)):
        return ""
    if _PUT_OFF.match(folded(told)):
        notes.append(format_lazy(UNDECIDED, text=text))
        return ""
    found = read_outcome(told)
    if found is None:
        known = [str(one.label) for one in Outcome]
        raise UnknownWordError(text, format_lazy(NO_OUTCOME, text=text), known)
    return found
