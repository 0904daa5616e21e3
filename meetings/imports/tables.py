"""The declarations of tables 2 to 7 and 13 of the annual report: columns, readers, own list."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext_lazy as _

from meetings.columns import MEETINGS
from meetings.imports.any_members import AnyMemberReader
from meetings.imports.intake import ANY_MEMBERS
from meetings.imports.members import MemberReader
from meetings.imports.names import check_title
from meetings.imports.sittings import SittingReader
from meetings.lines import meeting_lines
from meetings.models import Body, Meeting
from meetings.pasting import members, sittings
from meetings.report import (
    CONTRACT_MONITORING_COMMITTEE,
    INTERNAL_CONTROL_COMMITTEE,
    MANAGEMENT_COUNCIL,
    REPRESENTATIVE_COUNCIL,
    RISK_MANAGEMENT_COMMITTEE,
)
from records.imports import ColumnSpec, OwnList, Spec, TableImport, with_own

_COLUMNS = (
    ColumnSpec("number", "回数", ("回", "開催回", "開催回数", "回次"), example="第１回"),
    ColumnSpec(
        "when",
        "開催年月日",
        (
            *("開催日", "開催日時", "開催時期", "開催期日", "開催日程"),
            *("日時", "日程", "年月日", "開催年月日時"),
        ),
        is_time=True,
        field="schedule",
        help=_("As documents write it: 平成28年４月21日"),
        example="平成28年４月21日",
    ),
    ColumnSpec(
        "agenda",
        "議題",
        ("議題等", "主な議題", "議事", "議事内容", "議案", "審議事項", "審議内容", "概要", "内容"),
        help=_("A line for each item."),
        example="平成27年度決算",
    ),
    ColumnSpec(
        "time",
        "時間",
        ("時刻", "開催時間", "開催時刻", "開始時刻", "開始時間", "時間帯"),
        required=False,
        is_time=True,
        help=_("The time of day, where the date does not have it."),
        example="10：00～11：30",
    ),
    ColumnSpec(
        "venue",
        "会場",
        ("場所", "開催場所", "開催会場", "会議場所", "会議室"),
        required=False,
        example="本館大会議室",
    ),
    ColumnSpec("until", "終了時刻", ("終了時間", "閉会時刻"), required=False, example="11：30"),
    ColumnSpec(
        "body",
        "会議名",
        ("会議体", "会議体名", "会議", "委員会名", "名称"),
        required=False,
        repeats=True,
        help=_("Only where the file has it: a row of another body is refused."),
        example="",
    ),
)


_MEMBER_COLUMNS = (
    ColumnSpec("name", "氏名", ("委員氏名", "委員名"), example="池内 花子"),
    ColumnSpec("affiliation", "役職", ("所属・役職", "現職"), required=False, example="大学教授"),
    ColumnSpec("role", "備考", (), required=False, example="委員長"),
)


_LIST = OwnList(MEETINGS, Meeting.objects.with_sessions, meeting_lines)


def _sittings(name: str, body: str, sits_with: str = "") -> TableImport:
    reader = partial(SittingReader, body=body, sits_with=sits_with)
    titled = partial(check_title, body=body)
    spec = Spec(name, _COLUMNS, sittings(name))
    return with_own(TableImport(spec, Meeting, reader, title_check=titled), _LIST)


REPRESENTATIVE = _sittings("代表者会議", REPRESENTATIVE_COUNCIL)
MANAGEMENT = _sittings("経営審議委員会", MANAGEMENT_COUNCIL)
INTERNAL_CONTROL = _sittings(
    "内部統制委員会", INTERNAL_CONTROL_COMMITTEE, RISK_MANAGEMENT_COMMITTEE
)
RISK_MANAGEMENT = _sittings(
    "リスク管理委員会", RISK_MANAGEMENT_COMMITTEE, INTERNAL_CONTROL_COMMITTEE
)
CONTRACT_MONITORING = _sittings("契約監視委員会", CONTRACT_MONITORING_COMMITTEE)
MANAGEMENT_MEMBERS = TableImport(
    Spec("経営審議委員会委員", _MEMBER_COLUMNS, members("経営審議委員会")),
    Body,
    partial(MemberReader, body=MANAGEMENT_COUNCIL),
    title_check=partial(check_title, body=MANAGEMENT_COUNCIL),
)
REPRESENTATIVE_MEMBERS = TableImport(
    replace(ANY_MEMBERS.spec, name="代表者会議委員"),
    Body,
    partial(AnyMemberReader, body=REPRESENTATIVE_COUNCIL),
    title_check=partial(check_title, body=REPRESENTATIVE_COUNCIL),
)
