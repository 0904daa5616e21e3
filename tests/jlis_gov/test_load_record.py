import uuid
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jlis_gov.loading import NAMESPACE
from meetings.models import AgendaItem, Meeting
from organization.models import Department
from oversight.models import Duty
from records.journal.models import JournalEntry
from tests.factories import DepartmentFactory

pytestmark = pytest.mark.django_db


def load(*arguments):
    out = StringIO()
    call_command("load_record", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def write(tmp_path: Path):
    """Writes a file to load from, and gives its folder."""

    def _write(text, name="organization.toml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return _write


def test_the_record_is_loaded_as_one_change_and_journalled():
    load()
    entries = JournalEntry.objects.all()
    assert {(entry.actor, entry.action) for entry in entries} == {("load_record", "create")}
    assert len({entry.at for entry in entries}) == 1
    assert {entry.record_uid for entry in entries} >= set(
        Department.objects.values_list("uid", flat=True)
    )


def test_a_loaded_row_has_the_same_uid_in_every_register(write):
    load(write('[[department]]\nslug = "strategy"\nname = "情報化支援戦略部"\n'))
    department = Department.objects.get()
    assert department.uid == uuid.uuid5(NAMESPACE, "department:strategy")
    assert str(department.uid) == "3a9f3e75-3743-5a63-834a-5783dd7d4093"


def test_defaults_and_places_fill_what_a_row_does_not_say(write):
    load(
        write(
            """
            [defaults]
            visibility = "public"
            life = "registered"
            [[department]]
            slug = "first"
            name = "甲"
            [[department]]
            slug = "second"
            name = "乙"
            visibility = "internal"
            parent_department = "first"
            """
        )
    )
    first, second = Department.objects.all()
    assert (first.order, first.visibility, first.life) == (1, "public", "registered")
    assert (second.order, second.visibility, second.parent_department) == (2, "internal", first)


def test_parts_may_be_named_by_later_rows(write):
    load(
        write(
            """
            [[body]]
            slug = "council"
            name = "会議"
            short_name = "会議"
            numbering = "continuous"
            [[meeting]]
            key = "council-1"
            fiscal_year = 2016
            schedule_text = "平成28年６月８日"
            sessions = [{ body = "council", number = 1 }]
            agenda_items = [{ key = "opinion", body = "council", title = "意見" }]
            [[meeting]]
            key = "council-2"
            fiscal_year = 2016
            schedule_text = "平成28年６月22日"
            sessions = [{ body = "council", number = 2 }]
            agenda_items = [{ body = "council", title = "決算", opinion = "opinion" }]
            """,
            "meetings.toml",
        )
    )
    assert AgendaItem.objects.get(title="決算").opinion.title == "意見"
    assert [meeting.title for meeting in Meeting.objects.by_date()] == ["第１回会議", "第２回会議"]


def test_a_register_that_holds_records_is_refused():
    DepartmentFactory()
    with pytest.raises(CommandError):
        load()
    assert Department.objects.count() == 1


def test_a_register_that_holds_records_is_left_alone_with_if_empty():
    load("--if-empty")
    count = Department.objects.count()
    assert "\n" in load("--if-empty")
    assert Department.objects.count() == count > 1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[[department]]\nname = "甲"\n', ["department"]),
        ('[[department]]\nslug = "a"\nname = ""\n', ["department a", "name"]),
        ('[[department]]\nslug = "a"\nname = "甲"\nhead = "乙"\n', ["department a", "head"]),
        ('[[department]]\nslug = "a"\nname = "甲"\nuid = "0"\n', ["department a", "uid"]),
        ('[[department]]\nslug = "a"\nname = ["甲"]\n', ["department a", "name"]),
        ('[[department]]\nslug = "a"\nname = "甲\\u0007"\n', ["department a", "U+0007"]),
        ('[[department]]\nslug = "a"\nname = "甲"\nvalid_from = "4月"\n', ["a", "valid_from"]),
        ('[[department]]\nslug = "a"\nname = "甲"\nparent_department = "b"\n', ["a", "b"]),
        ('[[department]]\nslug = "a"\nname = "甲"\n' * 2, ["department a"]),
        ('[department]\nslug = "a"\n', ["department"]),
        ('[[departement]]\nslug = "a"\n', ["departement"]),
        ("[[department]]\nslug = \n", ["line 2"]),
        (
            '[[department]]\nslug = "a"\nname = "甲"\n'
            '[[reorganisation]]\nkey = "r"\ntitle = "改編"\ntakes_effect_on = 2016-04-01\n'
            'steps = [{ role = "successor", department = "a" }, { role = "heir" }]\n',
            ["reorganisation r, steps 2", "role"],
        ),
    ],
)
def test_a_mistake_is_named_with_file_and_key_and_nothing_is_loaded(write, text, named):
    good = '[[department]]\nslug = "good"\nname = "良"\n'
    directory = write(text if "[department]" in text else good + text)
    with pytest.raises(CommandError) as failure:
        load(directory)
    for part in ["organization.toml", *named]:
        assert part in str(failure.value)
    assert not Department.objects.exists()
    assert not JournalEntry.objects.exists()


def test_an_unreadable_date_is_named_with_its_row(write):
    text = '[[drill]]\nkey = "d"\nfiscal_year = 2016\nscenario = "想定"\nschedule_text = "いつか"\n'
    with pytest.raises(CommandError, match=r"drills\.toml: drill d: schedule_text"):
        load(write(text, "drills.toml"))


def test_a_folder_without_any_of_the_files_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"organization\.toml"):
        load(tmp_path)


def test_kind_of_which_nothing_is_kept_is_loaded_into_a_register_that_holds_records():
    DepartmentFactory()
    with pytest.raises(CommandError, match="「representative-council」というコードはありません"):
        load("--kind", "duties")
    load("--kind", "bodies")
    load("--kind", "types")
    assert "104" in load("--kind", "duties")
    assert Duty.objects.count() == 104
    for kind in ("duties", "mails"):
        with pytest.raises(CommandError):
            load("--kind", kind)
    assert Duty.objects.count() == 104
