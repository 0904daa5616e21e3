"""The certificate of duties in words: its lines on a page, as a table, and as a Word document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from calendars.scheduled import day_text, fiscal_year_name, schedule_text
from oversight.certificate import Certificate, Line, Standing
from oversight.pages import Link, links_of
from oversight.rules import Certainty
from records.documents import Column, OfficialForm, Template, Values, fill, official_day, tag
from records.lists import Table

WORDS: Mapping[Standing, str | Promise] = {
    Standing.MET: pgettext_lazy("duty", "met"),
    Standing.MET_LATE: pgettext_lazy("duty", "met after its day"),
    Standing.WAIVED: pgettext_lazy("duty", "waived"),
    Standing.GAP: pgettext_lazy("duty", "not met by its day"),
    Standing.OPEN: pgettext_lazy("duty", "not met yet"),
    Standing.NOT_RECORDED: pgettext_lazy("duty", "not recorded"),
    Standing.STANDING: pgettext_lazy("duty", "always in force"),
    Standing.NO_EVENT: pgettext_lazy("duty", "no such event on record"),
    Standing.OFF: pgettext_lazy("duty", "not asked about: its ground is not verified"),
    Standing.NOT_IN_FORCE: pgettext_lazy("duty", "not in force in the year"),
    Standing.HIDDEN: pgettext_lazy("duty", "outside what you may read"),
}
TITLE = "義務履行状況確認書"
HEADINGS = (
    *(pgettext_lazy("of a certificate", "Duty"), pgettext_lazy("of a certificate", "Source")),
    *(
        gettext_lazy("Period"),
        pgettext_lazy("of a duty", "Due"),
        pgettext_lazy("of a certificate", "State"),
    ),
    gettext_lazy("Records"),
)
SHARES = (24, 18, 12, 12, 14, 20)  # of the page's width, in hundredths
IN_JAPANESE = ("義務", "根拠", "期間", "期限", "状況", "記録")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as its page shows it; `records` are those that the reader may see, with links.

    `address` is where the reader keeps the duty, empty for those who do not.
    """

    line: Line
    state: str
    period: str
    due: str
    notes: tuple[str, ...]
    records: tuple[Link, ...]
    address: str = ""

    @property
    def title(self) -> str:
        """The duty, with the department that it is asked of."""
        one = self.line.instance
        name = one.department.name if one and one.department else ""
        return f"{self.line.duty.title}（{name}）" if name else self.line.duty.title

    @property
    def is_secondary(self) -> bool:
        """True where nobody has read the text that the duty rests on."""
        return self.line.duty.certainty == Certainty.SECONDARY

    def cells(self) -> tuple[str, ...]:
        """The same as plain texts, in the order of the headings."""
        mark = _("※ The text was not read.") if self.is_secondary else ""
        source = "\n".join(filter(None, (self.line.duty.source, mark)))
        state = "\n".join((self.state, *self.notes))
        records = "\n".join(link.text for link in self.records)
        return self.title, source, self.period, self.due, state, records


def shown(found: Certificate, user: Any) -> list[ShownLine]:
    """The lines as a page shows them to `user`, in a constant number of queries."""
    subjects = (each for line in found.lines for each in (line.duty.subject, *line.records))
    links = links_of(subjects, user)
    return [_shown(line, links) for line in found.lines]


def _shown(line: Line, links: Mapping[str, Link]) -> ShownLine:
    one, records = line.instance, (links.get(each.uid) for each in line.records)
    duty = links.get(line.duty.subject.uid)
    return ShownLine(
        line=line,
        state=str(WORDS[line.standing]),
        period=schedule_text(one.period) if one else "",
        due=day_text(one.due) if one else "",
        notes=tuple(_notes(line)),
        records=tuple(link for link in records if link),
        address=duty.address if duty else "",
    )


def _notes(line: Line) -> Iterator[str]:
    one = line.instance
    if one is None:
        return
    if one.met_on.segments:
        yield schedule_text(one.met_on)
    if one.reason:
        yield one.reason
    if not one.is_certain:
        yield _("Whether it was in force then is not known for certain.")


def counted(found: Certificate) -> list[tuple[str, int]]:
    """How many lines stand how, in words."""
    return [(str(WORDS[standing]), number) for standing, number in found.counts.items()]


def table(found: Certificate, lines: list[ShownLine]) -> Table:
    """The certificate as a table of a file."""
    return Table(
        title=_("Certificate of duties, %(year)s") % {"year": fiscal_year_name(found.year)},
        columns=tuple(str(heading) for heading in HEADINGS),
        rows=tuple(line.cells() for line in lines),
        notes=tuple(f"{words}：{number}" for words, number in counted(found)),
        merges=False,
    )


def template() -> Template:
    """The form; it lies on its longer edge, as six columns need."""
    made = Template(across=True)
    made.title(tag("題名"))
    made.line(tag("基準日"), ALIGN.RIGHT)
    made.heading("１　概要")
    made.lines("概要", indent=1)
    made.heading("２　義務ごとの状況")
    pairs = enumerate(zip(IN_JAPANESE, SHARES, strict=True), 1)
    made.grid([Column(text, share, f"列{place}") for place, (text, share) in pairs], "表")
    return made


def values(title: str, day: str, outline: list[str], rows: list[tuple[str, ...]]) -> Values:
    """What fills the form."""
    cells = [{f"列{place}": text for place, text in enumerate(row, 1)} for row in rows]
    return {"案": "", "題名": title, "基準日": day, "概要": outline, "表": cells}


FORM = OfficialForm(template=template, sample=values("題名", "基準日", ["概要"], [IN_JAPANESE]))


def to_document(found: Certificate, lines: list[ShownLine], made_at: datetime) -> bytes:
    """The certificate as a Word document; `made_at` (naive, UTC) is its date."""
    title = f"{found.year.wareki()}　{TITLE}"
    outline = [f"{words}　{number}件" for words, number in counted(found)]
    rows = [line.cells() for line in lines]
    filled = values(title, f"{official_day(found.at)}現在", outline, rows)
    return fill(FORM, filled, title=title, made_at=made_at)
