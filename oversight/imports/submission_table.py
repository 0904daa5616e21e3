"""The table of submissions, of any form: what its columns may be called."""

from oversight.imports.any_submissions import AnySubmissionReader
from oversight.models import Submission
from records.imports import ColumnSpec, Spec, TableImport


def _column(key: str, heading: str, *aliases: str, example: str = "") -> ColumnSpec:
    return ColumnSpec(key, heading, aliases, required=False, example=example)


COLUMNS = (
    _column("uid", "ID"),
    _column(
        "heading",  # of the title; that key has what stands above the table
        "件名",
        *("What is submitted", "書類名", "届出書類", "提出書類", "届出名", "名称", "届出等の名称"),
        example="平成28年度財務諸表",
    ),
    _column(
        "kind",
        "区分",
        *("Kind of submission", "種別", "種類", "届出等の区分", "届出区分"),
        example="提出",
    ),
    _column(
        "fiscal_year",
        "対象年度",
        *("Fiscal year concerned", "年度", "対象事業年度", "事業年度"),
        example="平成28年度",
    ),
    _column(
        "addressee",
        "提出先",
        *("Submitted to", "届出先", "宛先", "宛名", "提出先官庁", "申請先"),
        example="総務大臣",
    ),
    _column(
        "submitted_text",
        "提出年月日",
        *("Submitted on", "提出日", "届出日", "届出年月日", "申請日", "公表日", "公告日"),
        example="平成29年６月30日",
    ),
    _column("document_number", "文書番号", "Document number", "発番", "発信番号", "文書記号番号"),
    _column("legal_basis", "根拠法令", "Legal basis", "根拠", "根拠条文", "根拠条項"),
    _column(
        "replied_text",
        "認可・承認等の年月日",
        *("Reply of", "Reply", "認可日", "承認日", "認可年月日", "承認年月日", "回答日"),
    ),
    _column(
        "reply_number",
        "認可・承認等の文書番号",
        *("Number of the reply", "認可番号", "承認番号", "回答の文書番号"),
    ),
    _column("remarks", "備考", "Remarks", "摘要"),
)
ANY_SUBMISSIONS = TableImport(Spec("届出等", COLUMNS), Submission, AnySubmissionReader)
