"""Meetings and members of tables of any form: what their columns may be called."""

import re

from django.utils.translation import gettext_lazy as _

from calendars.scheduled import schedule_column, status_column
from meetings.imports.any_members import AnyMemberReader
from meetings.imports.any_sittings import AnySittingReader
from meetings.imports.bodies import is_number
from meetings.imports.outcomes import is_outcome
from meetings.models import Body, Meeting
from organization.terms import term_columns
from records.imports import ColumnSpec, Spec, TableImport, folded

_LIKE_A_BODY = re.compile(
    "会議|委員会|審議会|協議会|検討会|評議会|部会|連絡会|懇談会|役員会|理事会"
)

_BODY = ColumnSpec(
    "body",
    "会議名",
    (
        *("会議体", "会議体名", "会議", "会議の名称", "委員会名", "委員会", "名称"),
        *(
            "審議会名",
            "審議会等名",
            "審議会等の名称",
            "附属機関名",
            "会議名称",
            "部会名",
            "会合名",
            "会合名等",
        ),
    ),
    required=False,
    repeats=True,
    is_for_all=True,
    words="会議名|会議体|(?:委員会|審議会|部会|会)等?(?:の)?名",
    reads=lambda text: bool(_LIKE_A_BODY.search(text)),
    example="契約監視委員会",
)
ANY_MEETINGS = TableImport(
    Spec(
        "会議",
        (
            _BODY,
            ColumnSpec(
                "number",
                "回数",
                ("回", "開催回", "開催回数", "回次", "第○回", "開催回次", "回号", "会議回数"),
                required=False,
                words="回数|回次|開催回",
                reads=is_number,
                heads_columns=True,
                example="第１回",
            ),
            schedule_column(
                "開催年月日",
                (
                    *(
                        "開催日",
                        "開催日時",
                        "開催時期",
                        "開催期日",
                        "開催日程",
                        "開催月日",
                        "開催月",
                    ),
                    *("開催予定日", "開催予定日時", "開催予定", "会議日", "会議開催日", "開催年月"),
                ),
                example="令和７年４月21日",
            ),
            ColumnSpec(
                "agenda",
                "議題",
                (
                    *("議題等", "主な議題", "議事", "議事内容", "議案", "審議事項", "審議内容"),
                    *("概要", "内容", "議事次第", "主な審議事項", "案件", "主な内容", "議事概要"),
                    *(
                        "審議事項等",
                        "付議事項",
                        "件名",
                        "議案名",
                        "議題名",
                        "案件名",
                        "会議内容",
                        "主な議事",
                        "議事項目",
                        "審議案件",
                    ),
                ),
                required=False,
                gathers=True,
                words="議題|議事(?!録|要旨)|議案(?!番号|の番号|等?no)|審議(?!会)|付議|案件",
                example="令和６年度決算",
            ),
            ColumnSpec(
                "outcome",
                "議決結果",
                ("議決", "採決結果", "議案の結果", "議決の結果", "審議結果", "議決状況", "可否"),
                required=False,
                words="結果$|結論|議決|採決|可否",
                reads=is_outcome,
                needs_reads=True,
                gathers=True,
                help=_("可決, 承認, 同意, 了承, 報告, 意見, 否決: a line for each item."),
                example="可決",
            ),
            ColumnSpec(
                "venue",
                "会場",
                ("場所", "開催場所", "開催会場", "会議場所", "会議室", "開催方法", "開催形式"),
                required=False,
                words="場所|会場|会議室",
                example="本館大会議室",
            ),
            status_column(),
        ),
    ),
    Meeting,
    AnySittingReader,
    makes=("meetings.add_body",),
    made="body",
)
ANY_MEMBERS = TableImport(
    Spec(
        "委員",
        (
            _BODY,
            ColumnSpec(
                "category",
                "区分",
                ("委員区分", "選出区分", "選任区分", "構成区分", "分野", "選出母体"),
                required=False,
                repeats=True,
                words="区分|分野",
                example="学識経験者",
            ),
            ColumnSpec(
                "name",
                "氏名",
                ("委員氏名", "委員名", "名前", "委員"),
                words="氏名|委員名",
                example="池内 花子",
            ),
            ColumnSpec(
                "affiliation",
                "役職",
                (
                    *("所属・役職", "所属", "現職", "所属・役職等", "所属役職", "職業", "職名"),
                    *("所属団体", "所属機関", "肩書", "肩書き", "所属等", "役職名", "所属・職名"),
                ),
                required=False,
                words="所属|役職|現職|職業|肩書",
                example="大学教授",
            ),
            ColumnSpec(
                "role",
                "備考",
                ("役割", "委員会での役職", "委員長等", "会長等", "役"),
                required=False,
                reads=lambda text: folded(text).endswith(("長", "代理", "代行")),
                example="委員長",
            ),
            *term_columns(),
        ),
    ),
    Body,
    AnyMemberReader,
    makes=("meetings.add_body",),
    made="body",
)
