"""Audits, drills and inspections of tables of any form: what their columns may be called."""

import re

from django.utils.translation import gettext_lazy as _

from audits.imports import engagement
from audits.imports.any_audits import REGIMES, AnyAuditReader
from audits.imports.any_drills import AnyDrillReader
from audits.imports.any_inspections import AnyInspectionReader
from audits.models import Audit, Drill, InspectionReceived
from audits.pasting import is_audit
from calendars.scheduled import (
    read_status,
    schedule_column,
    status_column,
)
from organization.names import departments_column
from records.imports import (
    ColumnSpec,
    Spec,
    TableImport,
    folded,
)

TYPE_NAMES = (
    *("監査の種別", "監査種類", "監査の種類", "監査区分", "審査種別", "種別", "種類", "区分"),
    *("監査名", "監査の名称", "監査名称", "名称", "監査等の種類", "監査の区分", "監査方法"),
    *("検査の種類", "検査種別", "審査の種類", "監査等", "監査"),
)
TARGET_NAMES = (
    *("監査対象部門", "被監査部門", "対象部署", "被監査部署", "部門名", "部門", "部署", "部署名"),
    *("対象部局", "監査対象部局", "部局", "部局名", "対象部課", "部課名", "対象課", "課名", "所属"),
    *("対象所属", "所属名", "監査対象", "対象", "対象機関", "監査対象機関", "機関名", "対象組織"),
    *("被監査部局", "監査対象部署", "対象部局等", "監査対象部局等", "監査対象課", "対象課等"),
    *("監査対象施設", "対象施設", "担当部署", "部・課", "部課", "部課等", "学部等", "被監査組織"),
)
THEME_NAMES = (
    *("テーマ", "監査項目", "監査事項", "重点項目", "監査重点項目", "重点監査項目", "監査内容"),
    *("監査の内容", "内容", "項目", "着眼点", "監査の着眼点", "監査の視点", "件名", "主な監査項目"),
    *("監査の概要", "概要", "主な監査事項", "監査の重点事項"),
)
DAY_NAMES = (
    *("監査実施日", "監査実施時期", "監査実施期間", "監査実施日程", "監査年月日", "監査日"),
    *("監査時期", "監査期間", "監査日程", "監査日時", "監査予定日", "監査予定時期", "監査月日"),
    *("監査実施予定日", "監査実施予定時期", "監査予定期間", "監査予定月", "監査実施月", "往査日"),
    *("実地監査日", "実地監査", "本監査", "委員監査", "審査期間", "審査日"),
)

_LIKE_AN_AUTHORITY = re.compile(
    "(?:大臣|会計検査院|[^部課]省|[^本県府都道]庁|労働局|財務局|監督署|審査機関|認証機関)$"
)

ANY_AUDITS = TableImport(
    Spec(
        "監査",
        (
            ColumnSpec(
                "regime",
                "監査の主体",
                ("監査主体", "実施主体", "監査の実施主体", "主体", "監査制度", "区分", "監査区分"),
                required=False,
                repeats=True,
                is_for_all=True,
                reads=lambda text: folded(text) in REGIMES,
                help=_("内部監査, 外部監査, 会計監査人, 監事監査."),
                example="内部監査",
            ),
            ColumnSpec(
                "type",
                "監査種別",
                TYPE_NAMES,
                required=False,
                repeats=True,
                words="種別|種類|監査名|監査の名称|検査名",
                reads=is_audit,
                example="PMS内部監査",
            ),
            departments_column(
                "targets",
                "対象部門",
                TARGET_NAMES,
                words=(
                    "(?:対象|被監査|受検)(?!業務|事務|期間|年度|経費|事項|項目|範囲|資料|工事|金額|件数)"
                    "|部局|部署|部門|所属|機関名|施設名"
                ),
                example="研究開発部",
            ),
            ColumnSpec(
                "theme",
                "監査テーマ",
                THEME_NAMES,
                required=False,
                words="テーマ|監査項目|監査事項|重点|着眼点|観点|視点|監査内容|監査の内容|件名",
                example="課題の取組状況",
            ),
            ColumnSpec(
                "subject",
                "対象業務",
                (
                    "監査対象業務",
                    "業務名",
                    "対象事務",
                    "監査対象事務",
                    "対象事業",
                    "業務",
                    "事務事業",
                ),
                required=False,
                words="対象(?:業務|事務|事業)",
                example="継続審査",
            ),
            schedule_column("監査実施年月日", DAY_NAMES, example="令和７年９月１日、５日"),
            status_column(),
            *engagement.COLUMNS,
        ),
    ),
    Audit,
    AnyAuditReader,
    makes=("audits.add_audittype",),
    made="type",
)
ANY_DRILLS = TableImport(
    Spec(
        "訓練",
        (
            ColumnSpec(
                "name",
                "訓練名",
                ("名称", "訓練の名称", "訓練種別", "訓練の種類", "種類", "種別", "件名", "行事名"),
                required=False,
                words="訓練(?:の)?(?:名|種)",
                reads=lambda text: text.rstrip().endswith("訓練"),
                example="安否確認訓練",
            ),
            departments_column(
                "departments",
                "実施部門名",
                (
                    "実施部門",
                    "部門名",
                    "対象部門",
                    "参加部門",
                    "担当課",
                    "所管課",
                    "主管課",
                    "担当",
                ),
                words="部門|部署|部局|所属|(?:実施|参加|主催|担当|所管|主管)(?:課|者|機関)|対象者",
                example="情報処理部",
            ),
            schedule_column(
                "実施時期", ("訓練日", "訓練実施日", "訓練日時"), example="令和７年７月"
            ),
            ColumnSpec(
                "scenario",
                "訓練の概要",
                ("概要", "訓練概要", "内容", "訓練内容", "訓練の内容", "想定", "訓練項目", "目的"),
                required=False,
                words="概要|内容|想定|項目",
                example="大規模地震を想定した安否の確認",
            ),
            status_column(),
        ),
    ),
    Drill,
    AnyDrillReader,
)
ANY_INSPECTIONS = TableImport(
    Spec(
        "外部からの検査等",
        (
            ColumnSpec(
                "authority",
                "検査機関",
                (
                    *(
                        "検査実施機関",
                        "実施機関",
                        "機関名",
                        "機関",
                        "検査等機関",
                        "検査等を行う機関",
                    ),
                    *("監督官庁", "所管官庁", "主務官庁", "官庁", "検査主体", "実施主体", "検査者"),
                    *("審査機関", "認証機関", "省庁", "省庁名", "検査元", "依頼元", "要求元"),
                ),
                required=False,
                repeats=True,
                is_for_all=True,
                words="(?:検査|実施|監督|所管|主務|審査|認証)(?:を行う)?(?:機関|官庁|主体)",
                reads=lambda text: bool(_LIKE_AN_AUTHORITY.search(folded(text))),
                example="会計検査院",
            ),
            ColumnSpec(
                "name",
                "検査等の名称",
                (
                    *("検査名", "検査名称", "検査の名称", "件名", "名称", "検査の種類", "検査種別"),
                    *("検査等の種類", "検査等の種別", "検査区分", "種別", "種類", "区分"),
                    *("検査等", "検査", "審査名", "審査の種類"),
                ),
                repeats=True,
                words="(?:検査|審査)等?の?(?:名|種|区分)|件名",
                reads=lambda text: folded(text).endswith(("検査", "徴収", "審査", "調査", "監査")),
                example="会計実地検査",
            ),
            ColumnSpec(
                "asked",
                "検査・報告事項",
                (
                    *(
                        "検査事項",
                        "検査項目",
                        "検査内容",
                        "検査の内容",
                        "報告事項",
                        "求められた事項",
                    ),
                    *(
                        "要求事項",
                        "照会事項",
                        "検査対象事項",
                        "概要",
                        "内容",
                        "項目",
                        "主な検査事項",
                    ),
                ),
                required=False,
                words="事項|検査項目|検査内容|検査の内容",
                example="令和６年度の契約",
            ),
            ColumnSpec(
                "result",
                "検査結果",
                ("検査の結果", "指摘事項", "指摘", "結果の概要", "講評", "検査結果の概要", "回答"),
                required=False,
                words="結果|指摘|講評",
                reads=lambda text: read_status(text) is None,
                needs_reads=True,
                example="指摘なし",
            ),
            departments_column(
                "departments",
                "受検部門",
                (
                    *(
                        "受検部署",
                        "受検課",
                        "対象部門",
                        "対象部署",
                        "対象課",
                        "検査対象部門",
                        "部門",
                    ),
                    *(
                        "検査対象部署",
                        "検査対象",
                        "対象",
                        "部署",
                        "担当部門",
                        "担当部署",
                        "対応部門",
                    ),
                    *("担当課", "所管課", "部門名", "担当"),
                ),
                words="(?:対象|受検|被検査)(?!業務|事務|期間|年度|事項|項目)|部局|部署|部門|所属",
                example="総務部",
            ),
            schedule_column(
                "検査年月日",
                (
                    *("検査日", "検査実施日", "検査日程", "検査期間", "検査時期", "検査予定日"),
                    *("受検日", "受検時期", "実地検査日", "審査日", "審査期間", "検査予定時期"),
                ),
                example="令和７年10月６日～８日",
            ),
            status_column(),
        ),
    ),
    InspectionReceived,
    AnyInspectionReader,
    makes=("audits.add_authority",),
    made="authority",
)
