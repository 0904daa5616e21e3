"""The table of audit procedures, of any form: what its columns may be called."""

from audits.imports.any_procedures import AnyProcedureReader
from audits.imports.finding_table import AUDIT, column
from audits.models import Procedure
from records.imports import Spec, TableImport

PLANNED = (
    column("number", "番号", "No.", "№", "手続番号", "項番"),
    column(
        "procedure",
        "監査手続",
        *("Audit procedure", "手続", "手続の内容", "監査手続の内容", "手続・成果物", "確認内容"),
        example="入退室記録を申請書と照合する。",
    ),
    column("objective", "監査要点", "Objective", "監査要点（目的・リスク）", "目的", "リスク"),
    column("criteria", "監査基準", "Criteria", "基準", "根拠規程", "監査基準（規程・条項）"),
    column("technique", "監査技法", "Technique", "技法", "監査の技法", example="閲覧"),
    column("population", "母集団", "Population", "母集団の内容"),
    column("population_size", "母集団の件数", "Size of the population", "母集団件数"),
    column("selection", "抽出方法", "How the sample was chosen", "抽出の方法", example="無作為"),
    column("sample_size", "試査件数", "Size of the sample", "抽出件数", "サンプル件数"),
)
DONE = (
    column("result", "判定", "Result", "判定結果", "評価", example="適合"),
    column("exceptions", "例外事項", "Exceptions", "例外"),
    column("conclusion", "結論", "Conclusion", "結果"),
    column("evidence", "確認資料・証拠", "Evidence", "確認資料", "証拠", "監査証拠", "調書"),
    column("done_by", "実施者", "Done by", "担当者", "主担当者", "作成者", "監査人"),
    column("done_on", "実施日", "Done on", "実施年月日", "作成日", example="平成28年11月８日"),
    column("reviewed_by", "査閲者", "Reviewed by", "レビュー者", "確認者"),
    column("reviewed_on", "査閲日", "Reviewed on", "査閲年月日", "レビュー日"),
    column("findings", "指摘事項", "Findings", "関連指摘", "関連する指摘事項"),
)
ANY_PROCEDURES = TableImport(
    Spec("監査手続", (column("uid", "ID"), *AUDIT, *PLANNED, *DONE)), Procedure, AnyProcedureReader
)
