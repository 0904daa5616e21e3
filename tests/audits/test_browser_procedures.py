"""A step of the work programme in a browser: planned from its audit, done, reviewed, read."""

import pytest
from playwright.sync_api import Page, expect

from audits.models import Procedure
from tests.factories import AuditClassificationFactory, FindingFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEP = {
    "procedure": "入退室記録を入室申請書と照合する。",
    "objective": "権限のない者が入室する危険",
    "criteria": "入退室管理規程 第12条第２項",
    "technique": "閲覧、質問",
    "population": "平成28年度の入室申請書",
    "population_size": "300",
    "sample_size": "25",
    "done_by": "監査 太郎",
    "done_on": "平成28年11月８日",
    "exceptions": "25件のうち２件に承認の印がない。",
    "evidence": "入室申請書つづり",
    "change_reason": "実施結果の記録",
}


def test_step_is_planned_done_reviewed_and_read(page: Page, client, live_server):
    audit = AuditClassificationFactory(audit__internal=True, audit__subject="入退室管理").audit
    finding = FindingFactory(audit=audit, summary="承認の印がない。", internal=True)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    page.goto(f"/admin/audits/audit/{audit.pk}/change/")
    page.get_by_role("link", name="監査手続を追加").click()
    for name, text in STEP.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=selection]").select_option(label="無作為")
    page.locator("[name=result]").select_option(label="一部不備")
    page.locator("[name=reviewed_by]").fill("監査太郎")
    page.locator("[name=reviewed_on]").fill("平成28年11月９日")
    page.locator("[name=_continue]").click()
    expect(page.locator(".errorlist").last).to_contain_text("査閲者は実施者と別の人")
    expect(page.locator("[name=exceptions]")).to_have_value(STEP["exceptions"])
    page.locator("[name=reviewed_by]").fill("監査 花子")
    page.get_by_role("link", name="関連する指摘事項をもう一つ追加").or_(
        page.locator("#findings-group .add-row a")
    ).first.click()
    page.locator("#findings-group .select2-selection").click()
    page.locator(".select2-results__option", has_text=str(finding.number)).first.click()
    page.locator("[name=_continue]").click()
    step = Procedure.objects.get()
    assert (step.audit, step.number, step.stage) == (audit, 1, "reviewed")
    assert step.findings.get().finding == finding
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(audit.get_absolute_url())
    page.get_by_role("link", name="監査手続 1件").click()
    expect(page.locator(".cell-sample")).to_contain_text("300件中25件")
    page.get_by_role("link", name=STEP["procedure"]).click()
    expect(page.locator("h1")).to_contain_text("手続1")
    for words in ("一部不備", "監査 花子", STEP["exceptions"], finding.summary):
        expect(page.locator("article")).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
