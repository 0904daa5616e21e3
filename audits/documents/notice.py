"""監査実施通知: the letter that tells of an audit beforehand, and the documents asked for."""

from collections.abc import Iterator

from django.utils import timezone
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from audits.documents.audit_values import AUDIT_SAMPLE, audit_values, phases, settled
from audits.documents.kind import DocumentKind
from audits.models import Audit, Regime
from audits.request_columns import official_row
from audits.request_states import RequestState
from audits.scopes import word_targets
from records.documents import (
    LETTER_SAMPLE,
    Column,
    Letter,
    OfficialForm,
    Template,
    Values,
    tag,
    texts,
)

REQUESTS = (
    *("番号", "依頼資料名", "対象期間", "様式", "提出部門", "提出期限"),
    *("受領日", "状態", "備考"),
)
SAMPLE: Values = {
    **LETTER_SAMPLE,
    **AUDIT_SAMPLE,
    "日程表": [texts("区分", "日程", "場所", "担当者")],
    "依頼資料": [texts(*REQUESTS)],
}

PHASES = (
    Column("区分", 22, "区分"),
    Column("日程", 30, "日程"),
    Column("場所", 24, "場所"),
    Column("担当者", 24, "担当者"),
)
LIST_OF_REQUESTS = (
    Column("№", 5, "番号"),
    Column("依頼資料名", 24, "依頼資料名"),
    Column("対象期間・基準日", 12, "対象期間"),
    Column("様式・媒体", 9, "様式"),
    Column("提出部門・担当", 13, "提出部門"),
    Column("提出期限", 10, "提出期限"),
    Column("受領日", 9, "受領日"),
    Column("状態", 8, "状態"),
    Column("備考", 10, "備考"),
)


def template() -> Template:
    """The letter, and on a page that lies on its longer edge the list."""
    made = Template()
    made.letter_head(f"{tag('監査の種類')}の実施について（通知）")
    made.line("　標記の監査を下記のとおり実施しますので、通知します。")
    made.line()
    made.items(
        [
            ("１　監査の種類", tag("監査名")),
            ("２　監査の目的", tag("監査の目的")),
            ("３　監査の対象", ""),
            ("　(1)　対象部門", tag("対象部門")),
            ("　(2)　対象期間", tag("対象期間")),
            ("４　監査の日程", tag("実施期間")),
            ("５　場所", tag("場所")),
            ("６　監査員", tag("監査員")),
            ("７　監査の方法", tag("監査の方法")),
            ("８　提出資料及び提出期限", "別紙「依頼資料一覧」のとおり"),
            ("９　その他（立会者の指名等）", ""),
        ]
    )
    made.given("日程表")
    made.grid(PHASES, "日程表")
    made.end("if")
    made.letter_foot()
    _list_of_requests(made)
    return made


def _list_of_requests(made: Template) -> None:
    made.new_page(across=True)
    made.line("別紙")
    made.title("依頼資料一覧")
    made.line(f"監査名　{tag('監査名')}")
    made.line(f"{tag('日付')}現在", ALIGN.RIGHT)
    made.grid(LIST_OF_REQUESTS, "依頼資料")


def values(audit: Audit, with_drafts: bool) -> Values:
    """The values of an audit that is to take place."""
    rows = [{**row, "場所": "", "担当者": ""} for row in phases(audit)]
    return {**audit_values(audit), "日程表": rows, "依頼資料": list(_requested(audit, with_drafts))}


def _requested(audit: Audit, with_drafts: bool) -> Iterator[Values]:
    """The lines of what is requested, in the columns of its list; unsent ones have no state yet."""
    today = timezone.localdate()
    lines = settled(audit.document_requests.order_by("number"), with_drafts)
    for line in lines.with_names().shown_as_of(today):
        row = dict(zip(REQUESTS, official_row(line), strict=True))
        yield row if line.state(today) != RequestState.UNSENT else {**row, "状態": ""}


def letter(audit: Audit) -> Letter:
    """To the departments audited, from whoever audits."""
    sender = "監事" if audit.regime == Regime.AUDITOR else "監査室長"
    return Letter(addressee=word_targets(audit), honorific="御中", sender=sender)


NOTICE = DocumentKind(
    form=OfficialForm(template=template, sample=SAMPLE), values=values, letter=letter
)
