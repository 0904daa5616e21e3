"""What the rules notice in the register, as the command prints it."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from dates import FiscalYear
from oversight.observations import notice
from oversight.reading import read_facts
from oversight.rules import Facts
from oversight.rules.opinions import resolutions
from tests.record_of_2016 import load_record

AT = date(2018, 4, 1)
# Tables 9 and 12. Those conducted together are one visit, named by one of them. The longer ranges
# (13 January to 15 February, and those of all other departments) are periods, not visits.
OVERLAPS_OF_2016 = (
    "研究開発部で、平成28年８月９日から「PMS内部監査」と「情報セキュリティ内部監査」とが重なっています。",
    "研究開発部で、平成29年２月22日から「例月監査」と「業務監査（部門別監査）（課題の取組状況）」とが重なっています。",
    "情報処理部で、平成29年２月16日から「危機管理内部監査」と「業務監査（部門別監査）（外部監査の取組状況）」とが重なっています。",
    "LGWAN全国センターシステム部で、平成29年２月22日から「危機管理内部監査」と「業務監査（部門別監査）（課題の取組状況）」とが重なっています。",
)


def printed(*args: str) -> list[dict]:
    out = StringIO()
    call_command("oversight", *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def without_links(facts: Facts) -> Facts:
    """The same facts, where no resolution names the opinion that it rests on."""
    sittings = [
        replace(one, items=tuple(replace(item, opinion="") for item in one.items))
        for one in facts.sittings
    ]
    return replace(facts, sittings=tuple(sittings))


def printed_of(rule: str, *args: str) -> list[dict]:
    return [one for one in printed(*args) if one["rule"] == rule]


class RecordTests(TestCase):
    """Loads the record once for all of its tests."""

    @classmethod
    def setUpTestData(cls):
        load_record()

    def test_missing_number_is_noticed_in_2017_and_not_in_2016(self):
        found = printed_of("number-missing", "2017")
        assert [(one["severity"], one["message"]) for one in found] == [
            ("warning", "経営審議委員会の第14回が、第13回と第15回との間にありません。")
        ]
        assert printed_of("number-missing", "2016") == []

    def test_five_matters_of_2016_were_heard_in_four_pairs_of_sittings(self):
        found = [
            (one.item.title, *(f"{each.first:%m-%d}" for each in (*one.opinions, one.sitting)))
            for one in resolutions(without_links(read_facts()), FiscalYear(2016))
        ]
        assert found == [
            ("平成27年度決算", "06-08", "06-22"),
            ("平成28年度10月補正予算", "10-07", "10-17"),
            ("平成28年度12月補正予算 等", "12-08", "12-12"),
            ("平成29年度事業計画", "03-07", "03-09"),
            ("平成29年度予算", "03-07", "03-09"),
        ]
        assert [one for one in printed("2016") if one["rule"].startswith("opinion")] == []

    def test_observations_of_2016_are_these(self):
        """Each judged against the report: tables 9 and 12, and the notes under them.

        The statutory auditors' monthly audits run from June to March, the settlement audit is that
        of May; the audit office's own monthly audit covers May to March. Both internal audits
        of all other departments mean the audit office, too; no rule excepts it. Table 8 has no
        drill that these three held; that of all staff was the risk management section's. Nothing
        is kept of findings, conclusions, requests and days of certificates, so none is missed.
        """
        assert [(one["rule"], one["message"]) for one in printed("2016")] == [
            (
                "month-without-audit",
                "平成28年４月の内部監査（会計監査（例月監査））の記録がありません。",
            ),
            ("month-without-audit", "平成28年４月の監事監査（例月監査）の記録がありません。"),
            ("month-without-audit", "平成28年５月の監事監査（例月監査）の記録がありません。"),
            (
                "audit-office-audits-itself",
                "「PMS内部監査」の対象に、監査を行う監査室自身が含まれています。",
            ),
            (
                "audit-office-audits-itself",
                "「情報セキュリティ内部監査」の対象に、監査を行う監査室自身が含まれています。",
            ),
            *(
                (
                    "department-without-drill",
                    f"{name}が平成28年度に実施した訓練の記録がありません。",
                )
                for name in ("教育研修部", "システム統括室", "監査室")
            ),
            *(("audits-overlap", text) for text in OVERLAPS_OF_2016),
        ]

    def test_keys_of_observations_differ(self):
        years = [FiscalYear(year) for year in (2016, 2017)]
        keys = [one.key for one in notice(read_facts(), years, AT)]
        assert keys
        assert len(keys) == len(set(keys))


def test_year_that_the_register_cannot_hold_is_refused():
    with pytest.raises(CommandError):
        call_command("oversight", "1850")
