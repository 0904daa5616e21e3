"""年度監査計画: what is audited in a year, as it was approved."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from audits.documents.audit_values import days_text
from audits.documents.kind import DocumentKind
from audits.models import Audit, Auditor, AuditPlan, PlannedRow
from dates import official_number, word
from records.documents import (
    LETTER_SAMPLE,
    Column,
    Letter,
    OfficialForm,
    Template,
    Values,
    official_day,
    tag,
    texts,
)

SAMPLE: Values = {
    **LETTER_SAMPLE,
    **texts("計画名", "承認日", "決裁番号", "承認者", "基本方針", "重点項目", "監査の方法"),
    **texts("フォローアップの方針", "改定の理由"),
    "監査": [texts("番号", "監査種別", "対象部門", "実施時期", "着眼点")],
    "訓練": [texts("番号", "訓練", "実施部門", "実施時期")],
    "含めない監査": [texts("監査種別", "対象部門", "周期等", "理由")],
    "監査員": [texts("氏名", "担当する監査", "予定人日")],
}

AUDITS = (
    Column("№", 6, "番号"),
    Column("監査種別（対象業務）", 26, "監査種別"),
    Column("対象部門", 26, "対象部門"),
    Column("実施時期", 20, "実施時期"),
    Column("監査の目的・着眼点", 22, "着眼点"),
)
LEFT_OUT = (
    Column("監査種別", 22, "監査種別"),
    Column("対象部門等", 22, "対象部門"),
    Column("周期等", 26, "周期等"),
    Column("計画に含めない理由", 30, "理由"),
)
TEAM = (
    Column("監査員", 30, "氏名"),
    Column("担当する監査", 50, "担当する監査"),
    Column("予定人日", 20, "予定人日"),
)
DRILLS = (
    Column("№", 6, "番号"),
    Column("訓練", 37, "訓練"),
    Column("実施部門", 37, "実施部門"),
    Column("実施時期", 20, "実施時期"),
)


def template() -> Template:
    """The form of the annual plan."""
    made = Template()
    for name in ("承認日", "決裁番号"):
        made.line(tag(name), ALIGN.RIGHT)
    made.lines("差出人", ALIGN.RIGHT)
    made.title(tag("計画名"))
    made.heading("１　監査の基本方針")
    made.text("基本方針")
    made.heading("２　重点項目")
    made.text("重点項目")
    made.heading("３　監査の種類、対象及び実施時期（着眼点は本書を作成した日現在の登録による。）")
    made.grid(AUDITS, "監査")
    made.given("含めない監査")
    made.heading("（周期により行うべき監査のうち、計画に含めないもの）", level=2)
    made.grid(LEFT_OUT, "含めない監査")
    made.end("if")
    made.heading("４　監査の方法")
    made.text("監査の方法")
    made.heading("５　実施体制（本書を作成した日現在の登録による。）")
    made.grid(TEAM, "監査員")
    made.heading("６　訓練")
    made.grid(DRILLS, "訓練")
    made.heading("７　フォローアップの方針")
    made.text("フォローアップの方針")
    made.given("改定の理由")
    made.heading("８　改定の理由")
    made.text("改定の理由")
    made.end("if")
    return made


def values(plan: AuditPlan, with_drafts: bool) -> Values:
    """The values of an approved version; auditors are those of today."""
    audits = list(plan.audits.select_related("audit"))
    return {
        "計画名": plan.title,
        "承認日": official_day(plan.approved_on),
        "決裁番号": plan.decision_number,
        "承認者": plan.approver,
        "基本方針": "",
        "重点項目": "",
        "監査の方法": "",
        "フォローアップの方針": "",
        "改定の理由": plan.reason,
        "監査": [
            {
                **_row(number, row),
                "監査種別": row.title,
                "対象部門": row.targets,
                "着眼点": _points(row.audit),
            }
            for number, row in enumerate(audits, start=1)
        ],
        "含めない監査": [
            {
                "監査種別": row.title,
                "対象部門": row.targets,
                "周期等": row.ground,
                "理由": row.reason,
            }
            for row in plan.omissions.all()
        ],
        "訓練": [
            {**_row(number, row), "訓練": row.title, "実施部門": row.targets}
            for number, row in enumerate(plan.drills.all(), start=1)
        ],
        "監査員": _auditors(audits),
    }


def _row(number: int, row: PlannedRow) -> Values:
    return {
        "番号": official_number(number),
        "実施時期": word(row.schedule) or row.schedule_text,
    }


def _points(audit: Audit) -> str:
    return "\n".join(filter(None, (audit.objective, audit.focus_points)))


def _auditors(rows: Iterable[PlannedRow]) -> list[Values]:
    """Each auditor once, with the numbers of their audits and their days where any are known."""
    numbers = {row.record_id: official_number(n) for n, row in enumerate(rows, start=1)}
    held: dict[str, list[Auditor]] = defaultdict(list)
    for auditor in Auditor.objects.filter(audit__in=numbers).order_by("order", "pk"):
        held[auditor.name].append(auditor)
    return [
        {
            "氏名": name,
            "担当する監査": "、".join(f"№{numbers[one.audit_id]}" for one in auditors),
            "予定人日": days_text(_sum(one.planned_days for one in auditors)),
        }
        for name, auditors in held.items()
    ]


def _sum(days: Iterable[Decimal | None]) -> Decimal | None:
    known = [each for each in days if each is not None]
    return sum(known, Decimal(0)) if known else None


PLAN = DocumentKind(
    form=OfficialForm(template=template, sample=SAMPLE),
    values=values,
    letter=lambda plan: Letter(sender="監査室"),
)
