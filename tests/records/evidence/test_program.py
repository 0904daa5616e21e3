"""The program that a bundle carries runs alone, and says clearly what it cannot read."""

import ast
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from records.evidence import check, verifier
from records.journal.anchors import AnchorError
from tests.records.evidence.bundles import hostile, packed


def alone(path, *arguments: str) -> subprocess.CompletedProcess:
    """Run a bundle's own program, with nothing of ours to import."""
    command = [sys.executable, "-I", "-S", str(path.parent / "check.py"), str(path), *arguments]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True)


def test_program_that_the_bundle_carries_runs_alone(bundle_file, files):
    (bundle_file.parent / "check.py").write_bytes(files["check.py"])
    anchors = bundle_file.parent / "anchors.jsonl"
    anchors.write_bytes(files[check.ANCHOR])
    done = alone(bundle_file, str(anchors))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "ハッシュと連鎖に誤りはありません。署名は確認していません。",
        "✔ 変更記録5件のうち5件は、控えが作成された後に書き換えられていません。"
        " / Confirmed: 5 of 5 entries are as they were when the anchor was taken.",
    ]
    bundle_file.write_bytes(packed(files | {"cover.html": b"<p>x"}))
    done = alone(bundle_file)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "cover.html: 目録の記載と内容が違います。",
        "✘ この証拠資料は、書き換えられているか、壊れています。"
        " / Not confirmed: this bundle was altered or is damaged.",
    ]
    assert subprocess.run([sys.executable, check.__file__], capture_output=True).returncode == 2


def test_nothing_confirmed_is_no_success(bundle_file, files):
    (bundle_file.parent / "check.py").write_bytes(files["check.py"])
    start = bundle_file.parent / "start.jsonl"
    start.write_text(f'{{"sequence": 0, "hash": "{check.GENESIS}"}}\n')
    for anchors in ([], [str(start)]):
        done = alone(bundle_file, *anchors)
        assert done.returncode == 3
        verdict = done.stdout.splitlines()[-1]
        assert verdict.startswith("✘ 確認できたものはありません。")
        assert " / Nothing is confirmed: " in verdict
    bundle_file.write_bytes(packed({}))
    assert alone(bundle_file).returncode == 1


def test_program_that_the_bundle_carries_takes_an_older_bundle_for_an_anchor(bundle_file, files):
    (bundle_file.parent / "check.py").write_bytes(files["check.py"])
    done = alone(bundle_file, str(bundle_file))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("✔ 変更記録5件のうち5件は、")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"[]\n",
        b"no anchor",
        b'{"sequence": "3", "hash": "x"}\n',
        b'{"sequence": -1, "hash": "x"}\n',
        hostile(check.ANCHOR, b"{}"),
        hostile(check.ANCHOR, b"0" * 10_000_000, compress_type=zipfile.ZIP_DEFLATED),
        hostile("other"),
    ],
    ids=range(9),
)
def test_anchors_that_are_none_are_told(bundle_file, files, text):
    (bundle_file.parent / "check.py").write_bytes(files["check.py"])
    anchors = bundle_file.parent / "anchors"
    anchors.write_bytes(text)
    done = alone(bundle_file, str(anchors))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{anchors}: 控えとして読み取れません。\n"
    with pytest.raises(AnchorError):
        verifier.read_anchors(anchors)


def test_program_that_the_bundle_carries_speaks_to_a_terminal_without_our_letters(bundle_file):
    command = [sys.executable, check.__file__, str(bundle_file)]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (3, b"")
    assert done.stdout.isascii()


def test_program_that_the_bundle_carries_is_written_in_the_python_it_names():
    assert ast.parse(Path(check.__file__).read_text(encoding="utf-8"), feature_version=(3, 8))
    assert "Python 3.8 or" in check.__doc__
