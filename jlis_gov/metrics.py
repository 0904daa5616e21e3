"""GET /metrics: what Prometheus asks; only where METRICS_TOKEN is set (requirements-extras.txt)."""

from collections.abc import Iterable
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from records.jobs import JobRun
from records.journal import JournalHead


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Requests by view, method and status, of all processes of this host; jobs; the journal.

    401 without the token as a bearer's (RFC 6750), 404 where none is set. It tells of no record.
    """
    if not settings.METRICS_TOKEN:
        raise Http404
    from django_prometheus.exports import ExportToDjangoView  # an extra

    sent = request.headers.get("Authorization", "").encode()
    if not compare_digest(sent, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    response = ExportToDjangoView(request)
    response.write("".join(f"{line}\n" for line in _of_the_register()))
    response.headers["Cache-Control"] = "no-store"
    return response


def _of_the_register() -> Iterable[str]:
    """Lines of Prometheus' text format that tell what is the same on every host."""
    yield "# HELP register_journal_entries Entries of the journal."
    yield "# TYPE register_journal_entries counter"
    yield f"register_journal_entries {JournalHead.current().sequence}"
    yield "# HELP register_job_success_timestamp_seconds When a timer's job last succeeded."
    yield "# TYPE register_job_success_timestamp_seconds gauge"
    for name, at in JobRun.objects.order_by("name").values_list("name", "succeeded_at"):
        yield f'register_job_success_timestamp_seconds{{job="{name}"}} {at.timestamp():.0f}'
