"""The mail that says that a job failed: to whom, what of it, and what stays out."""

import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command


@pytest.fixture
def said(monkeypatch):
    text = "控えを作成できません\nGET /feeds/personal/s3cret.ics\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_failure_is_mailed_to_the_operators_without_tokens(said):
    call_command("report_failure", "jlis-gov-job@backup.service", "a@example.org", "b@example.org")
    [sent] = mail.outbox
    assert sent.to == ["a@example.org", "b@example.org"]
    assert sent.subject == (
        "失敗した処理：jlis-gov-job@backup.service（https://register.example.org）"
    )
    assert "控えを作成できません" in sent.body
    assert "jlis-gov doctor" in sent.body
    assert "s3cret" not in sent.body


def test_failure_without_operators_is_left_to_the_journal(said):
    call_command("report_failure", "jlis-gov.service")
    assert mail.outbox == []


def test_failure_that_cannot_be_mailed_is_told(said, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match=r"^jlis-gov\.serviceの失敗をメールで知らせる"):
        call_command("report_failure", "jlis-gov.service", "a@example.org")
