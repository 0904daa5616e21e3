"""A small register with a past, and a bundle of a part of it."""

import pytest

from audits.models import Audit
from records import journal
from tests.factories import AuditFactory, AuditorFactory, AuditTargetFactory, DepartmentFactory
from tests.records.evidence.bundles import made, order, unpacked


@pytest.fixture
def audits(db) -> list[Audit]:
    """Two audits handed over, among others; the first has three entries, the second two."""
    first = AuditTargetFactory(department__name="情報処理部").audit
    AuditFactory(subject="ほかの監査")
    second = AuditorFactory(name="監査人 甲").audit
    DepartmentFactory(name="ほかの部")
    with journal.change(actor="鈴木", reason="決裁の訂正", request="9f-1"):
        first.subject = "訂正した業務"
        first.save()
    AuditFactory(subject="あとの監査")
    return [first, second]


@pytest.fixture
def bundle_file(audits, tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(made(order(*audits))[0])
    return path


@pytest.fixture
def files(bundle_file) -> dict[str, bytes]:
    """The files of that bundle."""
    return unpacked(bundle_file.read_bytes())
