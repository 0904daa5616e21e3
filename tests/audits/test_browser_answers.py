"""A contact signs in and answers, in a browser."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from playwright.sync_api import FilePayload

from audits.models import Finding
from organization.models import Contact
from tests.factories import AuditFactory, DepartmentFactory, FindingFactory, UserFactory
from tests.pictures import take

FILE: FilePayload = {"name": "写真.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 1"}
PASSWORD = "correct horse battery"


@pytest.mark.django_db(transaction=True)
def test_contact_signs_in_finds_what_waits_and_answers(page):
    audit = AuditFactory(schedule_text="平成29年２月８日")
    finding = FindingFactory(audit=audit, department=DepartmentFactory(), summary="承認の漏れ")
    user = UserFactory(username="tanto")
    user.set_password(PASSWORD)
    user.save()
    Contact.objects.create(user=user, department=finding.department)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["read_as_contact", "answer_finding"])
    )
    page.goto(reverse("audits:assigned"))
    page.fill("input[name=username]", "tanto")
    page.fill("input[name=password]", PASSWORD)
    page.click("form.sign-in button[type=submit]")
    page.click("text=承認の漏れ")
    page.select_option("[name=response]", "agreed")
    page.fill("textarea[name=answer]", "様式を改めます。")
    page.fill("[name=actions-0-description]", "様式の改定")
    page.fill("[name=actions-0-planned_for]", "平成39年３月31日")
    page.set_input_files("[name=papers-0-file]", FILE)
    page.set_input_files("[name=papers-1-file]", FILE | {"name": "台帳.pdf"})
    page.fill("[name=papers-1-title]", "点検台帳")
    take(page, "answer")
    page.click("main button[type=submit]")
    page.wait_for_selector("[role=status]")
    kept = Finding.objects.get(pk=finding.pk)
    assert (kept.answer, kept.answered_by) == ("様式を改めます。", "tanto")
    assert kept.corrective_actions.get().planned_for == date(2027, 3, 31)
    papers = kept.papers.order_by("order").values_list("title", "role", "uploaded_by")
    assert list(papers) == [("写真", "answer", "tanto"), ("点検台帳", "answer", "tanto")]
