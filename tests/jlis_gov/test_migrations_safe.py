"""Migrations keep the old code serving while they run, and after it (django-migration-linter).

With several hosts, those that are not yet replaced go on reading and writing: a column that is new
has a default of the database's, none is dropped or renamed that they name, no index locks a table.
"""

import pytest
from django.db import connection
from django.db.migrations import Migration
from django_migration_linter import MigrationLinter

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one host"),
]
# The last ones made before: with these the service is stopped for the upgrade.
BEFORE = {
    "audits": 32,
    "calendars": 9,
    "jlis_gov": 8,
    "meetings": 13,
    "organization": 8,
    "oversight": 3,
    "records": 16,
}


@pytest.fixture(scope="module")
def linter(django_db_setup, django_db_blocker) -> MigrationLinter:
    with django_db_blocker.unblock():
        return MigrationLinter(no_cache=True)


def faults(linter: MigrationLinter, migrations: list[Migration]) -> int:
    linter.reset_counters()
    for migration in migrations:
        linter.lint_migration(migration)  # prints why
    return linter.nb_erroneous


def test_migration_that_breaks_old_code_is_found(linter):
    unsafe = linter.migration_loader.disk_migrations["audits", "0032_names_in_english"]
    assert faults(linter, [unsafe]) == 1


def test_new_migrations_keep_old_code_serving(linter):
    new = [
        migration
        for (app, name), migration in linter.migration_loader.disk_migrations.items()
        if app in BEFORE and int(name[:4]) > BEFORE[app]
    ]
    assert faults(linter, new) == 0
