"""The work programme of an audit taken over into another audit, without what came of it."""

from collections.abc import Collection

from audits.models import Audit, Procedure

# What a programme plans; populations and their sizes are those of one year.
PLANNED_FIELDS = ("number", "objective", "procedure", "criteria", "technique", "selection")


def copy_programme(procedures: Collection[Procedure], audit: Audit) -> int:
    """Save drafts for `audit` of what is planned in these procedures; returns how many.

    Needs an open change. Raises `ValidationError` where one does not fit.
    """
    for procedure in procedures:
        planned = {name: getattr(procedure, name) for name in PLANNED_FIELDS}
        draft = Procedure(audit=audit, **planned)
        draft.full_clean()
        draft.save()
    return len(procedures)
