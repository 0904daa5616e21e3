"""Pictures as markup: what a policy blocks and a screen reader misses is not in it."""

from datetime import date
from xml.etree import ElementTree as Tree

from oversight.drawing import (
    Axis,
    Drawing,
    Fill,
    GridCell,
    GridRow,
    Hue,
    Line,
    Look,
    Series,
    Span,
    SpanRow,
    columns,
    grid,
    spans,
)
from oversight.drawing.columns import step, step_up

SOLID, HATCH = Look(Hue.AUDIT), Look(Hue.ALARM, Fill.HATCH)


def areas(svg: str) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of what is drawn, without the legend and the patterns."""
    names = ("x", "y", "width", "height")
    rects = [one for one in Tree.fromstring(svg) if one.tag == "rect"]
    return [tuple(float(one.attrib[name]) for name in names) for one in rects]


def test_picture_is_named_described_escaped_and_without_style_or_script():
    svg = columns(
        Drawing("one", "件数 <1>", "最も多い月は４月。"), ["<b>"], [Series("&", HATCH, [1])]
    )
    root = Tree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "one-title one-summary"
    assert [(one.tag, one.text) for one in root[:2]] == [
        ("title", "件数 <1>"),
        ("desc", "最も多い月は４月。"),
    ]
    assert {one.tag for one in root.iter()} & {"style", "script", "a", "image"} == set()
    assert not any("style" in one.attrib for one in root.iter())
    assert 'fill="url(#one-alarm-hatch)"' in svg


def test_columns_stand_upon_each_other_to_scale():
    svg = columns(
        Drawing("one", "", ""),
        ["4月", "5月"],
        [Series("a", SOLID, [2, 0]), Series("b", HATCH, [3, 5])],
        Line("c", [5, None]),
    )
    _legend, _legend_too, low, high, whole = areas(svg)  # the line has no area
    assert low[3] / high[3] == 2 / 3  # as high as their numbers
    assert high[1] + high[3] == low[1]  # one ends where the next begins
    assert whole[3] == low[3] + high[3]
    assert svg.count("<circle") == 1


def test_axis_has_few_steps_and_reaches_the_highest_number():
    for number, size, top in ((1, 1, 1), (5, 1, 5), (6, 2, 6), (11, 5, 15), (26, 10, 30)):
        assert (step(number), step_up(number)) == (size, top)


def test_span_covers_its_days_and_an_open_end_has_an_arrow():
    axis = Axis(date(2016, 4, 1), date(2016, 4, 30))
    rows = [
        SpanRow("a", [Span(date(2016, 4, 1), date(2016, 4, 15), SOLID)]),
        SpanRow("b", [Span(date(2016, 4, 16), None, SOLID)]),
        SpanRow("c", [Span(date(2016, 5, 1), date(2016, 5, 2), SOLID)]),
    ]
    svg = spans(Drawing("one", "", ""), axis, [], rows, [])
    first, second = areas(svg)
    assert (first[0], first[2]) == (0, 240)  # half of the month, half of the width
    assert second[0] == 240
    assert svg.count("<polygon") == 1


def test_cell_of_a_grid_has_its_sign_besides_its_colour():
    rows = [GridRow("部", 0, [GridCell("done", "●", Hue.AUDIT), GridCell("gap", "×")])]
    svg = grid(Drawing("one", "", ""), ["PMS", "ISMS"], rows)
    assert [one.text for one in Tree.fromstring(svg) if one.tag == "text"] == [
        *("PMS", "ISMS", "部"),
        *("●", "×"),
    ]
