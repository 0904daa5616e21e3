"""The list of meetings narrowed down by its address; what means nothing is 400 and says why."""

from unittest.mock import patch

import pytest

from calendars.scheduled import OfficialFiscalYearField
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return factories.BodyFactory(slug="council", name="代表者会議", short_name="代表者会議")


def make(number, body=None, **facts):
    meeting = factories.MeetingFactory(**facts)
    factories.SessionFactory(meeting=meeting, body=body or factories.BodyFactory(), number=number)
    return meeting


def shown(client, query):
    response = client.get(f"/meetings/?{query}")
    assert response.status_code == 200
    return list(response.context["table"].records())


def test_filter_by_fiscal_year_takes_the_year_of_the_record(client):
    make(1, fiscal_year=2016, schedule_text="平成29年５月11日")
    later = make(2, fiscal_year=2017, schedule_text="平成29年５月11日")
    assert shown(client, "fiscal_year=2017") == [later]
    assert shown(client, "fiscal_year=2031") == []


def test_several_fiscal_years_and_ranges_narrow_the_list(client):
    one, two, three = (
        make(number, fiscal_year=year, schedule_text=f"{year}年５月11日")
        for number, year in enumerate((2015, 2016, 2018), 1)
    )
    found = {
        "fiscal_year=2015&fiscal_year=2018": [three, one],
        "fiscal_year=平成27&fiscal_year=&fiscal_year=2015": [one],
        "from=2016": [three, two],
        "to=平成28年度": [two, one],
        "from=2016&to=2017": [two],
        "fiscal_year=2015&fiscal_year=2016&from=2016": [two],
        "fiscal_year=2015&fiscal_year=2018&q=５月11日": [three, one],
    }
    assert {query: shown(client, query) for query in found} == found
    for query in ("from=abc", "to=2013", "fiscal_year=2015&fiscal_year=x"):
        assert client.get(f"/meetings/?{query}").status_code == 400


def test_more_years_than_there_are_are_refused_before_each_is_read(client):
    query = "&".join(f"fiscal_year={number}" for number in range(3000))
    clean = OfficialFiscalYearField.clean
    with patch.object(OfficialFiscalYearField, "clean", autospec=True, side_effect=clean) as read:
        response = client.get(f"/meetings/?{query}")
    assert response.status_code == 400
    assert "年度は100個以内で選んでください。" in response.text
    assert read.call_count <= 210  # 100 to offer them, 100 to show them as chosen
    repeated = "&".join(["fiscal_year=2016"] * 300)
    assert client.get(f"/meetings/?{repeated}").status_code == 200


@pytest.mark.parametrize("export", ["", "&_export=csv"])
def test_range_that_ends_before_it_begins_is_refused_where_it_was_typed(client, export):
    make(1, fiscal_year=2016)
    response = client.get(f"/meetings/?from=2018&to=2016{export}")
    assert response.status_code == 400
    told = "始まりの平成30年度（2018年度）が、終わりの平成28年度（2016年度）より後になっています。"
    assert response.context["filters"].form.errors == {"from": [told]}
    assert told in response.text
    told = "The range begins in FY2018 and ends before that, in FY2016."
    assert told in client.get(f"/en/meetings/?from=2018&to=2016{export}").text


def test_each_year_that_is_chosen_can_be_taken_off_and_is_kept_by_the_forms(client):
    for number, year in enumerate((2015, 2016), 1):
        make(number, fiscal_year=year, schedule_text=f"{year}年５月11日")
    response = client.get("/meetings/?fiscal_year=2015&fiscal_year=2016&to=2017")
    chips = [(chip.label, chip.text, chip.query) for chip in response.context["chips"]]
    assert chips == [
        ("年度", "平成28年度（2016年度）", "fiscal_year=2015&to=2017"),
        ("年度", "平成27年度（2015年度）", "fiscal_year=2016&to=2017"),
        ("年度（まで）", "平成29年度（2017年度）", "fiscal_year=2015&fiscal_year=2016"),
    ]
    assert response.text.count(" checked>") == 2
    assert '<option value="2017" selected>' in response.text


def test_filter_by_body_includes_joint_sittings_once(client, council):
    alone = make(1, council)
    joint = make(2, council)
    factories.SessionFactory(meeting=joint)
    make(3)
    assert set(shown(client, "body=council")) == {alone, joint}
    assert len(shown(client, "body=council")) == 2


def test_filter_by_status(client):
    make(1)
    off = make(2, status="cancelled")
    assert shown(client, "status=cancelled") == [off]


@pytest.mark.parametrize("count", [1, 3])
def test_status_is_that_which_the_list_tells(client, django_assert_max_num_queries, count):
    for number in range(count):
        make(3 * number, schedule_text="平成29年６月16日", fiscal_year=2017, status="planned")
        make(3 * number + 1, schedule_text="平成29年３月～", status="planned")
        make(3 * number + 2, schedule_text="未定", fiscal_year=2099, status="planned")
    make(90, schedule_text="平成29年６月16日", fiscal_year=2017, status="held")
    with django_assert_max_num_queries(16):
        over = client.get("/meetings/?status=unknown")
    assert [chip.text for chip in over.context["chips"]] == ["結果の記録なし"]
    assert over.context["table"].page.paginator.count == count
    planned = client.get("/meetings/?status=planned")
    assert planned.context["table"].page.paginator.count == 2 * count
    assert (
        '<option value="unknown">No result on record</option>' in client.get("/en/meetings/").text
    )


def test_words_must_all_be_found_somewhere(client, council):
    found = make(1, council, summary="予備費の使用")
    for order in (1, 2):
        factories.AgendaItemFactory(
            meeting=found, body=council, order=order, title=f"平成28年度決算 {order}"
        )
    make(2, council)
    assert shown(client, "q=決算+代表者") == [found]
    assert shown(client, "q=決算+存在しない語") == []


def test_words_are_found_in_either_width(client):
    found = make(1, summary="LGWANに関する報告")
    assert shown(client, "q=ＬＧＷＡＮ") == [found]


@pytest.mark.parametrize(
    "words",
    [
        *("第12回", "第１２回", "第12回代表者会議", "第12", "第十二回", "第一二回代表者会議"),
        *("12回", "１２回代表者会議", "十二回"),
    ],
)
def test_number_of_a_session_is_found_as_documents_write_it(client, council, words):
    make(1, council)
    twelfth = make(12, council)
    assert shown(client, f"q={words}") == [twelfth]


@pytest.mark.parametrize("words", ["第三者", "第○回", "第十十回", "3年", "三者", "○回"])
def test_word_that_only_looks_like_a_number_finds_no_session(client, council, words):
    make(3, council)
    assert shown(client, f"q={words}") == []


def test_withdrawn_record_is_not_listed(client):
    make(1, life="withdrawn")
    assert shown(client, "") == []


def test_default_order_is_newest_first_and_undated_last(client):
    undated = make(1, schedule_text="未定")
    month = make(2, schedule_text="平成28年11月")
    first = make(3, schedule_text="平成28年11月１日")
    later = make(4, schedule_text="平成28年11月８日")
    assert shown(client, "") == [later, first, month, undated]
    assert shown(client, "sort=schedule") == [first, month, later, undated]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("fiscal_year=abc", "not a fiscal year"),
        ("fiscal_year=2013", "not a fiscal year"),
        ("fiscal_year=99999999999999999999", "not a fiscal year"),
        ("body=nothing", "There is no “nothing” to choose here."),
        ("body=%00", "There is no"),
        ("body=%E7%A9%BA", 'There is no “<span lang="ja">空</span>” to choose here.'),
        ("status=maybe", "There is no “maybe” to choose here."),
        ("sort=venue", "The list cannot be sorted by “venue”."),
        ("per_page=7", "A page can show 25, 50 or 100 records, not “7”."),
        ("page=x", "The page must be a whole number."),
        ("page=0", "Pages are counted from 1."),
        ("page=2", "This list has no such page."),
        ("page=99999999999", "This list has no such page."),
        ("q=" + "a" * 101, "100"),
        ("q=" + "+".join("abcdefghijk"), "at most 10 words"),
        ("q=a%00b", "U+0000"),
        ("q=a%07b", "U+0007"),
    ],
)
def test_value_that_means_nothing_is_refused_with_its_reason(client, query, message):
    make(1)
    response = client.get(f"/en/meetings/?{query}")
    assert response.status_code == 400
    assert message in response.text
    assert "This list cannot be shown as asked" in response.text
    assert response.context["table"] is None


def test_refusal_keeps_what_was_typed(client):
    response = client.get('/meetings/?q=<b>"決算"&fiscal_year=x')
    assert response.status_code == 400
    assert 'value="&lt;b&gt;&quot;決算&quot;"' in response.text


def test_year_in_the_address_stays_chosen_though_nothing_is_on_record(client):
    response = client.get("/meetings/?fiscal_year=2031")
    assert 'value="2031" checked>令和13年度（2031年度）</label>' in response.text


def test_chips_take_one_condition_off(client, council):
    make(12, council)
    response = client.get("/meetings/?q=会議&body=council&sort=status&page=1")
    chips = {chip.text: chip.query for chip in response.context["chips"]}
    assert set(chips) == {"会議", "代表者会議"}
    assert chips["会議"] == "body=council&sort=status"


def test_pages_are_of_the_size_asked_for_and_keep_the_rest(client):
    body = factories.BodyFactory()
    for number in range(1, 28):
        make(number, body)
    response = client.get("/meetings/?fiscal_year=2016")
    assert len(list(response.context["table"].records())) == 25
    assert "fiscal_year=2016&amp;page=2" in response.text
    assert len(shown(client, "page=2")) == 2
    assert len(shown(client, "per_page=50")) == 27
