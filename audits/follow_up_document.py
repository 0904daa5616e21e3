"""The account of follow-up as a Word document: フォローアップ状況報告.

Its order is the form's: outline with table 1, measures completed, measures not completed, then the
rest. Shares of columns are those of the form where it has any.
"""

from collections.abc import Mapping
from datetime import datetime

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from audits.accounting import Account
from audits.follow_up_tables import ACCEPTED, AGES, COMPLETED, FIGURES, PENDING, TITLE, outline
from records.documents import Column, OfficialForm, Template, Values, fill, official_day, tag
from records.lists import Table

NONE = "該当なし"
OF_FIGURES = (34, 14, 14, 14, 14, 10)
# The tables by number: the heading over the first of a section, the columns and their shares.
GRIDS: Mapping[int, tuple[str, tuple[str, ...], tuple[int, ...]]] = {
    1: ("", ("年度・監査の区分", *FIGURES), OF_FIGURES),
    2: ("２　措置が完了したもの", COMPLETED, (6, 18, 12, 28, 24, 12)),
    3: ("３　措置が完了していないもの", PENDING, (5, 15, 11, 25, 18, 12, 14)),
    4: ("４　内訳", ("部門", *FIGURES), OF_FIGURES),
    5: ("", ("判定区分", *FIGURES), OF_FIGURES),
    6: ("", ("根本原因", *FIGURES), OF_FIGURES),
    7: ("", AGES, (40, 30, 30)),
    8: ("５　リスクを受容しているもの", ACCEPTED, (5, 15, 12, 24, 14, 12, 18)),
}


def template() -> Template:
    """The default template; it lies on its longer edge, as tables of seven columns need."""
    made = Template(across=True)
    made.title(TITLE)
    made.line(tag("基準日"), ALIGN.RIGHT)
    made.heading("１　概要")
    made.lines("概要", indent=1)
    for number, (heading, columns, shares) in GRIDS.items():
        if heading:
            made.heading(heading)
        made.heading(tag(f"題名{number}"), 2)
        pairs = enumerate(zip(columns, shares, strict=True), 1)
        made.grid(
            [Column(text, share, f"列{place}") for place, (text, share) in pairs], f"表{number}"
        )
        made.lines(f"注{number}")
    return made


def values(outcome: list[str], day: str, tables: list[Table]) -> Values:
    """What fills the template; a table without a row says that there is none."""
    found: dict[str, object] = {"案": "", "基準日": day, "概要": outcome}
    for table in tables:
        rows = table.rows or ((NONE, *[""] * (len(table.columns) - 1)),)
        found[f"題名{table.number}"] = table.caption
        found[f"表{table.number}"] = [
            {f"列{place}": text for place, text in enumerate(row, 1)} for row in rows
        ]
        found[f"注{table.number}"] = list(table.notes)
    return found


def _sample() -> Values:
    tables = [
        Table("題名", columns, (columns,), number, notes=("注",))
        for number, (_heading, columns, _shares) in GRIDS.items()
    ]
    return values(["概要"], "基準日", tables)


FORM = OfficialForm(template=template, sample=_sample())


def to_document(
    account: Account, tables: list[Table], made_at: datetime, template: bytes | None
) -> bytes:
    """The document, after the form's own template where no other is given.

    `made_at` (naive, UTC) is its date. Raises what `fill` does of a given template.
    """
    filled = values(outline(account), f"{official_day(account.at)}現在", tables)
    return fill(FORM, filled, title=TITLE, made_at=made_at, template=template)
