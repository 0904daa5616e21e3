"""The import page offers the report's layouts where a table's headings fit, and reads by them."""

import pytest

from audits.models import Audit
from jlis_gov.models import ImportLayout
from tests.factories import AuditTypeFactory, BodyFactory, DepartmentFactory, UserFactory
from tests.jlis_gov.importing.test_import_report_layouts import KINDS, exported
from tests.jlis_gov.importing.test_importing import confirm, may, parcel_in, text_of
from tests.jlis_gov.importing.test_importing_any import columns_in, give, posted
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.django_db
NINE = (
    "監査種別\t対象部門\t監査実施年月日",
    "PMS内部監査\t研究開発部\t平成28年８月８日",
    "\tその他全部門\t平成28年９月９日",
)


@pytest.fixture
def clerk(client):
    client.force_login(may(UserFactory(username="clerk"), "audit", "meeting"))
    client.cookies["django_language"] = "en"
    return client


def again(client, page, **said):
    """The page after it was posted once more with what is said of its columns."""
    return text_of(client.post("/admin/import/", {"parcel": parcel_in(page), **said}))


def test_every_table_of_the_report_is_offered_its_layout_and_is_read_by_it(admin_client):
    admin_client.cookies["django_language"] = "en"
    load_record()
    files = exported(admin_client)
    for number, kind in KINDS.items():
        text = files[number].decode("utf-8-sig").replace(",", "\t")
        page = give(admin_client, table=kind, fiscal_year=2016, status="held", text=text)
        name = f"報告書 表{number}"
        assert f'<option value="{name}">' in page, number
        page = again(admin_client, page, layout=name, **posted(page))
        assert f'<option value="{name}" selected>' in page, number
        assert "There is nothing to write." in page, number


def test_layout_of_the_report_reads_as_its_table_and_stays_until_it_is_left(clerk):
    AuditTypeFactory(name="PMS内部監査")
    for name in ("研究開発部", "総務部"):
        DepartmentFactory(name=name)
    page = give(clerk, *NINE, fiscal_year=2016)
    page = again(clerk, page, layout="報告書 表9", **posted(page))
    assert ("監査実施年月日", "schedule") in columns_in(page).values()
    assert "<h2>\n  \n    Table 9: 内部監査" in page
    page = again(clerk, page, layout="", **posted(page))
    assert "Table 9" not in page
    page = again(clerk, page, layout="報告書 表9", **posted(page))
    confirm(clerk, page, layout="報告書 表9", **posted(page))
    scopes = Audit.objects.order_by("order").values_list("regime", "scope")
    assert list(scopes) == [("internal", "listed"), ("internal", "all_others")]


def test_remembered_layout_takes_the_place_of_one_of_the_report(clerk):
    AuditTypeFactory(name="PMS内部監査")
    ImportLayout.objects.create(kind="audits", name="室の表", fields={"対象部門": "theme"})
    page = give(clerk, *NINE, fiscal_year=2016)
    page = again(clerk, page, layout="報告書 表9", **posted(page))
    page = again(clerk, page, layout="室の表", **posted(page))
    assert ("対象部門", "theme") in columns_in(page).values()


def test_table_headed_as_of_another_body_is_not_read_by_the_layout(clerk):
    for name, slug in (("代表者会議", "representative-council"), ("契約監視委員会", "contract")):
        BodyFactory(name=name, slug=slug, numbering="continuous")
    rows = "契約監視委員会の開催状況", "回数\t開催年月日\t議題", "第１回\t平成28年７月６日\t審査"
    page = give(clerk, *rows, table="meetings", fiscal_year=2016)
    page = again(clerk, page, layout="報告書 表3", **posted(page))
    assert "The table is headed “契約監視委員会の開催状況”" in page
    assert '<option value="報告書 表3" selected>' not in page
