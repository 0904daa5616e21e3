"""The register of commit 36283f3, the record of fiscal 2016 in it and published, becomes today's.

`data/first_register.*.sql.xz` are its dumps, made with that commit's `migrate`, `sync_roles`,
`load_record`, `create_first_account` (less the password) and `publish_calendar`.
"""

import json
import lzma
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import icalendar
import pytest
from django.db import connection

from tests.conftest import program
from tests.installations import FILE, Installation

DATA = Path(__file__).parent / "data"
# Rows of each table as the source document has them (shared/source).
COUNTED = {
    "audits.Audit": 46,
    "audits.Certification": 4,
    "audits.Drill": 10,
    "meetings.Body": 8,
    "meetings.Meeting": 19,
    "organization.Department": 20,
}
COUNT = """
import json
from django.apps import apps
print(json.dumps({label: apps.get_model(label)._base_manager.count() for label in LABELS}))
"""
PUBLISHED = """
import json
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT block FROM calendars_publishedevent")
    blocks = "".join(bytes(block).decode() for [block] in cursor.fetchall())
    cursor.execute("SELECT events FROM calendars_publishedfeed WHERE key = '' AND long = 'span'"
                   " AND fiscal_year IN (2016, 2017)")
    print(json.dumps([blocks, sum(events for [events] in cursor.fetchall())]))
"""
FEED = """
import warnings
warnings.simplefilter("ignore")  # of static files that nobody collected
import sys
import django
django.setup()
from django.test import Client
response = Client().get("/feeds/all.ics", secure=True, headers={"host": "register.example.org"})
sys.stdout.write(response.getvalue().decode())
"""


def of_the_first_version(office: Installation) -> None:
    """Fill an empty database with the dump of its kind."""
    sql = lzma.decompress((DATA / f"first_register.{connection.vendor}.sql.xz").read_bytes())
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(office.folder / FILE)) as database:
            database.executescript(sql.decode())
        return
    url = office.direct or office.database
    command = [program("psql"), "--quiet", "--set", "ON_ERROR_STOP=1", url]
    subprocess.run(command, input=sql, check=True, stdout=subprocess.DEVNULL)


def printed(office: Installation, code: str) -> str:
    running = office.start(code)
    output = running.communicate()[0]
    assert running.returncode == 0, output
    return output


def events(text: str) -> dict[str, tuple]:
    """When each event of a calendar begins and ends, by its UID."""
    calendar = icalendar.Calendar.from_ical(text)
    return {
        str(event["UID"]): (event["DTSTART"].dt, event["DTEND"].dt)
        for event in calendar.walk("VEVENT")
    }


@pytest.mark.slow
def test_first_register_is_upgraded_and_nothing_of_it_is_lost(new_installation):
    office = new_installation()
    of_the_first_version(office)
    blocks, told = json.loads(printed(office, PUBLISHED))
    before = events(f"BEGIN:VCALENDAR\r\n{blocks}END:VCALENDAR\r\n")

    for command in ("migrate", "sync_roles", "rebuild_derived", "publish_calendar"):
        office.manage(command)
    office.manage("load_record", "--if-empty", "--fill")
    assert "台帳に異状はありません。" in office.manage("verify_register")

    counting = COUNT.replace("LABELS", repr(list(COUNTED)))
    assert json.loads(office.manage("shell", "--verbosity", "0", "-c", counting)) == COUNTED
    after = events(printed(office, FEED))
    kept = {uid: when for uid, when in before.items() if uid in after}
    assert len(kept) == told == 84 + 1  # of fiscal 2016 and 2017: no event left anyone's calendar
    assert {uid: after[uid] for uid in kept} == kept  # and none has moved
