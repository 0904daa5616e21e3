"""A contact signs in and answers, in a browser."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from audits.models import Finding
from organization.models import Contact
from tests.factories import AuditFactory, DepartmentFactory, FindingFactory, UserFactory
from tests.pictures import take

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
    page.click("main button[type=submit]")
    page.click("text=承認の漏れ")
    page.select_option("[name=response]", "agreed")
    page.fill("textarea[name=answer]", "様式を改めます。")
    page.fill("[name=actions-0-description]", "様式の改定")
    page.fill("[name=actions-0-planned_for]", "平成39年３月31日")
    take(page, "answer")
    page.click("main button[type=submit]")
    page.wait_for_selector("[role=status]")
    kept = Finding.objects.get(pk=finding.pk)
    assert (kept.answer, kept.answered_by) == ("様式を改めます。", "tanto")
    assert kept.corrective_actions.get().planned_for == date(2027, 3, 31)
