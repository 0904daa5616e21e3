"""docs/asvs.md has every requirement once and names what is there; so does SECURITY.md."""

import csv
import re
from collections import Counter

from tests.installations import ROOT

TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (.+?) \| (.+) \|$", TEXT, re.MULTILINE
)
VERDICTS = ("holds", "holds, if set up so", "does not", "not applicable")
DATA = ROOT / "tests" / "jlis_gov" / "data" / "asvs_5_0_0.tsv"  # numbers and levels of OWASP's


def heading_link(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_every_requirement_of_both_levels_stands_there_once_and_in_order():
    with DATA.open(encoding="utf-8") as file:
        wanted = [(row["number"], row["level"]) for row in csv.DictReader(file, delimiter="\t")]
    assert len(wanted) == 70 + 183  # of levels 1 and 2
    assert [(number, level) for number, level, *_rest in ROWS] == wanted


def test_verdicts_are_of_four_kinds_and_counted_as_they_are():
    counts = Counter(verdict for *_row, verdict, _where in ROWS)
    assert set(counts) == set(VERDICTS)
    told = re.search(
        r"Of 253 requirements (\d+) hold, (\d+) hold if .*?\n.*?(\d+) do not, (\d+) do not apply",
        TEXT,
    )
    assert [int(number) for number in told.groups()] == [counts[one] for one in VERDICTS]


def test_every_test_that_is_named_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)
    assert len(named) > 150
    assert len(named) == TEXT.count("::") - TEXT.count("`file::test`")
    missing = [
        (path, name)
        for path, name in named
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_file_and_heading_that_is_named_exists():
    for document in (ROOT / "docs" / "asvs.md", ROOT / "SECURITY.md"):
        text = document.read_text(encoding="utf-8")
        files = re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|conf|sh|service))`", text)
        assert [one for one in files if not (ROOT / one).exists()] == []
        links = re.findall(r"\]\((?!https:)([^)#]+)(?:#([^)]+))?\)", text)
        assert len(links) > 5
        for path, heading in links:
            target = (document.parent / path).resolve()
            assert target.exists(), path
            if heading:
                headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
                assert heading in map(heading_link, headings), path
