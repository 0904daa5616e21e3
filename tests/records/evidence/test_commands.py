"""`make_evidence_key` and `verify_evidence`, as an operator and an inspector use them."""

import io
import stat

import pytest
from django.core.management import CommandError, call_command

from records.evidence import check, keys
from tests.records.evidence.bundles import OFFICE, packed, unpacked

KEY = keys.public_half(OFFICE)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_key_is_its_owners_alone_and_never_replaced(tmp_path, settings):
    path = tmp_path / "key.pem"
    public = run("make_evidence_key", str(path)).strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    settings.EVIDENCE_KEY_FILE = str(path)
    assert keys.public_half(keys.office_key()) == public
    before = path.read_bytes()
    with pytest.raises(CommandError):
        run("make_evidence_key", str(path))
    assert path.read_bytes() == before


def test_demonstration_key_is_made_where_there_is_none_and_says_what_it_is(tmp_path, settings):
    path = tmp_path / "demonstration.pem"
    settings.EVIDENCE_DEMONSTRATION_KEY_FILE = str(path)
    assert path.name in run("make_evidence_key", "--demonstration")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    public = keys.public_half(keys.office_key())
    assert keys.is_demonstration(public)
    assert not keys.is_demonstration(KEY)
    before = path.read_bytes()
    assert run("make_evidence_key", "--demonstration") == ""
    assert path.read_bytes() == before
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "office.pem")
    assert run("make_evidence_key", "--demonstration") == ""
    assert not (tmp_path / "office.pem").exists()  # that one is for the office to make
    office = run("make_evidence_key", str(tmp_path / "office.pem")).strip()
    assert keys.public_half(keys.office_key()) == office
    assert not keys.is_demonstration(office)


def test_key_is_made_for_one_purpose(tmp_path):
    for arguments in ([], [str(tmp_path / "key.pem"), "--demonstration"]):
        with pytest.raises(CommandError):
            run("make_evidence_key", *arguments)


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nx\n"])
def test_file_that_is_no_key_is_told(tmp_path, settings, text):
    path = tmp_path / "key.pem"
    path.write_text(text)
    settings.EVIDENCE_KEY_FILE = str(path)
    with pytest.raises(keys.KeyFileError):
        keys.office_key()


def verified(path, *arguments: str) -> str:
    return run("verify_evidence", str(path), "--language", "en", *arguments)


def test_summary_says_what_is_proven_and_what_is_not(bundle_file, tmp_path):
    anchors, key = tmp_path / "anchors.jsonl", tmp_path / "key.txt"
    anchors.write_bytes(unpacked(bundle_file.read_bytes())[check.ANCHOR])
    key.write_text(KEY + "\n")
    alone = verified(bundle_file)
    assert "The bundle is consistent." in alone
    assert f"Its origin is unproven without the public key (--key). Signed with {KEY}." in alone
    assert "Without an anchor" in alone
    proven = verified(bundle_file, "--key", str(key), "--anchor", str(anchors))
    assert "Signed with the key given" in proven
    assert "of its 5 entries, 5 are proven" in proven
    assert "of its 5 entries, 5 are proven" in verified(bundle_file, "--anchor", str(bundle_file))


def test_faults_are_printed_file_by_file_and_the_command_fails(bundle_file, capsys):
    files = unpacked(bundle_file.read_bytes())
    bundle_file.write_bytes(packed(files | {"cover.html": b"<p>x"}))
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"^1 fault\.$"):
        call_command("verify_evidence", str(bundle_file), "--language", "en", stdout=out)
    assert out.getvalue() == "cover.html: It is not as the manifest says.\n"


def test_japanese_is_what_it_says_unless_asked_otherwise(bundle_file):
    bundle_file.write_bytes(b"")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_evidence", str(bundle_file), stdout=out)
    assert out.getvalue() == "ZIPファイルとして読み取れません。\n"


@pytest.mark.parametrize("wrong", [["--key", "abc"], ["--anchor", "nothing.jsonl"]])
def test_key_or_anchor_that_is_none_is_told(bundle_file, wrong):
    with pytest.raises(CommandError):
        verified(bundle_file, *wrong)
