"""措置状況の回答: what a department did about a finding, and what the audit office made of it."""

from collections.abc import Iterable

from django.utils import timezone

from audits.documents.audit_values import AUDIT_SAMPLE, audit_values
from audits.documents.finding_values import FINDING_SAMPLE, finding_values
from audits.documents.kind import DocumentKind
from audits.models import CorrectiveAction, DueDateExtension, Finding
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
    **FINDING_SAMPLE,
    **texts("修正", "文書の変更", "残るリスク", "完了日", "完了の理由"),
    "処置": [texts("番号", "処置の内容", "担当", "予定日", "完了日", "証拠")],
    "確認": [texts("番号", "確認日", "方法", "結果", "確認者")],
    "延長": [texts("新期限", "承認日", "理由")],
}

ACTIONS = (
    Column("№", 6, "番号"),
    Column("処置の内容", 40, "処置の内容"),
    Column("担当部門・責任者", 16, "担当"),
    Column("予定日", 12, "予定日"),
    Column("完了日", 12, "完了日"),
    Column("証拠", 14, "証拠"),
)
CHECKS = (
    Column("№", 6, "番号"),
    Column("確認日", 18, "確認日"),
    Column("方法", 34, "方法"),
    Column("結果", 20, "結果"),
    Column("確認者", 22, "確認者"),
)
EXTENSIONS = (
    Column("新期限", 24, "新期限"),
    Column("承認日", 24, "承認日"),
    Column("理由", 52, "理由"),
)


def template() -> Template:
    """The letter of the department, and below it what the audit office fills in."""
    made = Template()
    made.letter_head(f"{tag('監査名')}に係る是正処置について（報告）")
    made.line("　標記の監査における指摘事項について、措置の状況を下記のとおり報告します。")
    made.line()
    made.items([("１　監査名", tag("監査名")), ("　　指摘番号・区分", _BOTH)])
    made.box(
        [
            ("２　指摘事項", tag("指摘事項")),
            ("３　修正（応急）", tag("修正")),
            ("４　原因", tag("原因")),
            ("５　類似事例の有無（水平展開）", tag("類似事例")),
        ]
    )
    made.heading("６　是正処置")
    made.grid(ACTIONS, "処置")
    made.box([("７　文書・規程の変更", tag("文書の変更")), ("８　残るリスク", tag("残るリスク"))])
    made.letter_foot()
    _of_the_audit_office(made)
    return made


def _of_the_audit_office(made: Template) -> None:
    made.heading("〔監査室記入欄〕")
    made.heading("９　有効性の確認")
    made.grid(CHECKS, "確認")
    made.heading("10　期限延長")
    made.grid(EXTENSIONS, "延長")
    made.box([("11　完了・閉鎖", f"{tag('完了日')}\n{tag('完了の理由')}")])


_BOTH = f"{tag('指摘番号')}　{tag('区分')}"


def values(finding: Finding, with_drafts: bool) -> Values:
    """The values of a finding as it stands today."""
    at = timezone.localdate()
    actions = list(finding.corrective_actions.select_related("checker_department"))
    return {
        **audit_values(finding.audit),
        **finding_values(finding, at),
        **dict.fromkeys(("修正", "文書の変更", "残るリスク"), ""),
        "完了日": official_day(finding.closed_on),
        "完了の理由": finding.closing_reason,
        "処置": [_action(number, one) for number, one in enumerate(actions, start=1)],
        "確認": list(_checks(actions)),
        "延長": [_extension(one) for one in finding.extensions.all()],
    }


def _action(number: int, action: CorrectiveAction) -> Values:
    return {
        "番号": official_number(number),
        "処置の内容": action.description,
        "担当": action.responsible,
        "予定日": official_day(action.planned_for),
        "完了日": official_day(action.completed_on),
        "証拠": action.evidence,
    }


def _checks(actions: Iterable[CorrectiveAction]) -> Iterable[Values]:
    """The checks that were made, under the numbers of their actions."""
    for number, action in enumerate(actions, start=1):
        if action.effectiveness_checked_on:
            place = str(action.checker_department or "")
            yield {
                "番号": official_number(number),
                "確認日": official_day(action.effectiveness_checked_on),
                "方法": action.check_method,
                "結果": "有効" if action.was_effective else "有効でない",
                "確認者": "　".join(filter(None, (place, action.checked_by))),
            }


def _extension(extension: DueDateExtension) -> Values:
    return {
        "新期限": official_day(extension.due_on),
        "承認日": official_day(extension.granted_on),
        "理由": extension.reason,
    }


def letter(finding: Finding) -> Letter:
    """From the department in charge to the audit office."""
    sender = str(finding.department or "")
    return Letter(addressee="監査室長", honorific="殿", sender=sender)


REPLY = DocumentKind(
    form=OfficialForm(template=template, sample=SAMPLE), values=values, letter=letter
)
