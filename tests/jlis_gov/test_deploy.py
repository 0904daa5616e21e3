"""What `make run` does to a machine, step by step: the profile and the first account."""

import stat
from io import StringIO

from django.contrib.auth import get_user_model
from django.core.management import call_command

from jlis_gov.local_profile import write


def test_local_profile_has_a_secret_and_is_its_owner_s_alone(tmp_path):
    path = tmp_path / ".env"
    assert write(path) is True
    values = dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    assert len(values["SECRET_KEY"]) > 60
    assert values["PLAIN_HTTP"] == "true"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_local_profile_is_never_overwritten(tmp_path):
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=mine\n")
    assert write(path) is False
    assert path.read_text() == "SECRET_KEY=mine\n"


def test_local_profiles_differ(tmp_path):
    write(tmp_path / "a")
    write(tmp_path / "b")
    assert (tmp_path / "a").read_text() != (tmp_path / "b").read_text()


def test_first_account_can_sign_in_with_the_printed_password(db):
    out = StringIO()
    call_command("create_first_account", stdout=out)
    [office] = get_user_model().objects.all()
    assert (office.username, office.is_staff, office.is_superuser) == ("office", True, True)
    assert office.check_password(out.getvalue().split()[-1])


def test_first_account_is_made_once(db):
    call_command("create_first_account", stdout=StringIO())
    before = get_user_model().objects.get().password
    out = StringIO()
    call_command("create_first_account", stdout=out)
    assert out.getvalue() == ""
    assert get_user_model().objects.get().password == before


def test_first_account_is_not_made_beside_another(db):
    get_user_model().objects.create_user("somebody")
    out = StringIO()
    call_command("create_first_account", stdout=out)
    assert out.getvalue() == ""
    assert get_user_model().objects.count() == 1
