"""The table of requests for documents, of any form: what its columns may be called."""

from audits.imports.any_requests import AnyRequestReader
from audits.imports.finding_table import AUDIT, column
from audits.models import DocumentRequest
from records.imports import ColumnSpec, Spec, TableImport


def step(name: str, heading: str, english: str) -> ColumnSpec:
    """A column of the steps that were taken."""
    return column(f"steps.{name}", f"経過: {heading}", f"Step: {english}")


ASKED = (
    column("number", "№", "No.", "番号", "資料番号", "項番"),
    column(
        "heading",
        "依頼資料名",
        *("Document", "資料名", "依頼資料", "提出資料", "資料の名称"),
        example="委託先の監督の記録",
    ),
    column("period", "対象期間・基準日", "Period", "対象期間", "基準日"),
    column("medium", "様式・媒体", "Medium", "様式", "媒体", "形式"),
    column("department_code", "部門コード", "Department code"),
    column("department", "部門", "Department", "提出部門", "対象部門", "依頼先", "提出部門・担当"),
    column("contact", "担当", "Person in charge", "担当者"),
    column("due_on", "提出期限", "Submission due", "期限", "提出期日", example="平成28年10月17日"),
    column("remarks", "備考", "Remarks"),
)
STEPS = (
    step("kind", "経過", "step"),
    step("taken_on", "年月日", "day"),
    step("taken_by", "行った人", "by"),
    step("words", "備考・差戻しの理由", "words"),
    step("due_on", "延長後の期限", "new due date"),
)
ANY_REQUESTS = TableImport(
    Spec("資料依頼", (column("uid", "ID"), *AUDIT, *ASKED, *STEPS)),
    DocumentRequest,
    AnyRequestReader,
)
