"""監査調書: what was tested in an audit and what came of it, so that another can retrace it."""

from collections.abc import Iterable
from datetime import date

from audits.documents.audit_values import AUDIT_SAMPLE, audit_values, settled
from audits.documents.kind import DocumentKind
from audits.models import Audit, Procedure, ProcedurePaper
from dates import official_number
from records.documents import (
    LETTER_SAMPLE,
    LINE,
    Column,
    Letter,
    OfficialForm,
    Template,
    Values,
    official_day,
    tag,
    texts,
)

STEP = (
    *("番号", "監査要点", "監査の基準", "母集団", "母集団の件数", "抽出方法", "試査件数"),
    *("監査手続", "証拠", "結果", "判定", "関連指摘", "例外事項"),
)
SAMPLE: Values = {
    **LETTER_SAMPLE,
    **AUDIT_SAMPLE,
    **texts("作成", "査閲", "結論", "添付"),
    "手続": [texts(*STEP)],
    "例外": [texts("番号", "例外事項")],
}

NUMBER = Column("№", 6, "番号")
SAMPLING = (
    NUMBER,
    Column("母集団", 46, "母集団"),
    Column("件数", 14, "母集団の件数"),
    Column("抽出方法", 20, "抽出方法"),
    Column("試査件数", 14, "試査件数"),
)
WORK = (
    NUMBER,
    Column("監査手続", 30, "監査手続"),
    Column("確認資料・証拠", 22, "証拠"),
    Column("結果", 24, "結果"),
    Column("判定", 8, "判定"),
    Column("関連指摘", 10, "関連指摘"),
)


def template() -> Template:
    """The form of a working paper."""
    made = Template()
    made.title("監査調書")
    made.box(
        [
            ("調書番号", tag("文書番号")),
            ("監査名", tag("監査名")),
            ("対象部門", tag("対象部門")),
            ("実施日", tag("実施期間")),
            ("作成者・作成日", tag("作成")),
            ("査閲者・査閲日", tag("査閲")),
        ],
        height=LINE,
    )
    made.heading("１　監査要点（目的・リスク）")
    made.grid((NUMBER, Column("監査要点", 94, "監査要点")), "手続")
    made.heading("２　監査基準（規程・条項）")
    made.grid((NUMBER, Column("監査基準", 94, "監査の基準")), "手続")
    made.heading("３　母集団及び試査")
    made.grid(SAMPLING, "手続")
    made.heading("４　監査手続及びその結果")
    made.grid(WORK, "手続")
    made.heading("５　例外事項")
    made.grid((NUMBER, Column("例外事項", 94, "例外事項")), "例外")
    made.heading("６　結論")
    made.text("結論")
    made.heading("７　添付")
    made.text("添付")
    return made


def values(audit: Audit, with_drafts: bool) -> Values:
    """The values of an audit and of its procedures."""
    steps = list(_procedures(audit, with_drafts))
    return {
        **audit_values(audit),
        "作成": _signed((step.done_by, step.done_on) for step in steps),
        "査閲": _signed((step.reviewed_by, step.reviewed_on) for step in steps),
        "結論": str(audit.conclusion or ""),
        "添付": "\n".join(paper.title for paper in _papers(steps)),
        "手続": [_step(step) for step in steps],
        "例外": [
            {"番号": official_number(step.number), "例外事項": step.exceptions}
            for step in steps
            if step.exceptions
        ],
    }


def _procedures(audit: Audit, with_drafts: bool) -> Iterable[Procedure]:
    found = settled(audit.procedures.order_by("number"), with_drafts)
    return found.prefetch_related("findings__finding")


def _papers(steps: Iterable[Procedure]) -> Iterable[ProcedurePaper]:
    """The last versions of the papers of these steps."""
    found = ProcedurePaper.objects.filter(procedure__in=[step.pk for step in steps])
    return found.current().order_by("procedure__number", "order", "pk")


def _step(step: Procedure) -> Values:
    found = [row.finding for row in step.findings.all()]
    return {
        "番号": official_number(step.number),
        "監査要点": step.objective,
        "監査の基準": step.criteria,
        "母集団": step.population,
        "母集団の件数": _count(step.population_size),
        "抽出方法": step.get_selection_display(),
        "試査件数": _count(step.sample_size),
        "監査手続": f"{step.procedure}（{step.technique}）" if step.technique else step.procedure,
        "証拠": step.evidence,
        "結果": step.conclusion,
        "判定": step.get_result_display(),
        "関連指摘": "、".join(one.reference or official_number(one.number) for one in found),
        "例外事項": step.exceptions,
    }


def _count(number: int | None) -> str:
    return f"{number:,}件" if number is not None else ""


def _signed(rows: Iterable[tuple[str, date | None]]) -> str:
    """Names with their days, each once, in the order of the steps."""
    said = (f"{name}　{official_day(day)}".strip() for name, day in rows if name)
    return "\n".join(dict.fromkeys(said))


WORKING_PAPER = DocumentKind(
    form=OfficialForm(template=template, sample=SAMPLE),
    values=values,
    letter=lambda audit: Letter(),
)
