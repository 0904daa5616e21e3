"""How long hostile tables take to be read or refused, and how much memory: each in a process.

.venv/bin/python -m bench.imports
"""

import io
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import django

MIB = 1024 * 1024
HEAD = "監査種別,対象部門,監査実施年月日\n"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(sheet: str, **parts: str) -> bytes:
    """A workbook's file of one worksheet and other parts."""
    kinds = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for kind, target in kinds.items()
    )
    contents = {
        "xl/workbook.xml": '<workbook xmlns:r="x"><sheets><sheet name="a" r:id="worksheet"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/worksheets/sheet1.xml": SHEET.format(sheet),
        "xl/sharedStrings.xml": f"<sst>{parts.get('strings', '')}</sst>",
    }
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return output.getvalue()


def dates(count: int, length: int) -> str:
    """A CSV of dates that long, no two alike."""
    rows = []
    for number in range(count):
        days = "、".join(f"{(number + at) % 12 + 1}月{at % 27 + 1}日" for at in range(length))
        rows.append(f"PMS内部監査,情報処理部,{days[:length].rpartition('、')[0]}")
    return HEAD + "\n".join(rows)


# What each is called, and what makes it, its file's name.
CASES = {
    "10 MB of commas": lambda: ("," * 10 * MIB).encode(),
    "10 MB of lines of commas": lambda: (("," * 999 + "\n") * 10_485).encode(),
    "10 MB of newlines": lambda: ("\n" * 10 * MIB).encode(),
    "10 MB of newlines above a table": lambda: ("\n" * 9 * MIB + HEAD).encode(),
    "10 MB of newlines below headings": lambda: (HEAD + "\n" * 9 * MIB + "a,b,c").encode(),
    "9 MB of blanks": lambda: (" " * 9 * MIB + "a").encode(),
    "10 MB of quotes": lambda: ('"' * 10 * MIB).encode(),
    "a quote never closed": lambda: (HEAD + '"' + "あ" * 3 * MIB).encode(),
    "10 MB in one cell": lambda: (HEAD + "あ" * 3 * MIB).encode(),
    "10 MB of full cells": lambda: (HEAD + ("あ" * 1600 + ",あ,あ\n") * 2000).encode(),
    "10 MB of half-width letters": lambda: ("ｱ" * 10 * MIB).encode("cp932"),
    "2,000 rows of 200-character dates": lambda: dates(2000, 200).encode(),
    "2,000 rows of 1,000-character dates": lambda: dates(2000, 999).encode(),
    "a workbook of 2 million elements": lambda: workbook(scattered("<a/>", 2_000_000)),
    "a workbook of 600,000 blank cells": lambda: workbook(scattered("<row><c/></row>", 600_000)),
    "elements nested 1.5 million deep": lambda: workbook(
        scattered("<a>", 1_500_000) + "</a>" * 1_500_000
    ),
    "16,384 columns": lambda: workbook(f'<row r="1">{"<c><v>1</v></c>" * 16_384}</row>'),
    "a cell of 16 MB": lambda: workbook(
        f'<row r="1"><c t="inlineStr"><is><t>{random(16)}</t></is></c></row>'
    ),
    "200,001 shared strings": lambda: workbook("", strings=scattered("<si><t>a</t></si>", 200_001)),
    "a shared string of 16 MB": lambda: workbook("", strings=f"<si><t>{random(16)}</t></si>"),
    "1 million runs in a string": lambda: workbook(
        "", strings=f"<si>{scattered('<r><t>a</t></r>', 1_000_000)}</si>"
    ),
    "500,000 hidden columns": lambda: workbook(
        scattered('<col min="1" max="60" hidden="1"/>', 500_000)
    ),
}


def scattered(text: str, times: int) -> str:
    """The text so many times, with letters between that keep it from packing too well."""
    return "".join(text + (os.urandom(16).hex() if at % 20 == 0 else "") for at in range(times))


def random(size: int) -> str:
    """So many megabytes of letters, which do not pack too well."""
    return os.urandom(size * MIB // 2).hex()


def measured(path: str, name: str) -> tuple[str, float, float]:
    """What becomes of a file, its seconds, and the MiB by which memory grew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from jlis_gov.composition import IMPORTS
    from records.imports import TabularError, read

    table = IMPORTS[9]
    read(io.BytesIO((HEAD + "a,b,c").encode()), "a.csv", *table.specs)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    try:
        with Path(path).open("rb") as file:
            sheet = read(file, name, *table.specs)
        outcome = f"{len(sheet.rows)} rows"
    except TabularError as error:
        outcome = str(error)[:60]
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return outcome, seconds, (after - before) / 1024


def main() -> None:
    wanted = sys.argv[1:]
    context = multiprocessing.get_context("spawn")
    for case, make in CASES.items():
        if wanted and not any(word in case for word in wanted):
            continue
        data = make()
        name = "a.xlsx" if data.startswith(b"PK") else "a.csv"
        with tempfile.NamedTemporaryFile() as file, context.Pool(1) as pool:
            file.write(data)
            file.flush()
            outcome, seconds, memory = pool.apply(measured, (file.name, name))
        print(f"{case:40} {seconds:6.2f} s {memory:6.0f} MiB  {outcome}")


if __name__ == "__main__":
    main()
