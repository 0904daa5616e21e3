"""The table of findings, of any form: what its columns may be called.

The headings are those of the list's own files, in Japanese and English; other names are those of
tables that audit offices keep.
"""

from typing import Any

from audits.imports.any_findings import AnyFindingReader
from audits.models import Finding
from records.imports import ColumnSpec, Spec, TableImport


def column(key: str, heading: str, *names: str, **values: Any) -> ColumnSpec:
    """A column that a table may leave out."""
    return ColumnSpec(key, heading, names, required=False, **values)


def action(name: str, heading: str, english: str, *names: str) -> ColumnSpec:
    """A column of corrective actions."""
    own = (f"Corrective action: {english}", heading, *names)
    return column(f"corrective_actions.{name}", f"是正処置: {heading}", *own)


def extension(name: str, heading: str, english: str) -> ColumnSpec:
    """A column of extensions of the due date."""
    own = (f"Extension of the due date: {english}", heading)
    return column(f"extensions.{name}", f"期限の延長: {heading}", *own)


def acceptance(name: str, heading: str, english: str, *names: str) -> ColumnSpec:
    """A column of acceptances of the risk."""
    own = (f"Acceptance of the risk: {english}", *names)
    return column(f"acceptances.{name}", f"リスク受容: {heading}", *own)


AUDIT = (
    column("audit_id", "監査のID", "Audit's ID"),
    column("audit", "監査", "Audit", "監査名", "監査の名称", "監査件名", "監査種別", repeats=True),
    column("audit_when", "監査実施年月日", "監査実施日", "監査日", "実施時期", repeats=True),
)
NAMES = (
    column("uid", "ID"),
    column("reference", "参照番号", "Reference", "整理番号", "管理番号", "指摘番号"),
    column("number", "番号", "Number", "No.", "№", "項番"),
    *AUDIT,
    column("department_code", "部門コード", "Department code"),
    column("department", "部門", "Department", "担当部門", "対象部門", "被監査部門", "所管部門"),
)
ELEMENTS = (
    column("heading", "件名", "Title", "指摘件名"),
    column(
        "summary",
        "指摘事項",
        *("Finding", "指摘内容", "指摘事項の内容", "指摘の内容", "発見事項", "不適合の内容"),
        example="入退室の記録の一部に承認の印がない。",
    ),
    column("criteria", "監査基準", "Criteria", "基準", "根拠規程"),
    column("clause", "条項", "Clause", "該当条項", "要求事項"),
    column("deficiency", "整備・運用の別", "Deficiency"),
    column("cause", "原因", "Cause", "発生原因"),
    column("effect", "影響", "Effect", "リスク"),
    column("evidence", "証拠", "Evidence", "監査証拠"),
    column("recommendation", "改善提案", "Recommendation", "提言", "勧告"),
    column("similar_cases", "類似事例（水平展開）", "Similar cases", "水平展開"),
    column("owner", "責任者", "Owner"),
    column("found_on", "指摘日", "Found on", "指摘年月日", "発見日", example="平成28年11月８日"),
    column("grade", "判定区分", "Grade", "指摘区分", "区分", "重要度", example="軽微な不適合"),
    column("is_repeat", "再指摘", "Repeat finding"),
    column("earlier", "元の指摘事項", "Earlier finding", "前回の指摘"),
    column("root_cause", "根本原因", "Root cause", "原因区分"),
    column("theme", "テーマ", "Theme"),
)
RESPONSE = (
    column("response", "回答の区分", "Response", "同意の有無"),
    column("answer", "担当部門の回答", "Answer of the department", "回答", "回答内容"),
    column("answered_on", "回答日", "Answered on", "回答年月日"),
    column("answered_by", "回答者", "Answered by"),
    column("due_on", "当初の期限", "Due date as first set", "是正期限", "改善期限", "措置期限"),
    column("closed_on", "完了日", "Closed on", "措置完了日", "完了年月日"),
    column("closing_reason", "完了の理由", "Reason for closing"),
)
PARTS = (
    extension("due_on", "延長後の期限", "new due date"),
    extension("granted_on", "延長を認めた日", "granted on"),
    extension("reason", "延長の理由", "reason for the extension"),
    action("kind", "処置の区分", "kind of action"),
    action("description", "是正処置", "corrective action", "是正措置", "措置内容", "改善措置"),
    action("responsible", "実施責任者", "responsible", "措置担当者"),
    action("planned_for", "実施予定日", "planned for", "措置予定日"),
    action("completed_on", "実施完了日", "completed on", "措置日", "是正日"),
    action("evidence", "処置の証拠", "evidence of the action"),
    action("effectiveness_checked_on", "有効性確認日", "effectiveness checked on", "確認日"),
    action("was_effective", "有効性", "was effective", "有効性確認結果"),
    action("checked_by", "確認者", "checked by"),
    action("checker_department", "確認者の部門", "department of the checker"),
    action("check_method", "確認の方法", "how it was checked"),
    action("check_evidence", "確認の証拠", "evidence of the check"),
    action(
        "independence_reason",
        "独立していない確認の理由",
        "reason for a check that is not independent",
    ),
    acceptance("approver_post", "承認者の職名", "approver's post"),
    acceptance("approved_by", "承認者", "approved by"),
    acceptance("approved_on", "承認年月日", "approved on"),
    acceptance("reason", "受容の理由", "reason for the acceptance", "受容の理由"),
    acceptance("until", "受容の期限", "accepted until", "受容の期限"),
    acceptance("reviewed_on", "見直し年月日", "reviewed on"),
    acceptance("result", "見直しの結果", "result of the review"),
    column("follow_up", "フォローアップ監査", "Follow-up audit"),
    column("follow_up_id", "フォローアップ監査のID", "Follow-up audit's ID"),
)
ANY_FINDINGS = TableImport(
    Spec("指摘事項", (*NAMES, *ELEMENTS, *RESPONSE, *PARTS)), Finding, AnyFindingReader
)
