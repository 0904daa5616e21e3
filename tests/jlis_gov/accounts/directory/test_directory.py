"""Signing in by the agency's directory: whom it opens an account to, with which roles."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from jlis_gov.models import DirectoryRole
from records.journal.models import JournalEntry
from records.papers import verify
from tests.factories import AuditFactory, UserFactory
from tests.jlis_gov.accounts.credentials.ways_in import PASSWORD, is_in, make_somebody, sign_in
from tests.jlis_gov.accounts.directory.conftest import JIMU, KANSA, START, YAKUIN, path_of

pytestmark = pytest.mark.django_db
TANAKA = "tanaka@example.go.jp"


def roles_of(name: str) -> set[str]:
    return set(Group.objects.filter(user__username=name).values_list("name", flat=True))


def reasons() -> list[str]:
    entries = JournalEntry.objects.filter(record_type="auth.User").exclude(reason="")
    return list(entries.order_by("sequence").values_list("reason", flat=True))


def test_without_settings_there_is_no_trace_of_a_directory(client, db):
    for path in (START, f"{START}callback/?code=x&state=y"):
        assert client.get(path).status_code == 404
    assert client.post(f"{START}logout/").status_code == 404
    assert START not in client.get("/sign-in/").text


def test_first_sign_in_makes_an_account_with_the_roles_of_its_groups(provider, client):
    assert f'href="{START}' in client.get("/sign-in/").text
    answer = provider.sign_in(client, "1", ["kansa", "stray", "nobody"], "?next=/audits/")
    assert (answer.status_code, answer["Location"]) == (302, "/audits/")
    assert is_in(client, TANAKA)
    account = get_user_model().objects.get(username=TANAKA)
    assert (account.last_name, account.first_name, account.is_staff) == ("田中", "花子", True)
    assert not account.has_usable_password()
    assert roles_of(TANAKA) == {KANSA}
    assert reasons() == [f"ディレクトリによる役割の付与：{KANSA}"]
    assert verify().faults == []


def test_groups_are_read_at_each_sign_in_and_journalled(provider):
    provider.sign_in(Client(), "1", ["kansa", "jimu"])
    provider.sign_in(Client(), "1", ["jimu", "yakuin"])
    assert roles_of(TANAKA) == {JIMU, YAKUIN}
    assert reasons()[-1].splitlines() == [
        f"ディレクトリによる役割の付与：{YAKUIN}",
        f"ディレクトリによる付与の終了：{KANSA}",
    ]
    before = JournalEntry.objects.count()
    provider.sign_in(Client(), "1", ["jimu", "yakuin"])
    assert JournalEntry.objects.count() == before
    provider.sign_in(Client(), "1", ["yakuin"])
    assert not get_user_model().objects.get(username=TANAKA).is_staff
    assert SocialAccount.objects.count() == 1
    assert verify().faults == []


def test_unknown_person_without_a_mapped_group_is_refused_and_leaves_nothing(provider, client):
    for groups in ([], ["nobody"], ["stray"], None):
        answer = provider.sign_in(client, "2", groups)
        assert answer.status_code == 403
        assert "このシステムの役割に対応するグループに登録されていない" in answer.text
    assert not get_user_model().objects.exists()
    assert not is_in(client, TANAKA)


def test_known_person_whose_groups_are_gone_loses_the_roles_and_is_refused(provider, client):
    provider.sign_in(Client(), "1", ["kansa"])
    assert provider.sign_in(client, "1", []).status_code == 403
    assert (roles_of(TANAKA), is_in(client, TANAKA)) == (set(), False)


def test_local_account_of_the_same_name_and_address_is_never_taken(provider, client):
    local = make_somebody(username=TANAKA, email=TANAKA)
    local.groups.add(Group.objects.get(name=KANSA))
    provider.sign_in(client, "1", ["yakuin"])
    assert is_in(client, f"{TANAKA}-2")
    assert (roles_of(TANAKA), roles_of(f"{TANAKA}-2")) == ({KANSA}, {YAKUIN})


def test_roles_of_the_office_and_of_the_directory_are_kept_apart(provider, admin_client):
    provider.sign_in(Client(), "1", ["jimu", "yakuin"])
    account = get_user_model().objects.get(username=TANAKA)
    names = Group.objects.in_bulk(field_name="name")
    page = f"/admin/auth/user/{account.pk}/change/"
    form = admin_client.get(page).context["adminform"].form
    assert form["groups"].value() == []
    fields = {"username": TANAKA, "is_active": "on", "is_staff": "on"}
    parts = {
        f"{prefix}-{name}": "0"
        for prefix in ("contacts", "inspection_scopes")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    chosen = [names[KANSA].pk, names[YAKUIN].pk]
    answer = admin_client.post(page, fields | parts | {"groups": chosen})
    assert answer.status_code == 302, answer.context["errors"]
    assert roles_of(TANAKA) == {KANSA, JIMU, YAKUIN}
    provider.sign_in(Client(), "1", [])
    assert roles_of(TANAKA) == {KANSA, YAKUIN}
    assert not DirectoryRole.objects.exists()


def test_local_group_that_is_removed_loses_its_rights_at_the_next_request(provider, client):
    provider.sign_in(client, "1", ["yakuin"])
    account = get_user_model().objects.get(username=TANAKA)
    account.groups.add(Group.objects.get(name=KANSA))
    account.is_staff = True
    account.save()
    assert client.get("/admin/auth/user/").status_code == 200
    account.groups.remove(Group.objects.get(name=KANSA))
    assert client.get("/admin/auth/user/").status_code == 403


def test_signing_in_without_the_directory_takes_its_roles_off(provider, client):
    provider.sign_in(Client(), "1", ["kansa", "yakuin"])
    account = get_user_model().objects.get(username=TANAKA)
    account.username = "somebody"
    account.set_password(PASSWORD)
    account.save()
    sign_in(client)
    assert is_in(client)
    assert roles_of("somebody") == set()


def test_closed_account_is_told_so(provider, client):
    provider.sign_in(Client(), "1", ["kansa"])
    get_user_model().objects.update(is_active=False)
    answer = provider.sign_in(client, "1", ["kansa"])
    assert (answer.status_code, "終了しています" in answer.text) == (403, True)


def test_directory_ends_the_sessions_of_one_person_alone(provider):
    first, second, other = Client(), Client(), Client()
    provider.sign_in(first, "1", ["kansa"])
    provider.sign_in(second, "1", ["kansa"])
    provider.sign_in(other, "2", ["kansa"], person={"preferred_username": "sato"})
    [token] = provider.control(logout="1")
    assert Client().post(f"{START}logout/", {"logout_token": token}).status_code == 200
    assert [is_in(one, TANAKA) for one in (first, second)] == [False, False]
    assert is_in(other, "sato")


def test_sign_in_of_the_directory_counts_as_strong_only_as_the_settings_say(provider, settings):
    settings.SECOND_FACTOR_ROLES = [KANSA]
    claims = {"amr": ["pwd", "mfa"]}
    for strong, leads_to in ((("", ""), "/sign-in/second-factor/"), (("amr", "mfa"), "/audits/")):
        settings.DIRECTORY |= {"strong": strong}
        answer = provider.sign_in(Client(), "1", ["kansa"], "?next=/audits/", claims=claims)
        assert answer["Location"] == leads_to
    answer = provider.sign_in(Client(), "1", ["kansa"], claims={"amr": ["pwd"]})
    assert answer["Location"] == "/sign-in/second-factor/"


def test_office_page_tells_which_roles_the_directory_gave(provider, admin_client):
    provider.sign_in(Client(), "1", ["jimu"])
    account = get_user_model().objects.get(username=TANAKA)
    page = admin_client.get(f"/admin/auth/user/{account.pk}/change/").text
    assert f'<div class="readonly">{JIMU}</div>' in page
    plain = UserFactory()
    assert "ディレクトリの役割" not in admin_client.get(f"/admin/auth/user/{plain.pk}/change/").text


def test_directory_confirms_who_it_is_and_nobody_else(provider, client, settings):
    AuditFactory(visibility="internal")
    provider.sign_in(client, "1", ["kansa"])
    usual, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT, 0
    for sub, status in (("2", 403), ("1", 302)):
        provider.expect(sub, ["kansa"])
        asked = client.get("/audits/?_export=csv")["Location"]
        assert asked == f"{START}confirm/?next=%2Faudits%2F%3F_export%3Dcsv"
        there = client.get(asked)["Location"]
        assert "prompt=login" in there
        answer = client.get(path_of(provider.back(there)))
        assert answer.status_code == status
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = usual
    assert client.get(answer["Location"])["Content-Type"].startswith("text/csv")
