"""How much may be sent, and that what cannot be read is refused and breaks nothing."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client, override_settings

from jlis_gov.bodies import FORM_MAX, largest_before

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
ADDRESSES = [
    "/",
    "/sign-in/",
    "/nothing/",
    "/audits",
    "/feeds/all.ics",
    "/admin/",
    "/admin/import/",
]


@pytest.fixture
def visitor() -> Client:
    """Somebody whose browser holds the cookie that forms ask for."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    return client


@pytest.fixture
def clerk(visitor) -> Client:
    visitor.force_login(get_user_model().objects.create_superuser("office"))
    return visitor


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=é",
    ],
)
def test_form_without_a_boundary_is_not_understood(visitor, address, kind):
    assert visitor.generic("POST", address, b"x", kind).status_code == 400


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("length", ["abc", "-1", "1.5", "²", "9" * 40, "1 2"])
def test_length_that_is_no_number_is_not_understood(visitor, address, length):
    answer = visitor.generic("POST", address, b"x=1", FORM, CONTENT_LENGTH=length)
    assert answer.status_code == 400


@pytest.mark.parametrize("address", ADDRESSES)
def test_more_fields_than_any_form_has_are_not_understood(visitor, address):
    fields = b"&".join(b"a%d=1" % n for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    assert visitor.generic("POST", address, fields, FORM).status_code == 400


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
def test_stranger_s_large_body_is_refused_by_its_size_and_never_read(visitor, address, method):
    asked = {"CONTENT_LENGTH": str(FORM_MAX + 1)}
    answer = visitor.generic(method, address, b"x=1", FORM, **asked)
    assert answer.status_code == 413
    assert not answer.wsgi_request._read_started


def test_staff_may_send_files_to_the_office_up_to_the_limit(clerk):
    clerk.handler.enforce_csrf_checks = False
    limit = 2 * FORM_MAX
    with override_settings(UPLOAD_MAX_MIB=limit // FORM_MAX):
        parts = (
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n',
            b"\r\n--b--",
        )
        room = limit - sum(map(len, parts))
        for size, status in ((room, 200), (room + 1, 413)):
            body = parts[0] + b"x" * size + parts[1]
            answer = clerk.generic(
                "POST", "/admin/import/", body, "multipart/form-data; boundary=b"
            )
            assert answer.status_code == status
        assert clerk.generic("POST", "/sign-in/", body, FORM).status_code == 413


def test_field_that_is_too_large_is_so_to_staff_as_well(clerk):
    field = b"x=" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert clerk.generic("POST", "/admin/import/", field, FORM).status_code == 413


def test_refusal_says_so_in_words(visitor):
    for path, words in (("/", "大きすぎ"), ("/en/", "too large"), ("/feeds/all.ics", "大きすぎ")):
        answer = visitor.generic("POST", path, b"x", FORM, CONTENT_LENGTH=str(10 * FORM_MAX))
        assert words in answer.content.decode()


def cookies_of(client: Client) -> str:
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


@pytest.mark.django_db(transaction=True)  # it asks outside of any request, and lets connections go
def test_server_knows_the_limit_from_path_and_cookies_alone(visitor):
    users = get_user_model().objects
    assert largest_before("/admin/import/", "") == FORM_MAX
    assert largest_before("/admin/import/", "sessionid=0123456789") == FORM_MAX
    assert largest_before("/admin/import/", 'sessionid="\x00\xff; =; ;') == FORM_MAX
    visitor.force_login(users.create_user("contact"))
    assert largest_before("/admin/import/", cookies_of(visitor)) == FORM_MAX
    visitor.force_login(users.create_superuser("office"))
    assert largest_before("/admin/import/", cookies_of(visitor)) == 100 * FORM_MAX
    assert largest_before("/sign-in/", cookies_of(visitor)) == FORM_MAX
    assert largest_before("/findings/x/", cookies_of(visitor)) == FORM_MAX
    users.filter(username="office").update(is_active=False)
    assert largest_before("/admin/import/", cookies_of(visitor)) == FORM_MAX


@pytest.mark.django_db(transaction=True)  # as above
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("findings/{}/answer/", "answer_finding"),
        ("requests/{}/submit/", "submit_documentrequest"),
    ],
)
def test_contact_may_send_files_with_an_answer_and_nowhere_else(visitor, prefix, address, right):
    answer = f"{prefix}/{address.format(uuid4())}"
    user = get_user_model().objects.create_user("tanto")
    visitor.force_login(user)
    assert largest_before(answer, cookies_of(visitor)) == FORM_MAX
    user.user_permissions.add(Permission.objects.get(codename=right))
    assert largest_before(answer, cookies_of(visitor)) == 100 * FORM_MAX
    assert largest_before(f"{prefix}/findings/assigned/", cookies_of(visitor)) == FORM_MAX
    assert largest_before("/admin/import/", cookies_of(visitor)) == FORM_MAX
    assert largest_before(answer, "") == FORM_MAX


def test_file_of_a_contact_is_larger_than_what_anyone_may_send(client):
    answer, body = f"/findings/{uuid4()}/answer/", {"file": BytesIO(b"x" * 2 * FORM_MAX)}
    user = get_user_model().objects.create_user("tanto")
    client.force_login(user)
    assert client.post(answer, body).status_code == 413
    user.user_permissions.add(Permission.objects.get(codename="answer_finding"))
    assert client.post(answer, body | {"file": BytesIO(b"x" * 2 * FORM_MAX)}).status_code == 404
