"""What subscribers were told survives a restore: the numbers of its events go on from there."""

import json

import pytest

from tests.installations import Installation

# Prints the numbers of each event, then gives the meeting whose uid is named another room.
NUMBERS = """
import json
from calendars.feeds.models import PublishedEvent
events = PublishedEvent.objects.values_list("uid", "state", "sequence", "last_modified")
print(json.dumps({uid: [state, n, at.isoformat()] for uid, state, n, at in events}))
"""
MOVE = """
import sys
from meetings.models import Meeting
from records import journal
meeting = Meeting.objects.visible_to(None).exclude(venue=sys.argv[1]).order_by("pk").first()
with journal.change(actor="office", reason="会議室の変更"):
    meeting.venue = sys.argv[1]
    meeting.save()
print(meeting.uid)
"""
SETUP = "import django\ndjango.setup()\n"


def say(office: Installation, code: str, *arguments: str) -> str:
    """What a program of the installation prints."""
    process = office.start(SETUP + code, *arguments)
    output, _none = process.communicate()
    assert process.returncode == 0, output
    return output.strip().splitlines()[-1]


def numbers(office: Installation) -> dict[str, list]:
    """State, SEQUENCE and LAST-MODIFIED of each event."""
    return json.loads(say(office, NUMBERS))


@pytest.fixture
def told(new_installation) -> Installation:
    """An installation that has told its record, and one change of it."""
    office = new_installation("loaded")
    office.manage("publish_calendar")
    say(office, MOVE, "第１会議室")
    office.manage("publish_calendar")
    return office


def test_restored_ledger_goes_on_with_its_numbers(told, new_installation):
    before = numbers(told)
    assert {number for _state, number, _at in before.values()} == {0, 1}
    backup = told.folder / "backup.zip"
    told.manage("backup", str(backup))
    other = new_installation()
    other.manage("restore", str(backup))
    assert numbers(other) == before
    other.manage("publish_calendar")
    assert numbers(other) == before  # a restore is no change of any record
    [moved] = [uid for uid, (_state, number, _at) in before.items() if number == 1]
    assert say(other, MOVE, "第２会議室") in moved
    other.manage("publish_calendar")
    after = numbers(other)
    assert {uid: facts for uid, facts in after.items() if facts != before[uid]}.keys() == {moved}
    assert after[moved][1] == 2
    assert after[moved][2] > before[moved][2]
