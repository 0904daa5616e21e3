"""The rows of a list as HTML: what they say is a record's own text, never markup."""

import re

import pytest
from django.core.paginator import Paginator

from audits.models import Audit
from audits.tables import AuditTable
from records.lists.columns import Column
from tests import factories

pytestmark = pytest.mark.django_db


def rows(*columns, kind=AuditTable):
    table = type("Table", (kind,), {"shown": columns})(Audit.objects.all())
    table.paginate(paginator_class=Paginator, per_page=25)
    return "".join(table.written_rows())


def test_rows_are_numbered_through_all_pages():
    for _number in range(3):
        factories.AuditFactory()
    table = type("Table", (AuditTable,), {"shown": (NAME,)})(Audit.objects.order_by("pk"))
    table.paginate(page=2, per_page=2)
    [row] = table.written_rows()
    assert row.startswith('<tr role="row"><td role="cell" class="row-number">3</td><th ')


def test_rows_are_counted_no_second_time_where_a_column_numbers_them():
    factories.AuditFactory(subject="7")
    number = Column("number", "№", lambda audit: audit.subject, numbers_rows=True)
    assert rows(number, NAME).startswith(
        '<tr role="row"><td role="cell" class="cell-number row-number" '
    )


NAME = Column("name", "Audit", lambda audit: audit.subject, names_record=True)


def test_text_is_escaped_wherever_it_stands():
    factories.AuditFactory(subject="<b>&\"'")
    text = Column("text", '"<Label>', lambda audit: audit.subject, note=lambda audit: "<i>")
    shown = rows(NAME, text)
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert shown.count("&lt;b&gt;&amp;&quot;&#x27;") == 2
    assert 'data-label="&quot;&lt;Label&gt;"' in shown


def test_line_of_a_text_is_a_line_of_its_cell():
    factories.AuditFactory()
    shown = rows(NAME, Column("text", "Text", lambda audit: "一\n<二>"))
    assert '<span class="cell-text">一<br>&lt;二&gt;</span>' in shown


def test_empty_cell_is_marked_and_the_records_words_are_japanese():
    factories.AuditFactory()
    empty = Column("empty", "Empty", lambda audit: "")
    shown = rows(NAME, empty, Column("own", "Own", lambda audit: "監査", is_quoted=True))
    assert 'class="cell-empty cell-empty"' in shown
    assert '<span class="cell-text" lang="ja">監査</span>' in shown


def test_state_is_a_chip_that_says_it_in_words():
    factories.AuditFactory()
    state = Column("state", "State", lambda audit: "中止 <1>", state=lambda audit: "cancelled")
    assert '<span class="badge badge-cancelled">中止 &lt;1&gt;</span>' in rows(NAME, state)


def test_what_the_row_above_says_is_set_back_and_still_said():
    for subject in ("甲", "甲", "乙"):
        factories.AuditFactory(subject=subject)
    shown = rows(NAME, Column("own", "Own", lambda audit: audit.subject)).splitlines()
    cell = re.compile(r'class="([^"]*cell-own)".*<span class="cell-text">(.)</span></td></tr>')
    assert [cell.search(row).groups() for row in shown] == [
        ("cell-own", "甲"),
        ("cell-same cell-own", "甲"),
        ("cell-own", "乙"),
    ]


def test_name_leads_to_the_record_and_says_if_it_is_internal():
    audit = factories.AuditFactory()
    assert f'<a href="{audit.get_absolute_url()}" lang="ja">{audit.subject}</a></th>' in rows(NAME)
    factories.AuditFactory(internal=True)
    assert rows(NAME).count("badge-internal") == 1
