"""The findings of audits, beside them in lists and their files, for those who may read findings."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audits.finding_states import State
from audits.models import Audit, Finding
from records.base import Life
from records.history import today
from records.lists import Column, Datum, RecordTable

LONGEST_TITLE = 60  # characters


def findings_column(lines: Callable[[Audit], list[str]]) -> Column:
    """The column that tells of each audit's findings, `lines` giving each finding of one."""
    return Column(
        "findings",
        _("Findings"),
        lambda audit: "\n".join(lines(audit)),
        data=(
            Datum(_("Number of findings"), lambda audit, line: len(lines(audit))),
            Datum(_("Findings"), lambda audit, line: "／".join(lines(audit))),
        ),
    )


class FindingsBeside:
    """What a list of audits tells `user` of their findings, whichever of them `user` may see.

    They are read once for all audits that the list is about, as soon as the first one is told.
    """

    def __init__(self, user: Any) -> None:
        self.user = user
        self._audits: QuerySet = Audit.objects.none()
        self._lines: Mapping[int, list[str]] | None = None

    def among(self, audits: QuerySet) -> None:
        """Tell of these audits from now on."""
        self._audits, self._lines = audits, None

    def lines(self, audit: Audit) -> list[str]:
        """Each finding of the audit: 「2016-内-01 入退室記録の不備（回答待ち・期限超過）」."""
        if self._lines is None:
            self._lines = self._read()
        return self._lines.get(audit.pk, [])

    def table(self, usual: type[RecordTable]) -> type[RecordTable]:
        """The usual table of audits with their findings beside."""
        column = findings_column(self.lines)
        return type(usual.__name__, (usual,), {"shown": (*usual.shown, column)})

    def _read(self) -> dict[int, list[str]]:
        at = today()
        visible = Finding.objects.visible_to(self.user).current()
        found = visible.filter(audit__in=self._audits.values("pk"))
        late = set(found.overdue(at).order_by().values_list("pk", flat=True))
        told = defaultdict(list)
        for finding in found.with_state(at).order_by("audit", "number"):
            told[finding.audit_id].append(line_of(finding, is_late=finding.pk in late))
        return told


def line_of(finding: Any, *, is_late: bool) -> str:
    """A finding that comes with `state_at`, on one line: its reference, its title, its state."""
    is_draft = finding.life == Life.DRAFT
    name = finding.get_life_display() if is_draft else State(finding.state_at).label
    state = capfirst(str(name))
    if is_late and not is_draft:
        state = gettext("%(state)s, overdue") % {"state": state}
    title = Truncator(" ".join((finding.title or finding.summary).split())).chars(LONGEST_TITLE)
    named = " ".join(filter(None, (finding.reference, title)))
    return gettext("%(finding)s (%(state)s)") % {"finding": named, "state": state}
