"""The declarations of tables 8 to 12 of the annual report: their columns, readers and own lists."""

from functools import partial

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from audits import columns, pasting
from audits.findings_beside import findings_column
from audits.imports.audits import (
    AccountingReader,
    AuditorReader,
    ExternalReader,
    InternalReader,
)
from audits.imports.drills import DrillReader
from audits.lines import audit_lines, department_lines
from audits.models import Audit, Drill
from records.imports import ColumnSpec, OwnList, Spec, TableImport, with_own

_WHEN = _("As documents write it: 平成28年９月１日、５日、６日、12日")
_WHOM = _(
    "Departments by name, joined by 、; その他全部門, 監査室を除く部門, "
    "情報処理部（管理部、情報化支援戦略部含む） as the report writes them. A theme stands before "
    "them in brackets."
)
_DAY_NAMES = (
    *("実施年月日", "実施日", "実施時期", "実施期間", "実施日程", "実施期日", "実施日時"),
    *("監査実施年月日", "監査実施日", "監査実施時期", "監査実施期間", "監査実施日程"),
    *("監査年月日", "監査日", "監査時期", "監査期間", "監査日程", "監査日時", "審査実施期間"),
    *("審査期間", "審査日", "訓練実施日", "訓練日", "日程", "日時", "年月日"),
)
_TYPE_NAMES = ("監査種別", "監査の種別", "監査種類", "監査の種類", "監査区分", "審査種別")
_TARGET_NAMES = ("対象部門", "監査対象部門", "被監査部門", "対象部署", "被監査部署", "部門名")
_TYPE = _(
    "By its name in the register, with ※ after it where it went with an audit of the other table."
)


def _when(label: str, example: str) -> ColumnSpec:
    return ColumnSpec(
        *("when", label, _DAY_NAMES),
        is_time=True,
        help=_WHEN,
        example=example,
        field="schedule",
    )


_DRILLS = TableImport(
    Spec(
        "業務継続計画等に基づく訓練",
        (
            ColumnSpec(
                "departments",
                "実施部門名",
                ("実施部門", "部門名"),
                repeats=True,
                has_halves=True,
                example="情報処理部",
            ),
            _when("実施時期", "平成28年７月、12月"),
            ColumnSpec("scenario", "訓練の概要", ("概要",), example="障害を想定した訓練"),
        ),
        pasting.DRILLS,
    ),
    Drill,
    DrillReader,
)
_INTERNAL = TableImport(
    Spec(
        "内部監査",
        (
            ColumnSpec(
                "type", "監査種別", _TYPE_NAMES, repeats=True, help=_TYPE, example="PMS内部監査"
            ),
            ColumnSpec(
                *("targets", "対象部門", _TARGET_NAMES),
                has_halves=True,
                help=_WHOM,
                example="研究開発部",
            ),
            _when("監査実施年月日", "平成28年８月９日"),
        ),
        pasting.INTERNAL_AUDITS,
    ),
    Audit,
    InternalReader,
)
_EXTERNAL = TableImport(
    Spec(
        "外部審査及び外部監査",
        (
            ColumnSpec(
                *("targets", "部門名", _TARGET_NAMES),
                repeats=True,
                has_halves=True,
                help=_WHOM,
                example="情報処理部",
            ),
            ColumnSpec(
                "type",
                "審査／監査種別（対象業務）",
                _TYPE_NAMES,
                help=_("The type, and in brackets after it what was audited."),
                example="ISMS審査（継続審査）",
            ),
            _when("審査／監査実施期間", "平成28年11月"),
        ),
        pasting.EXTERNAL_AUDITS,
    ),
    Audit,
    ExternalReader,
)
_ACCOUNTING = TableImport(
    Spec(
        "外部監査人による会計監査",
        (
            ColumnSpec("subject", "監査内容等", ("監査内容",), example="期中取引の検証"),
            _when("監査実施年月日", "平成28年10月24日～27日"),
        ),
        pasting.ACCOUNTING_AUDITS,
    ),
    Audit,
    AccountingReader,
)
_AUDITOR = TableImport(
    Spec(
        "監事監査",
        (
            ColumnSpec(
                "type", "監査種別", _TYPE_NAMES, repeats=True, help=_TYPE, example="例月監査"
            ),
            ColumnSpec(
                *("targets", "対象部門", _TARGET_NAMES),
                repeats=True,
                has_halves=True,
                help=_WHOM,
                example="会計課",
            ),
            _when("監査実施年月日", "平成28年６月29日"),
        ),
        pasting.AUDITOR_AUDITS,
    ),
    Audit,
    AuditorReader,
)

_ANYONE = get_user_model()(is_active=True, is_superuser=True)  # sees every department
_AUDITS = OwnList(
    columns.AUDITS_IN_FULL,
    Audit.objects.with_words,
    partial(audit_lines, user=_ANYONE),
    beside=(findings_column(lambda audit: []),),
)
_DRILLS_LIST = OwnList(columns.DRILLS, Drill.objects.with_parts, department_lines)

DRILLS = with_own(_DRILLS, _DRILLS_LIST)
INTERNAL, EXTERNAL, ACCOUNTING, AUDITOR = (
    with_own(table, _AUDITS) for table in (_INTERNAL, _EXTERNAL, _ACCOUNTING, _AUDITOR)
)
