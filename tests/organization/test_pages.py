"""The list of departments."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def shown(client, query=""):
    response = client.get(f"/departments/?{query}")
    assert response.status_code == 200
    return list(response.context["table"].records())


def test_departments_stand_in_their_own_order(client):
    last, first = factories.DepartmentFactory(order=2), factories.DepartmentFactory(order=1)
    assert shown(client) == [first, last]
    assert shown(client, "sort=-name") == [last, first]


def test_words_find_a_department_by_its_duties_and_its_parent(client):
    parent = factories.DepartmentFactory(name="管理部", duties="予算・決算")
    part = factories.DepartmentFactory(name="総務課", kind="section", parent_department=parent)
    factories.DepartmentFactory()
    assert shown(client, "q=管理部") == [parent, part]
    assert shown(client, "q=決算") == [parent]


def test_row_says_what_it_belongs_to_and_since_when(client):
    parent = factories.DepartmentFactory(name="個人番号センター", kind="centre", order=1)
    factories.DepartmentFactory(
        name="公的個人認証部", parent_department=parent, valid_from="2016-04-01", order=2
    )
    response = client.get("/en/departments/")
    table = response.context["table"]
    rows = [[column.value(record) for column in table.shown] for record in table.records()]
    assert rows == [
        ["個人番号センター", "Centre", "", ""],
        [
            "個人番号センター公的個人認証部",
            "Department",
            "個人番号センター",
            "April 1, 2016 to ",
        ],
    ]
