"""The search across everything: what it finds, how often it asks, what it refuses."""

from datetime import date

import pytest

from audits.models import Audit
from tests import factories

pytestmark = pytest.mark.django_db


def search(client, query, status=200):
    response = client.get("/search/", {"q": query})
    assert response.status_code == status
    return response


def found(client, query):
    """The records found, whatever their kind."""
    context = search(client, query).context
    return [match.record for one in context["found"] for match, _address in one.results]


def make_audit(department, **facts):
    audit = factories.AuditFactory(**facts)
    factories.AuditClassificationFactory(audit=audit)
    factories.AuditTargetFactory(audit=audit, department=department)
    return audit


def make_meeting(number=1, **facts):
    meeting = factories.MeetingFactory(**facts)
    body = factories.BodyFactory(name=f"評議会{number}", numbering="continuous")
    factories.SessionFactory(meeting=meeting, body=body, number=number)
    return meeting


def test_words_find_records_of_every_kind(client):
    department = factories.DepartmentFactory(duties="予算の調整")
    body = factories.BodyFactory(duties="予算の議決")
    meeting = make_meeting(summary="予算の件")
    audit = factories.AuditFactory(subject="予算の執行")
    drill = factories.DrillFactory(scenario="予算システムの停止")
    factories.AuditFactory(subject="決算")
    assert found(client, "予算") == [body, department, meeting, audit, drill]


def test_number_finds_the_meeting(client):
    make_meeting(1)
    twelfth = make_meeting(12)
    assert found(client, "第１２回") == [twelfth]


@pytest.mark.parametrize(
    "query",
    [
        "リスク管理委員会 第３回",
        "第3回 リスク管理委員会",
        "リスク管理委員会第３回",
        "Risk Committee No. 3",
    ],
)
def test_number_is_that_of_the_body_named_beside_it_and_of_a_joint_sitting_only_then(client, query):
    risk = factories.BodyFactory(name="リスク管理委員会", english_name="Risk Committee")
    control = factories.BodyFactory(name="内部統制委員会", english_name="Control Committee")
    third = factories.MeetingFactory(schedule_text="平成29年２月16日")
    factories.SessionFactory(meeting=third, body=risk, number=3)
    joint = factories.MeetingFactory(schedule_text="平成29年３月16日")
    factories.SessionFactory(meeting=joint, body=control, number=3)
    factories.SessionFactory(meeting=joint, body=risk, number=4)
    first, *others = found(client, query)
    assert first == third
    assert set(others) <= {joint}


@pytest.mark.parametrize(
    "query",
    ["平成28年11月8日", "H28.11.8", "2016-11-08", "平成28年 11月 ８日", "11月8日", "2016年11月"],
)
def test_date_in_any_notation_finds_what_takes_place_then(client, query):
    make_meeting(1, schedule_text="平成28年12月１日")
    during = make_meeting(2, schedule_text="平成28年11月１日～10日")
    assert found(client, query) == [during]


def test_date_without_a_year_is_sought_in_every_fiscal_year_on_record(client):
    one = make_meeting(1, fiscal_year=2015, schedule_text="平成27年11月８日")
    other = make_meeting(2, fiscal_year=2016, schedule_text="平成28年11月８日")
    factories.DrillFactory(schedule_text="平成28年11月９日")
    assert found(client, "11月8日") == [other, one]
    assert search(client, "11月8日").context["dates"][0].starts_on == date(2015, 11, 8)


def test_fiscal_year_finds_its_records_though_their_days_lie_beyond(client):
    late = factories.AuditFactory(fiscal_year=2016, schedule_text="平成29年５月11日")
    factories.AuditFactory(fiscal_year=2017, schedule_text="平成29年６月11日")
    assert found(client, "平成28年度") == [late]


def test_date_and_word_must_both_fit(client):
    fits = factories.DrillFactory(schedule_text="平成28年11月８日", scenario="停電")
    factories.DrillFactory(schedule_text="平成28年11月８日", scenario="火災")
    factories.DrillFactory(schedule_text="平成28年12月８日", scenario="停電")
    assert found(client, "停電 平成28年11月") == [fits]


def test_department_finds_its_audits_and_those_of_its_parts(client):
    centre = factories.DepartmentFactory(name="個人番号センター", kind="centre")
    part = factories.DepartmentFactory(name="公的個人認証部", parent_department=centre)
    section = factories.DepartmentFactory(name="認証課", kind="section", parent_department=part)
    other = factories.DepartmentFactory(name="監査室")
    drill = factories.DrillFactory(scenario="停電")
    factories.DrillDepartmentFactory(drill=drill, department=section)
    audit = make_audit(section)
    make_audit(other)
    full = "個人番号センター公的個人認証部"
    assert found(client, full) == [part, section, audit, drill]
    assert found(client, "個人番号センター") == [centre, part, section, audit, drill]


def test_what_is_found_is_what_its_list_shows(client):
    for number in range(1, 8):
        factories.DrillFactory(scenario=f"停電 {number}")
    (drills,) = search(client, "停電").context["found"]
    assert (drills.count, len(drills.results)) == (7, 5)
    assert 'href="/drills/?q=%E5%81%9C%E9%9B%BB"' in search(client, "停電").text
    listed = client.get("/drills/", {"q": "停電"}).context["table"]
    assert list(listed.records())[:5] == [match.record for match, _address in drills.results]


def test_nothing_internal_and_nothing_withdrawn_is_found_or_counted(client):
    factories.DrillFactory(internal=True, scenario="停電")
    factories.DrillFactory(draft=True, scenario="停電")
    factories.DrillFactory(life="withdrawn", scenario="停電")
    factories.FindingFactory(summary="停電")
    assert search(client, "停電").context["total"] == 0
    client.force_login(factories.UserFactory(staff=True))
    assert search(client, "停電").context["total"] == 2


def test_nothing_found_says_what_to_do(client):
    response = client.get("/en/search/", {"q": "存在しない"})
    assert response.status_code == 200
    assert "Nothing was found." in response.text
    assert "Use fewer or shorter words" in response.text


def test_without_a_query_there_is_only_the_form(client):
    for query in ("", "　 "):
        response = search(client, query)
        assert response.context["found"] == []
        assert "results-count" not in response.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("a" * 101, "100"),
        (" ".join("abcdefghijk"), "at most 10 words"),
        ("a\x00b", "U+0000"),
        ("監査\x07", "U+0007"),
    ],
)
def test_query_that_cannot_be_answered_is_refused_with_its_reason(client, query, message):
    response = client.get("/en/search/", {"q": query})
    assert response.status_code == 400
    assert message in response.text
    assert response.context["found"] == []


@pytest.mark.parametrize(
    "query", ["%", "_", "'; --", "(((((", "[", "\\", "a{9}", "<script>", "(?i)", "*" * 100, "．*"]
)
def test_hostile_query_is_only_text(client, query):
    factories.DrillFactory(scenario="停電")
    assert found(client, query) == []
    assert "<script>" not in search(client, query).text


def test_date_is_shown_as_it_was_read(client):
    factories.DrillFactory()
    factories.DrillFactory(fiscal_year=2015)
    text = client.get("/en/search/", {"q": "H28.11.8"}).text
    assert "Read as a date, too: 8 November 2016\n" in text
    assert "Read as a date of any fiscal year, too." in client.get("/en/search/?q=11月8日").text
    assert "Read as a date" not in client.get("/en/search/?q=監査").text


def test_queries_do_not_grow_with_what_is_found(client, django_assert_max_num_queries):
    department = factories.DepartmentFactory(name="情報部", duties="監査")

    def make(number):
        factories.BodyFactory(duties="監査")
        factories.DepartmentFactory(duties="監査", parent_department=department)
        make_meeting(number, summary="監査")
        audit = make_audit(department, subject="監査")
        factories.FindingFactory(audit=audit, summary="監査")
        drill = factories.DrillFactory(scenario="監査")
        factories.DrillDepartmentFactory(drill=drill, department=department)

    def cost():
        with django_assert_max_num_queries(100) as queries:
            assert client.get("/search/", {"q": "監査"}).status_code == 200
        return len(queries)

    client.force_login(factories.UserFactory(staff=True))
    make(1)
    cost()
    one = cost()
    make(2)
    make(3)
    assert cost() == one
    assert Audit.objects.count() == 3


def test_finding_is_found_by_its_reference_by_whoever_may_see_it(client, admin_client):
    finding = factories.FindingFactory(
        internal=True, reference="2016-内-03", title="入退室記録の不備"
    )
    assert found(client, "2016-内-03") == []
    assert found(admin_client, "2016-内-03") == [finding]
    assert "<mark>2016-内-03</mark> 入退室記録の不備" in search(admin_client, "2016-内-03").text


def why(client, query, path="/search/"):
    """The reasons given for the first record found, as HTML."""
    first = client.get(path, {"q": query}).context["found"][0].results[0][0]
    return [(str(one.label), one.text) for one in first.snippets]


def test_record_says_why_it_was_found_with_the_words_marked(client):
    long = "概要" * 40
    factories.DrillFactory(name="訓練", scenario=f"{long}<b>停電&火災</b>{long}")
    ((label, text),) = why(client, "停電 訓練")
    assert label == "訓練の概要"
    assert "&lt;b&gt;<mark>停電</mark>&amp;火災&lt;/b&gt;" in text
    assert (text[0], text[-1]) == ("…", "…")
    assert len(text) < 160
    assert "<mark>訓練</mark>" in search(client, "訓練").text


def test_department_is_covered_as_one_of_all_others_and_not_where_it_is_left_out(client):
    office = factories.DepartmentFactory(name="監査室", english_name="Audit Office")
    other = factories.DepartmentFactory(name="総務部")
    named = make_audit(other, fiscal_year=2016)
    all_others = make_audit(other, fiscal_year=2016, scope="all_others")
    all_but = factories.AuditFactory(scope="all_but")
    factories.AuditTargetFactory(audit=all_but, department=office, role="excluded")
    assert all_others in found(client, "監査室")
    assert named not in found(client, "監査室")
    assert all_but not in found(client, "監査室")
    assert found(client, "監査室を除く部門") == [all_but]
    listed = client.get("/audits/", {"department": office.slug}).context["table"]
    assert {one.pk for one in listed.records()} == {
        one.pk for one in found(client, "監査室") if one != office
    }


def test_number_that_only_mentions_the_department_is_told(client):
    office = factories.DepartmentFactory(name="監査室")
    factories.DrillDepartmentFactory(drill=factories.DrillFactory(), department=office)
    factories.DrillFactory(scenario="監査室が立ち会った。")
    assert "このうち1件は、監査室のページに載っています。ほか1件は" in search(client, "監査室").text
    assert "ページに載っています" not in search(client, "監査").text


def test_words_that_the_office_says_mean_the_same_find_each_other(client):
    factories.AgencySettingsFactory(synonyms="BCP、業務継続、business continuity\n停電、全電源喪失")
    drill = factories.DrillFactory(scenario="全電源喪失を想定した。")
    factories.AuditFactory(subject="業務継続の状況")
    assert drill in found(client, "停電")
    assert why(client, "停電 訓練")[0][1].startswith("<mark>全電源喪失</mark>")
    for words in ("ｂｃｐ", "業務継続", "Business Continuity"):
        assert len(found(client, words)) == 2
    assert found(client, "business") == []


def test_person_is_found_with_and_without_the_space_in_the_name(client):
    body = factories.BodyFactory(name="評議会")
    factories.MembershipFactory(body=body, name="山田 花子")
    officer = factories.OfficerFactory(
        name="山田　太郎", post="auditor", attested_on=date(2017, 3, 31)
    )
    factories.DrillFactory(fiscal_year=2016)
    assert found(client, "山田花子") == [body]
    assert found(client, "太郎 山田 監事") == [officer]
    assert 'href="/reports/2016/#table-1"' in search(client, "山田太郎").text
    factories.OfficerFactory(name="鈴木 一", internal=True)
    assert found(client, "鈴木") == []


@pytest.mark.parametrize(
    "query",
    [
        "評議会14 14",
        "14回",
        "評議会 第 14 回",
        "評議会１４回",
        "第十四回",
        "Council No. 14",
        "14th",
    ],
)
def test_session_number_is_understood_in_every_way_it_is_said(client, query):
    body = factories.BodyFactory(
        name="評議会", english_name="Grand Council", numbering="continuous"
    )
    meetings = [factories.MeetingFactory(summary="14人") for _number in (13, 14)]
    for number, meeting in zip((13, 14), meetings, strict=True):
        factories.SessionFactory(meeting=meeting, body=body, number=number)
    assert found(client, query) == [meetings[1]]


def test_kinds_and_regimes_are_found_by_their_names_in_either_language(client):
    audit = factories.AuditFactory(regime="external", subject="年次")
    other = factories.AuditFactory(regime="auditor", subject="例月")
    drill = factories.DrillFactory(name="安否", scenario="確認")
    assert found(client, "external AUDITS") == [audit]
    assert found(client, "外部審査") == [audit]
    assert why(client, "external", "/en/search/") == [
        ("", "<mark>external</mark> review and audit")
    ]
    assert found(client, "drill") == found(client, "訓練") == [drill]
    assert set(found(client, "監査")) == {audit, other}


def test_question_that_finds_nothing_is_asked_by_its_words(client):
    department = factories.DepartmentFactory(name="情報処理部")
    audit = make_audit(department)
    response = search(client, "情報処理部の監査")
    assert audit in [match.record for one in response.context["found"] for match, _ in one.results]
    assert "情報処理部 監査" in response.text
    assert "「情報処理部の監査」" in response.text


def test_words_that_are_found_as_they_stand_are_not_taken_apart(client):
    meeting = make_meeting(summary="決算の承認")
    factories.AuditFactory(subject="承認した決算")
    assert found(client, "決算の承認") == [meeting]
