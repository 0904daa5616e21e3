"""What later versions bring to a register that was made before."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from audits.models import AuditType
from meetings.models import Body
from organization.models import Department
from records import journal
from records.agency import AgencySettings
from records.journal import JournalEntry

pytestmark = pytest.mark.django_db

LATER = re.compile(r'^(english_name = .*|synonyms = """(.|\n)*?""")\n', re.MULTILINE)
FILES = ("organization.toml", "meetings.toml", "audits.toml", "settings.toml")


def load(*arguments):
    out = StringIO()
    call_command("load_record", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def older(tmp_path):
    """A register as it was loaded before there were such fields, and then brought up to date."""
    for name in FILES:
        text = LATER.sub("", (settings.BASE_DIR / "fixtures" / name).read_text())
        (tmp_path / name).write_text(text)
    load(tmp_path)
    assert not Body.objects.exclude(english_name="").exists()


def write(record, **values):
    with journal.change(actor="office", reason="訂正"):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def test_empty_fields_are_filled_once_and_journalled(older):
    before = JournalEntry.objects.count()
    assert load("--if-empty", "--fill") == "49項目を補いました。\n"
    council = Body.objects.get(slug="representative-council")
    assert council.english_name == "Representative Council"
    assert Department.objects.get(slug="processing").english_name == (
        "Information Processing Department"
    )
    assert not AuditType.objects.filter(english_name="").exists()
    assert "\nLGWAN、総合行政ネットワーク\n" in AgencySettings.objects.get().synonyms
    entries = JournalEntry.objects.filter(sequence__gt=before)
    told = {(one.actor, one.reason, one.action) for one in entries}
    assert told == {("load_record", "新しい版に合わせた補記", "change")}
    assert load("--fill") == "0項目を補いました。\n"


def test_what_the_office_wrote_took_out_or_calls_otherwise_is_left_alone(older):
    council = Body.objects.get(slug="representative-council")
    write(council, english_name="Council of Representatives")
    committee = Body.objects.get(slug="management-council")
    write(committee, english_name="Management Board")
    write(committee, english_name="")
    processing = Department.objects.get(slug="processing")
    write(processing, name="情報基盤部")
    agency = AgencySettings.objects.get()
    write(agency, synonyms="会議、会合")
    load("--fill")
    for record in (council, committee, processing, agency):
        record.refresh_from_db()
    assert council.english_name == "Council of Representatives"
    assert committee.english_name == ""
    assert processing.english_name == ""
    assert agency.synonyms == "会議、会合"
    assert Body.objects.get(slug="risk-management-committee").english_name


def test_new_register_is_loaded_and_nothing_filled():
    assert "件の記録を登録しました" in load("--if-empty", "--fill")
