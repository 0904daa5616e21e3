"""What no form, header or query should be given: values for `bench.requests`."""

from io import BytesIO

from openpyxl import Workbook


def workbook(value: object) -> bytes:
    """A table with one cell that is odd."""
    book, held = Workbook(), BytesIO()
    book.active.append(["会議名", "開催日", "議題"])
    book.active.append(["第３回代表者会議", value, "決算"])
    book.save(held)
    return held.getvalue()


HOSTILE = [
    *(
        "",
        " ",
        "\x00",
        "%00",
        "\ud800",
        "\ufffe",
        "\r\nX: y",
        "'\"<>&",
        "../..",
        "%s{}{{}}",
        "a" * 5_000,
    ),
    *(
        "0",
        "-1",
        "1.5",
        "²",
        "９９",
        "九",
        "1e9",
        "9" * 30,
        "NaN",
        "2016-02-31",
        "9999-12-31",
        "0000-00-00",
    ),
    *(
        "平成28年９月１日～",
        "令和元年",
        "昭和64年１月８日",
        "平成28年13月",
        "2016年",
        "９月",
        "第三木曜日",
        "未定",
    ),
    *("True", "None", "[]", "__proto__", "id; DROP TABLE", "😀", "é", "\u202e", "\x1b[0m", "\x85"),
]
HEADERS = {
    "If-None-Match": ["", "*", '"', 'W/"x"', '"' + "a" * 9_000 + '"', "\xff", '"a", "b'],
    "If-Modified-Since": ["", "x", "Tue, 99 Foo 0000 99:99:99 GMT", "9" * 99],
    "If-Match": ["*", '"x"', "\xff"],
    "Range": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=a-b", "bytes=" + "0-1," * 500, "x"],
    "Accept-Language": ["", "en", "x" * 5_000, "\xff;q=x", "ja;q=9"],
    "Accept": ["", "text/calendar", "\xff"],
    "Cookie": ["sessionid=\xff", "sessionid=" + "a" * 5_000, "csrftoken=\x00", ";=;"],
    "Host": ["", "localhost:99999999", "[::1", "evil.example", "\xff", "localhost\x00"],
    "X-Forwarded-For": ["x", "::1, " * 200], "X-Forwarded-Proto": ["https", "\xff"],
    "Referer": ["http://[", "\xff", "x"], "Origin": ["null", "http://[", "x"],
    "HX-Request": ["true"], "X-Request-ID": ["\xff", "a" * 64], "Content-Encoding": ["gzip", "x"],
}  # fmt: skip
KINDS = [
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=b"),
    *("application/x-www-form-urlencoded; charset=x", "application/x-www-form-urlencoded"),
    *(
        "application/json",
        "text/plain; charset=utf-16",
        "",
        "\xff",
        "application/x-www-form-urlencoded; charset=utf-7",
    ),
]
BODIES = [
    *(b"", b"x", b"=&=&", b"a=%ff&b=%00", b"--b\r\n", b"--b--", b"\x00" * 100, b"a" * 2_000_000),
    b'--b\r\nContent-Disposition: form-data; name="a"; filename="\xff/../x"\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="\x00"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n=\r\n--b--",
    b"&".join(b"f%d=1" % number for number in range(6_000)),
]
FILES = [
    b"",
    b"\x00\xff",
    b"PK\x03\x04broken",
    b"%PDF-1.7",
    "監査,日程\r\n１,".encode(),
    b",,,\n" * 500,
    "会議名,開催日,議題\n第３回代表者会議,平成28年11月１日,決算\n,平成28年13月１日,\x00\n".encode(),
    "監査の種類\t対象部署\t日程\n内部監査\t全部\t平成28年11月上旬\n".encode("cp932"),
    "監査名,監査日\n".encode("utf-16"),
    *(workbook(value) for value in (42675, "平成28年11月１日", -1, "=1/0", True, 1e300)),
]
NAMES = [
    "x",
    "表.csv",
    "表.xlsx",
    "a.pdf",
    "../a.csv",
    "a\x00.csv",
    "a" * 300 + ".xlsx",
    "CON",
    "é.TSV",
]
PLAUSIBLE = [  # what somebody might well have typed into a field that offers nothing
    *("1", "3", "2016", "2017", "a-1", "x@example.org", "https://example.org/"),
    *(
        "2016-11-01",
        "平成28年11月１日",
        "平成28年９月１日～９月30日",
        "2016-11-01 10:00:00",
        "10:00",
    ),
    *("代表者会議", "決算について", "on", "yes", "Passw0rd-of-a-test"),
]
