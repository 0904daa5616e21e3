"""Names of the targets of links, for one reader, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from records.base import JournalledModel, Part, Record, writes
from records.history.wording import Form, Link, Words, links_in, part_model
from records.journal import JournalEntry, tracked_by_label


def page_words(
    model: type[JournalledModel],
    forms: Iterable[Form | None],
    user: Any,
    words: Words | None = None,
) -> Words:
    """`words`, with the names of all that the forms of one page link to."""
    words, known = words or Words(), [form for form in forms if form]
    # Rows of the record itself may name one another, also those that are gone.
    names: dict[Link, str] = {
        (part, row["uid"]): words.name(part, row)
        for name in model.parts
        for part in [part_model(model, name)]
        for form in known
        for row in form.get(name, ())
    }
    wanted: dict[type[JournalledModel], set[str]] = defaultdict(set)
    for target, uid in links_in(model, known):
        if (target, uid) not in names:
            wanted[target].add(uid)
    for target, uids in wanted.items():
        names |= _names_of(target, uids, user, words)
    return Words(words.day, names)


def with_titles(entries: Iterable[JournalEntry], user: Any) -> list[JournalEntry]:
    """The entries, each with the `title` of its record as `user` may know it.

    As many queries for many entries of a kind as for one; a kind that is no more has no names.
    """
    entries = list(entries)
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        wanted[entry.record_type].add(str(entry.record_uid))
    names: dict[tuple[str, str], str] = {}
    for label, uids in wanted.items():
        if table := tracked_by_label().get(label):
            by_key = table.names({UUID(uid).int for uid in uids}, user)
            names |= {(label, str(UUID(int=key))): name for key, name in by_key.items()}
        elif (model := record_model(label)) is not None:
            found = _names_of(model, uids, user, Words())
            names |= {(label, uid): name for (_model, uid), name in found.items()}
    for entry in entries:
        place = (entry.record_type, str(entry.record_uid))
        vars(entry)["title"] = names.get(place) or str(entry.record_id or "")
    return entries


def record_model(label: str) -> type[Record] | None:
    """The kind of record that the journal calls `label`; None where there is none any more."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Record) else None


def _names_of(
    model: type[JournalledModel], uids: set[str], user: Any, words: Words
) -> dict[Link, str]:
    seen = _visible(model, user).filter(uid__in=uids).with_names()
    names = {(model, str(row.uid)): str(row) for row in seen}
    missing = uids - {uid for _model, uid in names}
    if not missing:
        return names
    kept = model._base_manager.filter(uid__in=missing)
    hidden = {str(uid) for uid in kept.values_list("uid", flat=True)}
    names |= {(model, uid): _("(not shown)") for uid in hidden}
    gone = missing - hidden
    # Only drafts are ever deleted, so their names are for those who write such records.
    if gone and issubclass(model, Record) and writes(user, model):
        entries = JournalEntry.objects.with_payloads()
        for entry in entries.filter(record_type=model._meta.label, record_uid__in=gone):
            if form := readable_form(entry):
                names[model, form["uid"]] = words.name(model, form)
    return names


def _visible(model: type[JournalledModel], user: Any) -> Any:
    """The rows that `user` may see; of a part, those whose owner they may see."""
    if issubclass(model, Part):
        whole = part_model(model, model.part_of)
        return model.objects.filter(**{f"{model.part_of}__in": _visible(whole, user)})
    return cast(type[Record], model).objects.visible_to(user)


def readable_form(entry: JournalEntry) -> Form | None:
    """The form that an entry holds; None for a deletion, and where it cannot be read any more."""
    try:
        return entry.form()
    except (LookupError, ValueError):
        return None
