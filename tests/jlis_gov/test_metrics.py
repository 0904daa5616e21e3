"""GET /metrics: for whoever has the token; by view, method and status; no record is named."""

from datetime import UTC, datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from records.jobs import JobRun
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db
TOKEN = "token-of-prometheus-0123456789"
OURS = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def measured(settings):
    settings.METRICS_TOKEN = TOKEN
    settings.MIDDLEWARE = [
        "django_prometheus.middleware.PrometheusBeforeMiddleware",
        *settings.MIDDLEWARE,
        "django_prometheus.middleware.PrometheusAfterMiddleware",
    ]


def samples(client) -> dict[tuple[str, frozenset], float]:
    response = client.get("/metrics", headers=OURS)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_there_is_no_such_page_without_a_token(client):
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer x"}, {"authorization": "Ｂ"}])
def test_page_is_shown_to_nobody_else(client, measured, headers):
    response = client.get("/metrics", headers=headers)
    assert (response.status_code, response.content) == (401, b"")
    assert response["WWW-Authenticate"] == "Bearer"


def test_requests_are_counted_by_view_method_and_status(client, measured):
    name = "django_http_responses_total_by_status_view_method_total"
    labels = frozenset({"status": "200", "view": "healthz", "method": "GET"}.items())
    before = samples(client).get((name, labels), 0)
    client.get("/healthz")
    client.get("/healthz")
    assert samples(client)[name, labels] == before + 2


def test_journal_and_jobs_are_told(client, measured):
    meeting = MeetingFactory()
    client.get(meeting.get_absolute_url())
    JobRun.note("backup", datetime(2016, 11, 22, tzinfo=UTC))
    found = samples(client)
    job = frozenset({"job": "backup"}.items())
    assert found["register_job_success_timestamp_seconds", job] == 1479772800
    assert found["register_journal_entries_total", frozenset()] >= 1
    assert str(meeting.uid) not in str(found)
