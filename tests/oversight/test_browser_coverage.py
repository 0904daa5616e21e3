"""What a printer gets of coverage."""

import pytest

from tests import factories
from tests.jlis_gov.test_browser_print import printed
from tests.record_of_2016 import load_record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_coverage_of_a_year_is_printed_on_one_sheet(page, client, live_server, tmp_path):
    load_record()
    client.force_login(factories.UserFactory(staff=True))
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    for path in ("/coverage/fy2016/", "/coverage/fy2016/years/"):
        page.goto(path)
        (sheet,) = printed(page, tmp_path)
        assert "監査室" in sheet
