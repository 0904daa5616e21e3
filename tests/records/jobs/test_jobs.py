"""Jobs of timers: a run that succeeds is noted, no other."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from records.jobs import JobRun

pytestmark = pytest.mark.django_db


def test_job_that_succeeds_is_noted_once():
    before = timezone.now()
    call_command("remove_unused_files")
    JobRun.objects.update(succeeded_at=before - timedelta(days=3))
    call_command("remove_unused_files")
    [run] = JobRun.objects.all()
    assert run.name == "remove_unused_files"
    assert before <= run.succeeded_at <= timezone.now()


def test_job_that_is_only_tried_is_not_noted():
    call_command("remove_unused_files", dry_run=True)
    assert not JobRun.objects.exists()


def test_job_that_fails_is_not_noted(tmp_path):
    with pytest.raises(CommandError):
        call_command("anchor_journal", to=tmp_path / "nowhere" / "anchors")
    assert not JobRun.objects.exists()


def test_command_that_no_timer_starts_is_not_noted():
    call_command("verify_journal")
    assert not JobRun.objects.exists()
