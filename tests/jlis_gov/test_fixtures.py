"""What the loaded record of fiscal 2016 holds, checked against the source by hand."""

from datetime import date, time
from statistics import mean

from django.test import TestCase

from audits.models import Audit, AuditType, Certification, Conclusion, Drill
from dates.schedule import Precision
from jlis_gov.loading import FILES
from meetings.models import AgendaItem, Body, Meeting
from organization.models import Department, Officer, Reorganisation
from oversight.models import Duty
from records.agency import AgencySettings
from records.base import Life, Visibility
from tests.jlis_gov.questions import answers
from tests.record_of_2016 import load_record


class RecordOf2016Tests(TestCase):
    """Loads the record once for all of its tests."""

    @classmethod
    def setUpTestData(cls):
        load_record()

    def test_every_record_is_there_and_public(self):
        counts = {}
        for sections in FILES.values():
            for model in sections.values():
                records = model.objects.all()
                counts[model._meta.model_name] = len(records)
                # what of the settings anyone may know, pages show
                is_internal = model in (AgencySettings, Conclusion, Duty)
                seen = Visibility.INTERNAL if is_internal else Visibility.PUBLIC
                assert {record.visibility for record in records} == {seen}
                assert {record.life for record in records} == {Life.REGISTERED}
        assert counts == {
            "agencysettings": 1,
            "department": 20,
            "reorganisation": 2,
            "officer": 10,
            "body": 8,
            "meeting": 19,
            "audittype": 20,
            "audit": 46,
            "conclusion": 7,
            "certification": 4,
            "drill": 10,
            "duty": 104,
            "reportnote": 11,
        }

    def test_no_page_is_over_100_kilobytes_compressed(self):
        months = [f"/calendar/{month}/" for month in ("2016-06", "2016-11", "2017-03")]
        lists = [f"/{name}/?per_page=100" for name in ("audits", "meetings", "drills")]
        years = ["/calendar/fy2016/", "/calendar/fy2016/?by=department", "/reports/2016/"]
        records = [
            one.get_absolute_url() for one in (*Department.objects.all(), *Body.objects.all())
        ]
        others = ["/", "/departments/", "/search/?q=監査", "/subscribe/"]
        sizes = {}
        for path in (*months, *lists, *years, *records, *others):
            response = self.client.get(path, headers={"Accept-Encoding": "gzip"})
            assert response.headers.get("Content-Encoding") == "gzip", path
            sizes[path] = len(response.content)
        assert {path: size for path, size in sizes.items() if size > 100_000} == {}

    def test_questions_find_all_that_answers_them_and_little_else_first(self):
        found = list(answers())
        print(*found, sep="\n")  # noqa: T201 (the table, shown where it fails)
        assert len(found) >= 30
        assert [str(one) for one in found if one.recall < 1] == []
        assert [str(one) for one in found if one.told != len(one.found)] == []
        assert mean(one.precision for one in found) >= 0.9
        assert [str(one) for one in found if one.first[0] not in one.right] == []

    def test_every_schedule_of_the_report_prints_as_the_source_writes_it(self):
        kinds = (Meeting, Audit, Drill)
        kept = [record for kind in kinds for record in kind.objects.in_fiscal_year(2016)]
        assert len(kept) == 74
        wide = str.maketrans("０１２３４５６７８９", "0123456789")
        for record in kept:
            if record.schedule_text.count("\n") or record.schedule_override:
                continue
            printed, typed = record.official_schedule, record.schedule_text
            assert printed.translate(wide) == typed.translate(wide)

    def test_departments_stand_as_the_report_tells(self):
        assert Department.objects.get(slug="jpki").full_name == "個人番号センター公的個人認証部"
        assert Department.objects.get(slug="accounting").full_name == "管理部会計課"
        assert Department.objects.get(slug="processing").full_name == "情報処理部"
        since = Department.objects.exclude(valid_from=None).values_list("slug", "valid_from")
        assert dict(since) == {
            "number-centre": date(2016, 4, 1),
            "number-planning": date(2016, 4, 1),
            "jpki": date(2016, 4, 1),
            "number-card": date(2016, 4, 1),
            "intermediate-server": date(2016, 4, 1),
            "system-office": date(2016, 7, 1),
        }
        assert [change.takes_effect_on for change in Reorganisation.objects.all()] == [
            date(2016, 4, 1),
            date(2016, 7, 1),
        ]

    def test_the_auditors_name_keeps_its_compatibility_character(self):
        assert Officer.objects.get(name__startswith="稲垣").name == "稲垣 \uf9dc一"

    def test_a_joint_sitting_has_two_numbers_and_two_agendas(self):
        meeting = Meeting.objects.get(schedule_text="平成29年３月16日")
        assert meeting.title == "第３回内部統制委員会・第４回リスク管理委員会"
        agendas = [meeting.agenda_of(session.body) for session in meeting.sessions.all()]
        assert [[(item.order, item.title) for item in agenda] for agenda in agendas] == [
            [(1, "平成28年度内部統制に係る諸活動の実施結果報告及び内部監査に関する活動報告")],
            [(1, "平成28年度リスク管理活動報告等")],
        ]

    def test_protection_committees_met_in_march_on_no_known_day(self):
        sittings = Meeting.objects.filter(
            sessions__body__slug__endswith="-information-protection-committee"
        )
        assert len(sittings) == 2
        for meeting in sittings:
            assert meeting.schedule.precision == Precision.MONTH
            assert meeting.days() == (date(2017, 3, 1), date(2017, 3, 31))
            assert meeting.sessions.get().number is None

    def test_the_procurement_committee_is_a_count(self):
        body = Body.objects.get(slug="procurement-improvement-committee")
        counts = body.yearly_counts.values_list("fiscal_year", "sittings", "cases")
        assert list(counts) == [(2016, 18, 70)]
        assert not body.sessions.exists()

    def test_every_opinion_was_heard_before_the_resolution(self):
        resolutions = AgendaItem.objects.exclude(opinion=None)
        pairs = {(i.opinion.meeting.starts_on, i.meeting.starts_on, i.title) for i in resolutions}
        assert pairs == {
            (date(2016, 6, 8), date(2016, 6, 22), "平成27年度決算"),
            (date(2016, 10, 7), date(2016, 10, 17), "平成28年度10月補正予算"),
            (
                date(2016, 10, 7),
                date(2016, 10, 17),
                "公的個人認証サービス事業における目的積立金の設定",
            ),
            (date(2016, 12, 8), date(2016, 12, 12), "平成28年度12月補正予算 等"),
            (date(2017, 3, 7), date(2017, 3, 9), "平成29年度事業計画"),
            (date(2017, 3, 7), date(2017, 3, 9), "平成29年度予算"),
        }
        needing = AgendaItem.objects.filter(
            body__slug="representative-council", matter__in=["procedures", "budget", "settlement"]
        )
        assert not needing.filter(opinion=None).exists()

    def test_the_15th_management_council_has_its_bills_and_handouts(self):
        meeting = Meeting.objects.get(fiscal_year=2017)
        assert meeting.title == "第15回経営審議委員会"
        segment = meeting.schedule.segments[0]
        assert (segment.start, segment.start_time, segment.end_time) == (
            date(2017, 6, 16),
            time(10, 0),
            time(11, 30),
        )
        assert meeting.venue == "地方公共団体情報システム機構会議室"
        assert [str(item) for item in meeting.agenda_items.all()] == [
            "議案第１号 平成28年度決算",
            "議案第２号 平成29年度６月補正予算（案）",
        ]
        papers = meeting.handouts.values_list("label", "title", "agenda_item__bill_number")
        assert list(papers) == [
            ("議案第１号", "事業報告書", "議案第１号"),
            ("議案第１号", "財務諸表", "議案第１号"),
            ("議案第１号", "決算報告書", "議案第１号"),
            ("参考資料１", "平成28年度決算の概要", "議案第１号"),
            ("議案第２号", "平成29年度６月補正予算（案）", "議案第２号"),
            ("参考資料２", "平成29年度６月補正予算（案）の概要", "議案第２号"),
        ]
        assert {paper.visibility for paper in meeting.handouts.all()} == {Visibility.PUBLIC}

    def test_the_internal_accounting_audit_went_with_eleven_of_the_auditors(self):
        audit = Audit.objects.of_type("settlement-internal").get()
        assert sorted(partner.order for partner in audit.partners) == list(range(1, 12))
        assert [kind.slug for kind in audit.types] == ["settlement-internal", "monthly-internal"]
        assert not audit.findings.exists()

    def test_the_settlement_audit_of_2016_ends_in_the_next_fiscal_year(self):
        last = Audit.objects.of_regime("accounting").get(order=5)
        assert last.fiscal_year == 2016
        assert last.days() == (date(2017, 5, 11), date(2017, 5, 25))
        assert not last.schedule.overlaps(date(2017, 5, 20), date(2017, 5, 24))

    def test_certifications_are_kept_without_invented_dates(self):
        kept = Certification.objects.values_list("name", "department__slug", "cycle_months")
        assert list(kept) == [
            ("プライバシーマーク", None, 24),
            ("ISMS", "processing", 36),
            ("ISMS", "lgwan-centre", 36),
            ("WebTrust for CA", "lgwan-centre", 12),
        ]
        assert not Certification.objects.exclude(valid_from=None, valid_until=None).exists()

    def test_short_names_tell_kinds_and_bodies_apart(self):
        names = [
            *AuditType.objects.values_list("short_name", flat=True),
            *Body.objects.values_list("short_name", flat=True),
        ]
        assert len(names) == len(set(names))
        assert max(map(len, names)) <= 6
