"""監査報告書: what was audited, what was found, and the list of findings."""

from datetime import date

from django.utils import timezone
from django.utils.text import capfirst
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from audits.documents.audit_values import AUDIT_SAMPLE, audit_values, official_schedule, settled
from audits.documents.finding_values import FINDING_SAMPLE, finding_values
from audits.documents.kind import DocumentKind
from audits.finding_states import happened
from audits.models import Audit, Finding
from dates import official_number
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
    **AUDIT_SAMPLE,
    **texts("総括", "参考事項", "留意事項", "基準日"),
    "件数": [texts("区分", "件数")],
    "指摘事項": [FINDING_SAMPLE],
    "指摘一覧": [{**FINDING_SAMPLE, **texts("番号", "監査", "回答と回答日")}],
    "前回指摘": [FINDING_SAMPLE],
}

EARLIER = (
    Column("番号", 20, "指摘番号"),
    Column("指摘事項", 60, "指摘事項"),
    Column("状態", 20, "状態"),
)
LIST_OF_FINDINGS = (
    Column("№", 5, "番号"),
    Column("監査名・実施日", 14, "監査"),
    Column("対象部門", 11, "部門"),
    Column("区分", 8, "区分"),
    Column("指摘事項", 30, "指摘事項"),
    Column("再指摘", 5, "再指摘"),
    Column("回答（要旨）・回答日", 15, "回答と回答日"),
    Column("期限（延長後）", 7, "期限"),
    Column("状態", 5, "状態"),
)


def template() -> Template:
    """The letter with its two chapters and more, then the list of findings (別添)."""
    made = Template()
    made.letter_head(f"{tag('監査の種類')}　監査報告書")
    _outline(made)
    _results(made)
    made.heading("第３　改善を要しないが参考となる事項")
    made.text("参考事項")
    made.heading("第４　前回指摘の状況")
    made.grid(EARLIER, "前回指摘")
    made.heading("第５　留意事項（試査による旨、制約、意見の相違、準拠した基準）")
    made.text("留意事項")
    made.letter_foot()
    _list_of_findings(made)
    return made


def _outline(made: Template) -> None:
    made.heading("第１　監査の概要")
    made.box(
        [
            ("１　監査の種類", tag("監査名")),
            ("２　監査の目的", tag("監査の目的")),
            (
                "３　監査の対象",
                f"部門：{tag('対象部門')}\n業務：{tag('対象業務')}\n期間：{tag('対象期間')}",
            ),
            ("４　監査の基準", tag("監査の基準")),
            ("５　実施期間・場所", f"{tag('実施期間')}\n{tag('場所')}"),
            ("６　監査員", tag("監査員")),
            ("７　監査の方法・試査の範囲", tag("監査の方法")),
        ]
    )


def _results(made: Template) -> None:
    made.heading("第２　監査の結果")
    made.heading("１　総括（結論）", 2)
    made.text("総括")
    made.heading("２　指摘事項の概要", 2)
    made.grid([Column("区分", 70, "区分"), Column("件数", 30, "件数")], "件数")
    made.heading("３　指摘事項", 2)
    made.each("指摘事項", "指摘")
    made.box(
        [
            ("番号・題名", f"{tag('指摘.指摘番号')}　{tag('指摘.題名')}"),
            ("区分", tag("指摘.区分")),
            ("事実", tag("指摘.指摘事項")),
            ("基準", tag("指摘.基準")),
            ("原因", tag("指摘.原因")),
            ("影響", tag("指摘.影響")),
            ("改善提案", tag("指摘.改善提案")),
            ("被監査部門の見解", tag("指摘.見解")),
        ]
    )
    made.end("for")


def _list_of_findings(made: Template) -> None:
    made.new_page(across=True)
    made.line("別添")
    made.title("指摘事項一覧")
    made.line(f"{tag('基準日')}現在", ALIGN.RIGHT)
    made.grid(LIST_OF_FINDINGS, "指摘一覧")


def values(audit: Audit, with_drafts: bool) -> Values:
    """The values of an audit and of its findings as they stand today."""
    at = timezone.localdate()
    rows = settled(audit.findings.order_by("number"), with_drafts).shown_as_of(at)
    earlier = ("repeats__corrective_actions", "repeats__extensions")
    found = list(rows.select_related("department", "repeats").prefetch_related(*earlier))
    shown = {finding.pk: finding_values(finding, at) for finding in found}
    return {
        **audit_values(audit),
        "総括": "\n".join(filter(None, (str(audit.conclusion or ""), audit.conclusion_basis))),
        "参考事項": "",
        "留意事項": "",
        "基準日": official_day(at),
        "件数": _counts(found),
        "指摘事項": list(shown.values()),
        "指摘一覧": [_listed(one, shown[one.pk], audit) for one in _open_first(found, at)],
        "前回指摘": [finding_values(one.repeats, at) for one in found if one.repeats],
    }


def _counts(findings: list[Finding]) -> list[Values]:
    """The number of findings of each grade that there is, and their sum below; none of none."""
    grades = [finding.grade for finding in findings]
    rows = [
        {"区分": capfirst(str(grade.label)), "件数": f"{grades.count(grade)}件"}
        for grade in Finding.Grade
        if grade in grades
    ]
    return [*rows, {"区分": "合計", "件数": f"{len(grades)}件"}] if rows else []


def _open_first(findings: list[Finding], at: date) -> list[Finding]:
    """Those not closed first, by their due dates; those without one last."""
    return sorted(
        findings, key=lambda one: (happened(one.closed_on, at), one.due(at) or date.max, one.number)
    )


def _listed(finding: Finding, said: Values, audit: Audit) -> Values:
    return {
        **said,
        "番号": official_number(finding.number),
        "監査": f"{audit}\n{official_schedule(audit)}",
        "回答と回答日": "\n".join(filter(None, (said["回答"], said["回答日"]))),
    }


def letter(audit: Audit) -> Letter:
    """As the audit says of its report; else to the president."""
    return Letter(
        number=audit.report_number,
        dated_on=audit.reported_on,
        addressee=audit.addressee or "理事長",
        honorific="殿",
        sender="監査室長",
        distribution=audit.distribution,
    )


REPORT = DocumentKind(
    form=OfficialForm(template=template, sample=SAMPLE), values=values, letter=letter
)
