"""Triggers by which the database itself keeps the journal append-only.

An entry comes after the last one or not at all, and is never altered nor deleted. A payload is
never altered, and deleted only when its retention has ended, its entry says so too, and a later
entry of the same record exists; of a person's data the last may go as well. What they refuse is an
IntegrityError, in Django and in any other client. Whoever owns the tables can drop them: that is
what the chain, the anchors and `verify_journal` are for.

SQLite drops a table's triggers when a migration remakes the table. So a migration that touches
these tables ends with `RunPython(triggers.migrate, migrations.RunPython.noop)`.
"""

# ruff: noqa: S608 (only this module's own names and constants stand in the statements)

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from records.journal.chain import DATED_SINCE, GENESIS

PERSONAL = ":person"  # how the kinds end whose last entry may go, too
ENTRY, PAYLOAD = "records_journalentry", "records_journalpayload"
_LAST_HASH = f"COALESCE((SELECT hash FROM {ENTRY} ORDER BY sequence DESC LIMIT 1), '{GENESIS}')"
_NEXT = f"COALESCE((SELECT MAX(sequence) FROM {ENTRY}), 0) + 1"
_OUT_OF_TURN = f"NEW.sequence <> {_NEXT} OR NEW.previous_hash <> {_LAST_HASH}"
_SUPERSEDED = f"""EXISTS (
    SELECT 1 FROM {ENTRY} AS own JOIN {ENTRY} AS later
    ON later.record_type = own.record_type AND later.record_id = own.record_id
    AND later.sequence > own.sequence WHERE own.id = OLD.entry_id)"""
_OF_A_PERSON = f"""EXISTS (
    SELECT 1 FROM {ENTRY} WHERE id = OLD.entry_id AND record_type LIKE '%{PERSONAL}')"""
_SEALED_OTHERWISE = f"""EXISTS (
    SELECT 1 FROM {ENTRY} WHERE id = OLD.entry_id AND format >= {DATED_SINCE}
    AND (retain_until IS NULL OR retain_until <> OLD.retain_until))"""
_APPEND_ONLY = "The journal only grows: nothing in it is altered, inserted or deleted."
_RETAINED = "A payload of the journal is never altered, and kept until its retention ends."

# `INSERT OR REPLACE` deletes what is in its way without asking the DELETE trigger, so the INSERT
# triggers look for it. Days are those of Japan.
_SQLITE = [
    (
        ENTRY,
        "INSERT",
        f"""WHEN {_OUT_OF_TURN}
        OR EXISTS (SELECT 1 FROM {ENTRY} WHERE id = NEW.id OR hash = NEW.hash)""",
    ),
    (ENTRY, "UPDATE", ""),
    (ENTRY, "DELETE", ""),
    (PAYLOAD, "INSERT", f"WHEN EXISTS (SELECT 1 FROM {PAYLOAD} WHERE entry_id = NEW.entry_id)"),
    (PAYLOAD, "UPDATE", ""),
    (
        PAYLOAD,
        "DELETE",
        f"""WHEN OLD.retain_until IS NULL OR OLD.retain_until >= date('now', '+9 hours')
        OR {_SEALED_OTHERWISE} OR NOT ({_SUPERSEDED} OR {_OF_A_PERSON})""",
    ),
]
_FUNCTION = """CREATE OR REPLACE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = '{operation}' THEN IF {condition} THEN RETURN {row}; END IF; END IF;
    RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'restrict_violation';
END $$"""
_POSTGRESQL = {
    ENTRY: _FUNCTION.format(
        table=ENTRY,
        operation="INSERT",
        condition=f"NOT ({_OUT_OF_TURN})",
        row="NEW",
        message=_APPEND_ONLY,
    ),
    PAYLOAD: _FUNCTION.format(
        table=PAYLOAD,
        operation="DELETE",
        condition=f"OLD.retain_until < (now() AT TIME ZONE 'Asia/Tokyo')::date "
        f"AND NOT {_SEALED_OTHERWISE} AND ({_SUPERSEDED} OR {_OF_A_PERSON})",
        row="OLD",
        message=_RETAINED,
    ),
}
_POSTGRESQL_EVENTS = {ENTRY: "INSERT OR UPDATE OR DELETE", PAYLOAD: "UPDATE OR DELETE"}


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers, in the place of older ones."""
    remove(connection)
    statements = []
    if connection.vendor == "sqlite":
        messages = {ENTRY: _APPEND_ONLY, PAYLOAD: _RETAINED}
        statements = [
            f"CREATE TRIGGER {table}_{event} BEFORE {event} ON {table} {when} "
            f"BEGIN SELECT RAISE(ABORT, '{messages[table]}'); END"
            for table, event, when in _SQLITE
        ]
    else:
        for table, function in _POSTGRESQL.items():
            call, events = f"EXECUTE FUNCTION {table}_guard()", _POSTGRESQL_EVENTS[table]
            statements += [
                function,
                f"CREATE TRIGGER {table}_rows BEFORE {events} ON {table} FOR EACH ROW {call}",
                f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} {call}",
            ]
    _execute(connection, statements)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers, as far as they are there."""
    if connection.vendor == "sqlite":
        drops = [f"DROP TRIGGER IF EXISTS {table}_{event}" for table, event, _when in _SQLITE]
    else:
        drops = [
            f"DROP TRIGGER IF EXISTS {table}_{kind} ON {table}"
            for table in _POSTGRESQL
            for kind in ("rows", "truncate")
        ]
    _execute(connection, drops)


def migrate(_apps: Any, schema_editor: Any) -> None:
    """`install`, as a migration's `RunPython` calls it."""
    install(schema_editor.connection)


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
