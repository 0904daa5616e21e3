"""What Django and its apps say, in the words of the office: found, complete and shown."""

import gettext
import re
from pathlib import Path

import axes
import django
import pytest
from django.urls import reverse

HOUSE = Path(__file__).resolve().parents[2] / "jlis_gov" / "phrases" / "ja" / "LC_MESSAGES"
DJANGO = Path(django.__file__).parent
AXES = Path(axes.__file__).parent
STOCK = ["conf", "contrib/admin", "contrib/auth"]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|\{\w*\}")
# What is stiff or technical in Django's own Japanese, and must not come back with an upgrade.
STIFF = re.compile(
    r"オブジェクト|パーミッション|スタッフ権限|アクション|ログイン|ログアウト| を追加| を変更"
)


def read(path: Path) -> dict[str, str]:
    """Each text of a compiled catalogue with its translation; the first form of a plural."""
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    texts = {key[0] if isinstance(key, tuple) else key: text for key, text in catalogue.items()}
    texts.pop("", None)
    return texts


OURS = read(HOUSE / "django.mo")


def test_every_phrase_is_still_said_by_django_or_axes():
    said = {
        text for app in STOCK for text in read(DJANGO / app / "locale/ja/LC_MESSAGES/django.mo")
    }
    for path in AXES.glob("*.py"):
        said.update(re.findall(r'_\("([^"]+)"\)', path.read_text()))
        said.update(re.findall(r'_\(\s*"([^"]+)"', path.read_text()))
    assert OURS.keys() - said == set()


def test_every_phrase_keeps_its_placeholders():
    lost = [
        text
        for text, translation in OURS.items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(translation))
    ]
    assert lost == []


@pytest.mark.parametrize(
    "page",
    [
        "audits_audit_changelist",
        "audits_audit_add",
        "meetings_meeting_add",
        "organization_department_add",
        "auth_user_changelist",
        "auth_user_add",
        "auth_group_add",
        "axes_accessattempt_changelist",
        "axes_accesslog_changelist",
        "records_journalentry_changelist",
    ],
)
def test_page_of_the_office_says_nothing_stiff(admin_client, page):
    html = admin_client.get(reverse(f"admin:{page}")).content.decode()
    texts = re.sub(r"(?s)<script.*?</script>|<option.*?</option>|<[^>]+>", " ", html)
    assert STIFF.findall(texts) == []


def test_office_page_is_headed_as_people_say_it(admin_client):
    heading = "<h1>監査の追加</h1>"
    assert heading in admin_client.get(reverse("admin:audits_audit_add")).content.decode()
