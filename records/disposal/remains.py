"""What is left of a record that was disposed of."""

from collections.abc import Collection
from uuid import UUID

from records.base import Record
from records.disposal.models import DisposedRecord

_GONE = DisposedRecord.Decision.DISPOSE


def tombstone_of(model: type[Record], uid: UUID) -> DisposedRecord | None:
    """The line of the register on a record that is gone."""
    found = DisposedRecord.objects.filter(
        record_type=model._meta.label, record_uid=uid, decision=_GONE
    )
    return found.select_related("register").first()


def disposed_uids(uids: Collection[str]) -> set[str]:
    """Those of `uids` whose records were disposed of."""
    found = DisposedRecord.objects.filter(decision=_GONE, record_uid__in=uids)
    return {str(uid) for uid in found.values_list("record_uid", flat=True)}
