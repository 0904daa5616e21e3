"""Every address of the site that answers with a page, for tests that walk them all."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils import translation

from records.base import Record
from tests.jlis_gov.role_world import FILES, table

NO_PAGES = {
    *(
        "unknown",
        "file",
        "picture",
        "feed",
        "posted",
        "revoked",
        "moved",
        "latest",
        "sent",
        "absent",
        "refused",
        "board",
    ),
    *FILES,
}

# What stands below a record's own address, and the kind of record where the table names none.
BELOW = {
    "past": ("history/", ""),
    "answers": ("answer/", "finding"),
    "requested": ("requests/", "audit"),
    "submits": ("submit/", "request"),
}


def pages(records: Mapping[str, Iterable[Record]]) -> list[str]:
    """The Japanese paths that `addresses.tsv` lists, one for each record where one is shown."""
    with translation.override("ja"):
        return list(_paths(records))


def _paths(records: Mapping[str, Iterable[Record]]) -> Iterator[str]:
    for row in table("addresses.tsv"):
        how, *kinds = row["tested as"].split()
        if row["pattern"] in {"healthz", "readyz", "sign-in/passkey/"} or NO_PAGES & {how, *kinds}:
            continue
        if row["example"]:
            yield row["example"]
            continue
        shown, kind = BELOW.get(how, ("", ""))
        for record in records[kind or kinds[0]]:
            yield f"{record.get_absolute_url()}{shown}"
