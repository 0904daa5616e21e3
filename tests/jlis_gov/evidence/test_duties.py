"""The certificate of duties in a bundle: nothing that it names is missing without a word."""

import io
import json
import zipfile

import pytest

from records.evidence import check, keys
from tests import factories

KEPT, ELSEWHERE = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def told(*uids, outside=(), code="FS-SUB"):
    records = [{"kind": "audits.audit", "uid": uid} for uid in uids]
    return {
        "duties": [{"code": code, "periods": [{"records": records}]}],
        "outside": [{"kind": "audits.audit", "uid": uid} for uid in outside],
    }


def faults(duties):
    manifest = {"record_type": "audits.Audit", "records": [KEPT]}
    report = check.Report(manifest=manifest)
    check._check_duties(duties, report)
    return [(fault.code, *fault.values.values()) for fault in report.faults]


def test_record_that_is_named_is_in_the_bundle_or_told_to_be_outside():
    assert faults(told(KEPT)) == []
    assert faults(told(KEPT, ELSEWHERE, outside=[ELSEWHERE])) == []
    assert faults(told(KEPT, ELSEWHERE)) == [("duty", ELSEWHERE)]
    assert faults(told(KEPT, outside=[KEPT])) == [("duty", KEPT)]
    assert faults(told(KEPT, outside=[ELSEWHERE])) == [("duty", ELSEWHERE)]
    # The same uid of another kind is another record.
    of_meeting = {"kind": "meetings.meeting", "uid": KEPT}
    other = told()
    other["duties"][0]["periods"][0]["records"] = [of_meeting]
    assert faults(other) == [("duty", KEPT)]


def test_duty_without_a_word_or_with_two_is_told():
    silent = told(KEPT)
    silent["duties"][0]["periods"] = []
    assert faults(silent) == [("untold", "FS-SUB")]
    twice = told(KEPT)
    twice["duties"] *= 2
    assert {one[0] for one in faults(twice)} == {"untold"}


@pytest.mark.django_db
def test_bundle_of_a_year_carries_the_duties_of_that_year(client, settings, tmp_path):
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "evidence.pem")
    keys.make(tmp_path / "evidence.pem")
    factories.AuditFactory()
    submission = factories.SubmissionFactory(kind="report")
    factories.DutyFactory(code="SUP-COR", met_by="submission", met_by_codes="report")
    client.force_login(factories.UserFactory(is_superuser=True))
    bundles = {
        query: b"".join(client.post(f"/evidence/{query}"))
        for query in ("audits/?fiscal_year=2016", "submissions/?fiscal_year=2016", "audits/")
    }
    found = {}
    for query, body in bundles.items():
        assert [fault.text() for fault in checked(body, tmp_path).faults] == [], query
        with zipfile.ZipFile(io.BytesIO(body)) as bundle:
            is_told = check.DUTIES in bundle.namelist()
            found[query] = json.loads(bundle.read(check.DUTIES)) if is_told else None
    [duty] = found["audits/?fiscal_year=2016"]["duties"]
    record = {"kind": "oversight.submission", "uid": str(submission.uid)}
    assert duty["periods"][0]["records"] == [record]
    assert found["audits/?fiscal_year=2016"]["outside"] == [record]
    assert found["submissions/?fiscal_year=2016"]["outside"] == []
    assert found["audits/"] is None


def checked(body, tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(body)
    return check.check(path)
