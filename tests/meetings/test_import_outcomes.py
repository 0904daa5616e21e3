"""Outcomes in a column beside the agenda are those of its items."""

import pytest

from meetings.models import AgendaItem
from tests.factories import BodyFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines

pytestmark = pytest.mark.django_db
UNEVEN = (
    "There are {} outcomes beside 3 items. Please give one for each item, or one of all as "
    "いずれも可決."
)
HEAD = ("会議名", "回数", "開催日", "議題", "結果")


@pytest.fixture
def give(tmp_path):
    """Says what the command makes of sittings of a council, given without its name."""
    BodyFactory(name="代表者会議")

    def _given(*rows, head=HEAD, **options):
        told = (("代表者会議" if any(row[:2]) else "", *row) for row in rows)
        return answer(lines(tmp_path, head, *told), kind="meetings", **options)

    return _given


def cell(*texts):
    """Several lines in one cell, as a spreadsheet writes them."""
    return '"' + "\n".join(texts) + '"'


def kept():
    items = AgendaItem.objects.order_by("meeting__starts_on", "order")
    return list(items.values_list("title", "outcome"))


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("可決", "resolved"),
        ("承認", "resolved"),
        ("原案どおり議決", "resolved"),
        ("原案のとおり承認された。", "resolved"),
        ("全会一致で可決", "resolved"),
        ("賛成多数により修正可決", "resolved"),
        ("修正の上承認", "resolved"),
        ("議決済み", "resolved"),
        ("同意", "consented"),
        ("了承", "consented"),
        ("報告", "reported"),
        ("報告済", "reported"),
        ("報告了承", "reported"),
        ("意見聴取", "opinion"),
        ("否決", "rejected"),
        ("不承認", "rejected"),
        ("", ""),
        ("－", ""),
        ("継続", ""),
        ("継続審議", ""),
    ],
)
def test_outcome_is_read_by_its_value(give, word, outcome):
    rows = (
        ("第１回", "令和７年６月３日", "決算", "可決"),
        ("第２回", "令和７年７月３日", "予算", word),
    )
    found, refusal = give(*rows, dry_run=False)
    assert (refusal, found["mapping"]["結果"]) == ("", "outcome")
    assert kept() == [("決算", "resolved"), ("予算", outcome)]


def test_item_that_is_put_off_is_told(give):
    found, _refusal = give(("第１回", "令和７年６月３日", "決算", "継続審議"))
    expected = "“継続審議” decides nothing yet, so no outcome is recorded."
    assert found["rows"][0]["messages"] == [expected]


def test_each_item_of_a_cell_has_the_outcome_in_its_line(give):
    agenda = cell("・決算", "・予算", "・役員の任命", "・人事")
    row = "第１回", "令和７年６月３日", agenda, cell("可決", "", "同意", "報告")
    assert give(row, dry_run=False)[1] == ""
    outcomes = ["resolved", "", "consented", "reported"]
    assert kept() == list(zip(["決算", "予算", "役員の任命", "人事"], outcomes, strict=True))


def test_one_outcome_that_says_so_is_that_of_all_items(give):
    row = "第１回", "令和７年６月３日", cell("決算", "予算"), "いずれも原案どおり可決"
    assert give(row, dry_run=False)[1] == ""
    assert kept() == [("決算", "resolved"), ("予算", "resolved")]


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        ("可決", UNEVEN.format(1)),
        (cell("可決", "報告"), UNEVEN.format(2)),
        (cell("可決", "良好", "報告"), "“良好” is no outcome of an item that is known here."),
    ],
)
def test_outcome_that_cannot_be_read_is_an_error_of_its_row_and_column(give, outcome, message):
    rows = (
        ("第１回", "令和７年６月３日", "決算", "可決"),
        ("第２回", "令和７年７月３日", cell("予算", "人事", "報告事項"), outcome),
    )
    found, refusal = give(*rows, dry_run=False)
    assert refusal == "Not every row could be imported."
    assert [row["verdict"] for row in found["rows"]] == ["new", "error"]
    assert found["rows"][1]["messages"] == [f"議決結果: {message}"]
    assert not kept()


def test_items_in_rows_of_their_own_are_one_sitting(give):
    rows = (
        ("第１回", "令和７年６月３日", "決算", "可決"),
        ("", "", "予算", "否決"),
        ("", "", "人事", "報告"),
        ("第２回", "令和７年７月３日", "報告事項", ""),
    )
    found, refusal = give(*rows, dry_run=False)
    assert (refusal, [row["row"] for row in found["rows"]]) == ("", [2, 5])
    assert "Rows 3, 4 go on with the row above" in found["remarks"][-1]
    outcomes = ["resolved", "rejected", "reported", ""]
    assert kept() == list(zip(["決算", "予算", "人事", "報告事項"], outcomes, strict=True))


def test_table_that_comes_again_changes_nothing_and_blanks_leave_what_is_kept(give):
    row = "第１回", "令和７年６月３日", cell("平成28年度の決算", "予算"), cell("可決", "報告")
    give(row, dry_run=False)
    assert give(row)[0]["rows"][0]["verdict"] == "unchanged"
    assert give((*row[:3], ""))[0]["rows"][0]["verdict"] == "unchanged"
    assert give(row[:3], head=HEAD[:-1])[0]["rows"][0]["verdict"] == "unchanged"


def test_outcomes_may_be_numbered_as_their_items_are(give):
    row = "第１回", "令和７年６月３日", cell("１ 決算", "２ 予算"), cell("１ 可決", "２　報告")
    assert give(row, dry_run=False)[1] == ""
    assert [outcome for _title, outcome in kept()] == ["resolved", "reported"]


def test_numbers_of_bills_are_no_titles(give):
    head = ("会議名", "回数", "開催日", "議案番号", "件名", "議決結果")
    rows = (
        ("第１回", "令和７年６月３日", "議案第１号", "決算", "原案可決"),
        ("", "", "議案第２号", "予算", "原案可決"),
    )
    found, refusal = give(*rows, head=head, dry_run=False)
    assert (refusal, found["mapping"]["件名"]) == ("", "agenda")
    assert kept() == [("決算", "resolved"), ("予算", "resolved")]


def test_another_outcome_is_a_change_of_that_item_alone(give):
    row = "第１回", "令和７年６月３日", cell("決算", "予算")
    give((*row, cell("可決", "報告")), dry_run=False)
    found, _refusal = give((*row, cell("－", "承認")), mode="update", dry_run=False)
    [told] = found["rows"]
    assert (told["verdict"], told["messages"]) == (
        "changed",
        ["議決結果: resolved\nreported → resolved\nresolved"],
    )
    assert kept() == [("決算", "resolved"), ("予算", "resolved")]


def test_results_in_words_are_no_outcomes(give):
    rows = (
        ("第１回", "令和７年６月３日", "決算", "活発な意見交換があった"),
        ("第２回", "令和７年７月３日", "予算", "資料のとおり説明"),
    )
    found, refusal = give(*rows)
    assert (refusal, found["unmapped"]) == ("", ["結果"])
