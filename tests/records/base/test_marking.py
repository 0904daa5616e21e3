"""What is marked as Japanese on pages of either language."""

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from records.base.marking import marked


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("September 2016", "September 2016"),
        ("事前評価: September 2016", '<span lang="ja">事前評価</span>: September 2016'),
        ("第12回会議 held", '<span lang="ja">第12回会議</span> held'),
        ("監査 of 部門", '<span lang="ja">監査</span> of <span lang="ja">部門</span>'),
        ("<b>監", '&lt;b&gt;<span lang="ja">監</span>'),
        (mark_safe("<b>監</b>"), "<b>監</b>"),
    ],
)
def test_japanese_is_marked_on_an_english_page(text, html):
    with translation.override("en"):
        assert marked(text) == html


def test_nothing_is_marked_on_a_japanese_page():
    assert marked("<監査>") == "&lt;監査&gt;"


def test_mark_is_of_the_kind_that_is_asked_for():
    with translation.override("en"):
        assert marked("監査", "tspan") == '<tspan lang="ja">監査</tspan>'
