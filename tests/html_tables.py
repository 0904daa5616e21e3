"""Tables as a browser shows them, read from a page's HTML."""

from html.parser import HTMLParser


class _Tables(HTMLParser):
    """Collects the headings, tables and notes in their order; only what a reader would see."""

    def __init__(self):
        super().__init__()
        self.tables, self.heading, self.text, self.below = [], "", None, {}

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "table":
            self.tables.append({"caption": self.heading, "columns": [], "rows": [], "notes": []})
            self.below = {}
        elif tag == "tr" and self.tables:
            self.tables[-1]["rows"].append([])
            self._fill()
        elif tag == "sup":  # the mark of a footnote, no text of a cell
            self.kept, self.text = self.text, None
        elif tag == "br" and self.text is not None:
            self.text += "\n"
        elif tag in ("h2", "th", "td") or attributes.get("class") == "printed-note":
            self.text, self.height = "", int(attributes.get("rowspan", 1))

    def handle_data(self, data):
        if self.text is not None:
            self.text += data.replace("\n", "")

    def handle_endtag(self, tag):
        text, table = self.text, self.tables[-1] if self.tables else None
        if tag == "sup":
            self.text = self.kept
            return
        if tag == "h2":
            self.heading = text
        elif tag == "th":
            table["columns"].append(text)
        elif tag == "td":
            row = table["rows"][-1]
            self.below[len(row)] = [text] * (self.height - 1)
            row.append(text)
            self._fill()
        elif tag == "p" and text is not None:
            table["notes"].append(text)
        else:
            return
        self.text = None

    def _fill(self):
        """Put in what runs down from the rows above."""
        row = self.tables[-1]["rows"][-1]
        while self.below.get(len(row)):
            row.append(self.below[len(row)].pop())


def tables_of(page):
    """Each table with the heading before it, its columns, its rows filled up, its notes."""
    parser = _Tables()
    parser.feed(page)
    found = []
    for number, table in enumerate(parser.tables, start=1):
        _head, *rows = table["rows"]
        found.append(table | {"number": number, "rows": rows})
    return found
