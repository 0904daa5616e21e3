"""What an audit sets out to do and what came of it, and what of that is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from audits.models import Audit, Conclusion, Regime
from dates import Precision
from records import journal
from tests.admin_forms import address_of, assert_accepted, complaints, new_audit, rows, submit
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTypeFactory,
    ConclusionFactory,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/audits/audit/add/"
BEGINS = "平成28年11月８日"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2017, 6, 15))


def refusal(**values) -> str:
    audit = Audit(
        regime=Regime.INTERNAL, subject="契約", fiscal_year=2016, schedule_text=BEGINS, **values
    )
    with pytest.raises(ValidationError) as refused:
        audit.full_clean()
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("平成28年度", date(2016, 4, 1), date(2017, 3, 31), Precision.FISCAL_YEAR),
        ("平成28年４月～９月", date(2016, 4, 1), date(2016, 9, 30), Precision.MONTH),
        ("平成28年４月１日～９月30日", date(2016, 4, 1), date(2016, 9, 30), Precision.DAY),
        ("平成27年10月～", date(2015, 10, 1), None, Precision.MONTH),
    ],
)
def test_period_is_kept_as_typed_and_no_more_precise(text, first, last, precision):
    audit = AuditFactory(period_text=text)
    audit.refresh_from_db()
    assert audit.period_text == text
    assert (audit.period.starts_on, audit.period.ends_on) == (first, last)
    assert audit.period.precision == precision


def test_period_is_told_in_the_language_of_the_page():
    audit = AuditFactory(period_text="平成28年４月～９月")
    assert audit.period_words == "平成28年４月～９月"
    with translation.override("en"):
        assert audit.period_words == "April 2016 – September 2016"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("４月～９月", "「４月」が何年のことか分かりません"),
        ("随時", "「随時」は期間ではありません"),
        ("前回監査以後", "「前回監査以後」"),
    ],
)
def test_period_without_its_year_or_without_days_is_refused(text, why):
    assert why in refusal(period_text=text)


@pytest.mark.parametrize("name", ["opening_on", "exit_on", "reported_on"])
def test_no_day_is_earlier_than_the_audit_can_begin(name):
    assert "監査が始まるのは早くて平成28年11月８日です" in refusal(**{name: date(2016, 11, 7)})
    AuditFactory(schedule_text=BEGINS, **{name: date(2016, 11, 8)})


def test_day_within_the_month_of_an_audit_may_be_any():
    AuditFactory(schedule_text="平成28年11月", opening_on=date(2016, 11, 1))
    AuditFactory(schedule_text="未定", status="planned", opening_on=date(2016, 4, 1))


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"opening_on": 10, "exit_on": 9}, "講評日は、開始会議日以後"),
        ({"exit_on": 10, "reported_on": 9}, "報告日は、講評日以後"),
        ({"opening_on": 10, "reported_on": 9}, "報告日は、開始会議日以後"),
    ],
)
def test_meetings_and_report_follow_one_another(days, why):
    assert why in refusal(**{name: date(2016, 11, day) for name, day in days.items()})
    AuditFactory(schedule_text=BEGINS, **{name: date(2016, 11, 10) for name in days})


def test_methods_are_told_together_and_none_where_none_is_on_record():
    assert AuditFactory(by_documents=True, on_site=True).methods == ["書面", "実地"]
    assert AuditFactory().methods == []


def test_audit_comes_to_a_conclusion_of_its_regime_or_its_type():
    kind, other = AuditTypeFactory(), AuditTypeFactory()
    of_regime, of_type = ConclusionFactory(), ConclusionFactory(type=kind)
    audit = AuditClassificationFactory(audit=AuditFactory(), type=kind).audit
    foreign = [
        ConclusionFactory(type=other),
        ConclusionFactory(regime=Regime.ACCOUNTING, name="意見不表明"),
    ]
    for conclusion in (of_regime, of_type):
        audit.conclusion = conclusion
        audit.full_clean()
    for conclusion in foreign:
        audit.conclusion = conclusion
        with pytest.raises(ValidationError) as refused:
            audit.full_clean()
        assert list(refused.value.message_dict) == ["conclusion"]
        assert f"「{conclusion}」は、この監査区分・監査種別の結論ではありません" in str(
            refused.value
        )


def test_conclusion_in_use_stays_with_its_audits():
    conclusion = ConclusionFactory()
    audit = AuditFactory(conclusion=conclusion)
    for values in ({"regime": Regime.EXTERNAL}, {"type": AuditTypeFactory()}):
        changed = Conclusion.objects.get()
        for name, value in values.items():
            setattr(changed, name, value)
        with pytest.raises(ValidationError, match="この結論が付されています"):
            changed.full_clean()
    changed.type = AuditClassificationFactory(audit=audit).type
    changed.full_clean()


def test_conclusion_is_named_once_in_its_scale_and_of_a_type_of_its_regime():
    kind = AuditTypeFactory()
    ConclusionFactory(name="適正")
    ConclusionFactory(name="適正", type=kind)
    ConclusionFactory(name="適正", regime=Regime.EXTERNAL)
    for values in ({"type": None}, {"type": kind}):
        with pytest.raises(ValidationError, match="同じ結論が既にあります"):
            ConclusionFactory(name="適正", **values)
    with pytest.raises(ValidationError, match="別の監査区分のもの"):
        ConclusionFactory(name="否", regime=Regime.EXTERNAL, type=kind)


def test_form_holds_the_conclusion_against_the_types_that_are_typed(admin_client):
    old, new = AuditTypeFactory(), AuditTypeFactory()
    audit = AuditClassificationFactory(audit=AuditFactory(), type=old).audit
    conclusion = ConclusionFactory(type=new)
    typed = {"conclusion": conclusion.pk, "change_reason": "結論の記載"}
    answer = submit(admin_client, address_of(audit), typed)
    assert "この監査区分・監査種別の結論ではありません" in str(complaints(answer))
    assert_accepted(
        submit(admin_client, address_of(audit), typed | {"classifications-0-type": new.pk})
    )
    audit = Audit.objects.get()
    assert (audit.conclusion, audit.types) == (conclusion, [new])


def test_form_refuses_a_report_that_lies_ahead_and_loses_nothing(admin_client):
    typed = new_audit(
        **rows("classifications", {"type": AuditTypeFactory().pk}),
        **rows("criteria", {"standard": "個人情報保護管理規程", "clause": "第12条"}),
        objective="規程の遵守の確認",
        period_text="平成27年度",
        reported_on="平成29年６月16日",
    )
    answer = submit(admin_client, ADD, typed)
    assert complaints(answer) == "将来の日付です。その日が来てから入力してください。"
    for text in ("規程の遵守の確認", "平成27年度", "平成29年６月16日", "個人情報保護管理規程"):
        assert text in answer.text
    assert_accepted(submit(admin_client, ADD, typed | {"reported_on": "H29.6.15"}))
    audit = Audit.objects.get()
    assert (audit.reported_on, audit.objective) == (date(2017, 6, 15), "規程の遵守の確認")
    assert [str(row) for row in audit.criteria.all()] == ["個人情報保護管理規程　第12条"]


def test_form_tells_what_is_unusual_about_a_period(admin_client):
    audit = AuditClassificationFactory(audit=AuditFactory()).audit
    typed = {"period_text": "平成33年度", "change_reason": "対象期間の記載"}
    answer = submit(admin_client, address_of(audit), typed)
    assert_accepted(answer)
    told = admin_client.get(address_of(audit)).text
    assert "令和３年度" in told


def test_conclusion_is_written_in_one_entry_with_its_audit():
    conclusion = ConclusionFactory(name="適正")
    audit = AuditFactory()
    with journal.change(actor="監査室", reason="監査報告"):
        audit.conclusion, audit.conclusion_basis = conclusion, "不備がない。"
        audit.full_clean()
        audit.save()
    form = audit.canonical()
    assert (form["conclusion"], form["conclusion_basis"]) == (str(conclusion.uid), "不備がない。")
