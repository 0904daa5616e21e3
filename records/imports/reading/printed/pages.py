"""Text as it comes from a PDF's pages: its lines without page numbers and footnotes."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from records.base import control_characters, one_kind_of_line_break
from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Remark, remark

_CONTROL = _("There are characters that cannot be kept ({names}). Please remove them.")
_LONG_LINE = _("The line is longer than {limit} characters. Please paste it with its line breaks.")
_MARK = _("Line {line}: “{number}” was taken as the mark of a footnote and left out of “{text}”.")
_MAYBE_MARK = _("Line {line}: “{number}” in “{text}” may be the mark of a footnote.")
_PAGE_NUMBER = re.compile(r"[-‐–—－―]\s*[0-9０-９]{1,4}\s*[-‐–—－―]")
_RULE = re.compile(r"\s{20,}|[_＿─━]{5,}")  # what is left of the line above footnotes
_FOOTNOTE = re.compile(r"([0-9]{1,2})\s+(?![0-9年月回号度時分件名人]|日(?!本))\S")
_LAST_LINE = "。"
_LONGEST_LINE = 2_000  # characters; a page is a tenth as wide
_LONGEST = 40  # lines of a page's footnotes
# A digit that stands against a word, where dates and counts have a unit after it.
_LONE = re.compile(r"(?<=[ぁ-んァ-ヶー一-龠々A-Z])([0-9]{1,2})(?=[（(ぁ-んァ-ヶ一-龠])")
_COUNTED = re.compile(r"[年月日時分秒回号項条章節款度件名部社人者個点次級類種位番期か箇カヶ割本冊]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without blanks around it.

    `ends` says that a paragraph ends with it: PDFs leave a blank there and none where a cell's
    edge broke the text; None where the blanks were lost on the way. `opens_page` is such a sign,
    too.
    """

    number: int
    text: str
    ends: bool | None = None
    opens_page: bool = False
    is_rule: bool = False


def lines_of(text: str) -> list[Line]:
    """The lines of a text. Raises `TabularError` for control characters."""
    raws = one_kind_of_line_break(text).split("\n")
    filled = [raw for raw in raws if raw.strip()]
    ending = [raw for raw in filled if raw[-1].isspace()]
    tells = 0 < len(ending) < len(filled)
    found = []
    for number, raw in enumerate(raws, start=1):
        if bad := control_characters(raw.replace("\f", "").replace("\v", ""), multiline=False):
            names = ", ".join(sorted({f"U+{ord(char):04X}" for char in bad}))
            raise TabularError(_CONTROL, line=number, names=names)
        if len(raw) > _LONGEST_LINE:
            raise TabularError(_LONG_LINE, line=number, limit=f"{_LONGEST_LINE:,}")
        if _RULE.fullmatch(raw):
            found.append(Line(number, "", is_rule=True))
        elif raw.strip() and not _PAGE_NUMBER.fullmatch(raw.strip()):
            ends = raw[-1].isspace() if tells else None
            found.append(Line(number, raw.strip(), ends, opens_page=raw[0] in " \f"))
    return found


def without_footnotes(lines: list[Line]) -> tuple[list[Line], set[str]]:
    """The lines that are no footnote, and the numbers of those that are."""
    kept: list[Line] = []
    numbers: set[str] = set()
    marked = {match[1] for line in lines for match in _LONE.finditer(line.text)}
    at = 0
    while at < len(lines):
        after_rule = lines[at].is_rule
        first = at + 1 if after_rule else at
        match = _FOOTNOTE.match(lines[first].text) if first < len(lines) else None
        is_footnote = match and (after_rule or match[1] in marked)
        end = _end_of_footnotes(lines, first, after_rule) if is_footnote else first
        if end > first:
            notes = (_FOOTNOTE.match(line.text) for line in lines[first:end])
            numbers |= {note[1] for note in notes if note}
            at = end
        else:
            kept += [] if after_rule else [lines[at]]
            at += 1
    return kept, numbers


def _end_of_footnotes(lines: list[Line], first: int, after_rule: bool) -> int:
    """Where the page ends, else after the first line that ends a sentence, else nowhere."""
    stretch = range(first + 1, min(first + _LONGEST, len(lines)))
    if after_rule:
        for at in stretch:
            if lines[at].opens_page:
                return at
    return next((at + 1 for at in [first, *stretch] if lines[at].text.endswith(_LAST_LINE)), first)


def without_marks(lines: list[Line], numbers: set[str]) -> tuple[list[Line], list[Remark]]:
    """The lines without the marks of footnotes; says which, and which may be ones."""
    kept, remarks = [], []
    for line in lines:
        text = line.text
        for match in reversed(list(_LONE.finditer(text))):
            around = text[max(match.start() - 12, 0) : match.end() + 4]
            known = match[1] in numbers
            if not known and _COUNTED.match(text, match.end()):
                continue
            template = _MARK if known else _MAYBE_MARK
            remarks.append(remark(template, line=line.number, number=match[1], text=around))
            text = text[: match.start()] + text[match.end() :] if known else text
        kept.append(replace(line, text=text))
    return kept, remarks
