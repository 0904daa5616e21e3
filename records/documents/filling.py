"""A template filled with values.

Templates are Word documents with the tags of docxtpl: `{{ 日付 }}`, `{% for 行 in 一覧 %}` to
`{% endfor %}`, `{% if 文書番号 %}` to `{% endif %}`; with `tr` or `p` right after `{%` the row
or paragraph in which it stands is the tag.
"""

from datetime import datetime
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from records.documents.form import OfficialForm, Values
from records.documents.tags import PlainEnvironment


def fill(
    form: OfficialForm,
    values: Values,
    *,
    title: str,
    made_at: datetime,
    template: bytes | None = None,
) -> bytes:
    """The document of a form, after its default template where no other is given.

    `made_at` (naive, UTC) is the document's date. Raises `jinja2.TemplateError` and
    `lxml.etree.LxmlError` where a given template becomes no document.
    """
    document = _StrictTemplate(BytesIO(template or form.template().to_bytes()))
    document.render(dict(values), PlainEnvironment(form.sample), autoescape=True)
    properties = document.docx.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.last_modified_by = ""
    properties.created = properties.modified = made_at
    out = BytesIO()
    document.save(out)
    return out.getvalue()


class _StrictTemplate(DocxTemplate):
    """A template of which nothing is lost: broken XML raises `XMLSyntaxError` and is not mended."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml.encode())
        return super().fix_tables(xml)
