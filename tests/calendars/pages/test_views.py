"""The month and the year as pages."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "2016-13/",
        "2016-00/",
        "2016-1/",
        "2014-03/",
        "2101-04/",
        "0000-01/",
        "fy2013/",
        "fy2101/",
        "fy16/",
        "２０１６-11/",
        "nothing/",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_unknown_month_or_year_is_not_found(client, path, prefix):
    assert client.get(f"{prefix}/calendar/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "previous", "following"),
    [
        ("2016-11", "2016-10", "2016-12"),
        ("2016-12", "2016-11", "2017-01"),
        ("2014-04", None, "2014-05"),
        ("2101-03", "2101-02", None),
    ],
)
def test_page_leads_to_its_neighbours(client, path, previous, following):
    text = client.get(f"/calendar/{path}/").text
    for rel, neighbour in (("prev", previous), ("next", following)):
        found = re.findall(rf'rel="{rel}"\s+href="/calendar/([^/]+)/"', text)
        assert found == ([neighbour] if neighbour else [])


@pytest.mark.parametrize(
    ("path", "heading", "other", "language"),
    [
        ("/calendar/2017-02/", "平成29年２月", "2017年2月", "ja"),
        ("/en/calendar/2017-02/", "February 2017", "平成29年２月", "en"),
        ("/calendar/fy2016/", "平成28年度", "2016年度", "ja"),
        ("/en/calendar/fy2016/", "FY2016", "平成28年度", "en"),
    ],
)
def test_heading_has_the_readers_calendar_and_the_page_the_other_one_once(
    client, path, heading, other, language
):
    factories.AuditFactory(schedule_text="平成29年２月")
    text = client.get(path).text
    assert re.findall(r"(?s)<h1[^>]*>(.*?)</h1>", text) == [heading]
    assert re.findall(r'<p class="other-calendar" lang="ja">(.*?)</p>', text) == [other]
    if language == "ja":
        assert text.count(other) == 1
    assert not re.findall(r"(?s)<h2[^>]*>[^/]*平成[^/]*20\d\d年", text)


@pytest.mark.parametrize(
    ("prefix", "names", "words"),
    [
        ("", ["１月", "３月"], ["平成29年１月", "平成29年３月"]),
        ("/en", ["January", "March"], ["January 2017", "March 2017"]),
    ],
)
def test_buttons_to_other_months_are_short_to_the_eye_and_full_to_the_ear(
    client, prefix, names, words
):
    text = client.get(f"{prefix}/calendar/2017-02/").text
    found = re.findall(r'(?s)rel="(?:prev|next)"[^>]*aria-label="([^"]*)">([^<]*)<', text)
    assert found == list(zip(words, names, strict=True))


def test_range_of_weeks_is_a_bar_with_its_name_once_a_week(client):
    factories.AuditFactory(subject="監査", schedule_text="平成28年11月17日～12月９日")
    weeks = re.findall(r'(?s)<tr role="row">(.*?)</tr>', client.get("/calendar/2016-11/").text)
    bars = [re.findall(r'<div class="slot (kind-audit [^"]*)"', week) for week in weeks]
    spans = ["span-3 slot-goes", "span-7 slot-comes slot-goes", "span-4 slot-comes slot-goes"]
    assert bars == [[], [], [], *([f"kind-audit {span}"] for span in spans)]
    assert [week.count("<a href") for week in weeks] == [0, 0, 0, 1, 1, 1]


def test_bar_of_the_year_tells_all_of_its_entry(client):
    department = factories.DepartmentFactory(name="情報処理部")
    subject = "情報システムの運用及び保守に係る事業者の選定の妥当性"
    audit = factories.AuditFactory(subject=subject, internal=False, status="postponed")
    factories.AuditTargetFactory(audit=audit, department=department)
    response = client.get("/calendar/fy2016/")
    [[tip]] = [re.findall(r'(?s)<g class="timeline-tip" id="tip-1-1">(.*?)</g>', response.text)]
    told = [unescape(line).strip() for line in re.findall("(?s)<tspan[^>]*>(.*?)</tspan>", tip)]
    assert told == [told[0], subject, "情報処理部", "延期"]
    assert 'aria-labelledby="tip-1-1"' in response.text


def test_year_marks_today_and_other_years_do_not(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2016, 11, 8))
    for year in (2016, 2017):
        factories.AuditFactory(schedule_text=f"{year}年11月８日", fiscal_year=year)
    assert 'class="timeline-today"' in client.get("/calendar/fy2016/").text
    assert 'class="timeline-today"' not in client.get("/calendar/fy2017/").text


def test_vague_part_is_hatched_wherever_it_is_drawn(client):
    factories.AuditFactory(schedule_text="平成28年11月")
    factories.AuditFactory(schedule_text="平成28年９月～12月")
    text = client.get("/calendar/fy2016/").text
    drawn = re.findall(r'<rect class="vague" fill="url\(#hatch-audit\)"', text)
    assert len(drawn) == 4  # in the drawing and in the lists for a phone
    assert 'fill="url(#solid-audit)" x=' not in text


def test_year_leads_to_the_nearest_years_on_record_and_to_all_of_them(client):
    for year in (2014, 2016, 2020):
        factories.MeetingFactory(fiscal_year=year, schedule_text=f"{year}年11月８日")
    factories.MeetingFactory(fiscal_year=2018, schedule_text="2018年11月８日", internal=True)
    found = {}
    for year in (2014, 2016, 2018, 2021):
        context = client.get(f"/calendar/fy{year}/").context
        found[year] = [one and int(one) for one in (context["previous"], context["next"])]
        assert [int(one) for one in context["years"]] == [2020, 2016, 2014]
    assert found == {2014: [None, 2016], 2016: [2014, 2020], 2018: [2016, 2020], 2021: [2020, None]}
    assert '<a href="/calendar/fy2016/"' in client.get("/calendar/fy2018/").text


def test_calendar_leads_to_the_month_of_today(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2016, 11, 8))
    response = client.get("/en/calendar/")
    assert (response.status_code, response["Location"]) == (302, "/en/calendar/2016-11/")
    assert response["Cache-Control"] == "no-cache"


def test_month_of_a_record_stands_in_the_band_and_on_no_day(client):
    factories.DrillFactory(name="安否確認", schedule_text="平成28年７月、12月")
    page = client.get("/calendar/2016-07/").context["page"]
    assert [part.entry.title for part in page.vague] == ["安否確認"]
    assert all(day.slots == [] for week in page.weeks for day in week.days)
    between = client.get("/calendar/2016-09/").context["page"]
    assert (between.vague, between.listed) == ([], [])


def test_month_shows_each_day_of_an_audit_with_a_link_in_the_pages_language(client):
    audit = factories.AuditFactory(
        schedule_text="平成28年９月１日、５日、６日、12日", subject="運用"
    )
    page = client.get("/calendar/2016-09/").context["page"]
    days = [day.date.day for week in page.weeks for day in week.days if day.slots]
    assert days == [1, 5, 6, 12]
    assert f'href="/en/audits/{audit.uid}/"' in client.get("/en/calendar/2016-09/").text


def test_month_marks_holidays_and_today(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2016, 11, 8))
    text = client.get("/calendar/2016-11/").text
    assert "文化の日" in text
    assert re.findall(r'<time datetime="([^"]+)"\s+aria-current="date"', text) == ["2016-11-08"]


def test_withdrawn_record_leaves_the_calendar_and_a_cancelled_one_is_marked(client):
    factories.MeetingFactory(life="withdrawn")
    factories.AuditFactory(status="cancelled", subject="中止した監査")
    response = client.get("/calendar/2016-11/")
    assert [one.entry.title for one in response.context["page"].listed] == ["中止した監査"]
    assert "badge-cancelled" in response.text


def test_year_holds_what_belongs_to_it_wherever_its_days_fall(client):
    factories.AuditFactory(schedule_text="平成29年５月25日", subject="期末")
    factories.AuditFactory(schedule_text="随時", subject="随時の監査")
    page = client.get("/calendar/fy2016/").context["page"]
    assert [part.entry.title for part in page.outside] == ["期末"]
    assert [part.entry.title for part in page.undated] == ["随時の監査"]
    following = client.get("/calendar/fy2017/").context["page"]
    assert [month.month for month in following.months if month.count] == [5]


def test_empty_month_and_year_say_so(client):
    assert "Nothing is on record for this month." in client.get("/en/calendar/2016-11/").text
    assert "Nothing is on record for this fiscal year." in client.get("/en/calendar/fy2016/").text


def drawn_rows(client, query: str = "") -> dict[str, list[str]]:
    drawing = client.get(f"/en/calendar/fy2016/{query}").context["drawing"]
    return {row.name: [bar.entry.title for bar in row.bars] for row in drawing.rows}


def test_year_is_drawn_by_kind_or_by_department(client):
    department = factories.DepartmentFactory(name="研究開発部")
    section = factories.DepartmentFactory(name="第一課", parent_department=department)
    audit = factories.AuditFactory(subject="研究")
    factories.AuditTargetFactory(audit=audit, department=section)
    drill = factories.DrillFactory(name="訓練")
    assert drawn_rows(client) == {"Internal audit": ["研究"], "Drills": ["訓練"]}
    assert drawn_rows(client, "?by=nonsense") == drawn_rows(client)
    by_department = {"研究開発部": ["研究"], "Without a department": [str(drill)]}
    assert drawn_rows(client, "?by=department") == by_department


def test_table_beneath_the_drawing_says_the_same(client):
    department = factories.DepartmentFactory(name="情報処理部")
    for text in ("平成28年９月１日、５日", "平成28年11月", "平成29年３月～"):
        audit = factories.AuditFactory(schedule_text=text, subject=text)
        factories.AuditTargetFactory(audit=audit, department=department)
    factories.MeetingFactory(schedule_text="平成28年11月８日")
    for query in ("", "?by=department"):
        response = client.get(f"/calendar/fy2016/{query}")
        drawn = [
            (row.name, [bar.entry.path for bar in row.bars])
            for row in response.context["drawing"].rows
        ]
        table = re.search(r'(?s)<table class="timeline-rows">.*?</table>', response.text)[0]
        told = [
            (re.search(r'colspan="2">([^<]*)<', part)[1], re.findall(r'href="([^"]*)"', part))
            for part in re.findall("(?s)<tbody>.*?</tbody>", table)
        ]
        assert told == drawn
        assert sum(len(paths) for _name, paths in told) == 5
        for when in ("平成28年９月１日", "平成28年11月", "平成29年３月～"):
            assert f"<td>{when}</td>" in table


def test_entry_without_a_name_of_its_own_is_opened_by_its_regime(client):
    audit = factories.AuditFactory(subject="", schedule_text="平成28年11月")
    department = factories.DepartmentFactory(name="情報処理部")
    factories.AuditTargetFactory(audit=audit, department=department)
    text = client.get("/calendar/2016-11/").text
    link = re.search(rf'(?s)<a class="entry-title"\s+href="/audits/{audit.uid}/">(.*?)</a>', text)
    assert re.sub("<[^>]*>", "", link[1]).strip() == "内部監査"


def test_way_of_drawing_stays_in_other_years(client):
    factories.MeetingFactory(fiscal_year=2017, schedule_text="2017年11月８日")
    text = client.get("/calendar/fy2016/?by=department").text
    assert 'href="/calendar/fy2017/?by=department"' in text


def test_internal_department_names_no_row(client):
    hidden = factories.DepartmentFactory(name="秘密部", internal=True)
    audit = factories.AuditFactory(internal=True)
    factories.AuditTargetFactory(audit=audit, department=hidden)
    factories.AuditFactory(subject="公開")
    assert drawn_rows(client, "?by=department") == {"Without a department": ["公開"]}
    assert "秘密部" not in client.get("/calendar/fy2016/?by=department").text


def test_audits_of_one_name_are_told_apart_by_whom_they_cover(client):
    for name in ("総務部", "企画部"):
        audit = factories.AuditFactory(subject="同じ監査")
        department = factories.DepartmentFactory(name=name)
        factories.AuditTargetFactory(audit=audit, department=department)
    page = client.get("/calendar/2016-11/").content.decode()
    for name in ("総務部", "企画部"):
        assert f'<span class="entry-whom" lang="ja">{name}</span>' in page


@pytest.mark.parametrize(
    ("query", "first", "days"),
    [
        ("", "Sun", ["1", "2", "3", "4", "5"]),
        ("?week=monday", "Mon", ["1", "2", "3", "4", "5", "6"]),
        ("?week=nonsense", "Sun", ["1", "2", "3", "4", "5"]),
    ],
)
def test_week_begins_as_chosen_and_stays_so_in_other_months(client, query, first, days):
    """1 November 2016 was a Tuesday."""
    response = client.get(f"/en/calendar/2016-11/{query}")
    [week, *_weeks] = response.context["page"].weeks
    assert [str(day.date.day) for day in week.days if day.in_month] == days
    assert str(response.context["weekdays"][0][1]) == first
    kept = "?week=monday" if first == "Mon" else ""
    assert f'href="/en/calendar/2016-12/{kept}"' in response.text


def test_day_is_named_with_what_is_on_it(client):
    factories.AuditFactory(schedule_text="平成28年11月８日")
    text = client.get("/en/calendar/2016-11/").text
    assert 'aria-label="8 November 2016, 1 entry"' in text
    assert 'aria-label="9 November 2016, 0 entries"' in text
