"""Templates that come in from outside, looked at before anything of them is used."""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from docx import Document
from jinja2 import TemplateError

from records.documents.filling import fill
from records.documents.form import OfficialForm
from records.documents.frame import MADE_AT
from records.documents.tags import UnknownValueError

LARGEST = 2 * 1024 * 1024  # bytes of a template; the default ones have some 40,000
LARGEST_UNPACKED = 20 * 1024 * 1024
LARGEST_TEXT = 1024 * 1024  # bytes of a part with text
MOST_PARTS, MOST_TAGS = 500, 500
_NAME = r"[^\W\d_][\w]*(?:\.[^\W\d_][\w]*)*"
_TAG = re.compile(
    rf"{{{{ *{_NAME} *}}}}"
    rf"|{{%(?:tr|p)? *(?:for [^\W\d_]\w* in {_NAME}|if (?:not )?{_NAME}|else|endif|endfor) *%}}"
)
_OPENING = re.compile(r"\{[{%#]")
_MARKUP = re.compile(r"<[^>]*>")
_FOREIGN = re.compile(rb'TargetMode="External"|/(?:aFChunk|attachedTemplate|oleObject|control)"')
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
_LINK = re.compile(rb"<Relationship [^>]*/hyperlink\"[^>]*>")

_TOO_LARGE = _("The template is too large: at most %(most)s, unpacked %(unpacked)s.")
_NO_DOCUMENT = _("The file is no Word document that can be read. Please save it again in Word.")
_FOREIGN_PARTS = _(
    "The template contains or loads something else (a macro, an embedded object, another file). "
    "Please remove that."
)
_TOO_MANY = _("The template has more than %(most)d tags.")
_NO_TAG = _(
    "“%(tag)s” is not possible in a template. Possible are names of values, “for … in …” to "
    "“endfor”, “if …” to “else” and “endif”."
)
_UNKNOWN = _("The template names “%(name)s”, which this document has not.")
_BROKEN = _(
    "The template cannot be filled. Please see that each “for” has its “endfor”, each “if” its "
    "“endif”, and that both stand in rows or paragraphs of their own."
)


def require_template(file: Any, form: OfficialForm) -> None:
    """Raise `ValidationError` unless `file` is a template from which `form` can be made."""
    if file.size > LARGEST:
        raise _too_large()
    file.seek(0)
    content = file.read()
    for text in _texts(content):
        _require_tags(text)
    _require_fills(content, form)


def _texts(content: bytes) -> Iterator[str]:
    """The text of each part, without markup, once all are seen to be harmless."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
                raise _too_large()
            for part in parts:
                yield from _text_of(part, package.read(part))
    except _UNREADABLE as error:
        raise ValidationError(_NO_DOCUMENT, code="content") from error


def _text_of(part: zipfile.ZipInfo, content: bytes) -> Iterator[str]:
    name = part.filename.lower()
    is_foreign = name.endswith(".bin") or name.startswith(("word/embeddings/", "word/activex/"))
    if name.endswith(".rels"):
        is_foreign = is_foreign or bool(_FOREIGN.search(_LINK.sub(b"", content)))
    if is_foreign or (name.endswith((".xml", ".rels")) and b"<!" in content):
        raise ValidationError(_FOREIGN_PARTS, code="foreign")
    if name.endswith(".xml"):
        if len(content) > LARGEST_TEXT:
            raise _too_large()
        yield html.unescape(_MARKUP.sub("", content.decode()))


def _require_tags(text: str) -> None:
    if len(_OPENING.findall(text)) > MOST_TAGS:
        raise ValidationError(_TOO_MANY, params={"most": MOST_TAGS}, code="tags")
    if found := _OPENING.search(_TAG.sub("", text)):
        rest = _TAG.sub("", text)[found.start() :]
        raise ValidationError(_NO_TAG, params={"tag": rest[:60]}, code="tag")


def _require_fills(content: bytes, form: OfficialForm) -> None:
    """Fill it with nothing and with lists of two rows, and open what comes of it."""
    try:
        for times in (0, 2):
            values = _repeated(form.sample, times)
            made = fill(form, values, title="", made_at=MADE_AT, template=content)
            Document(BytesIO(made))
    except UnknownValueError as error:
        raise ValidationError(_UNKNOWN, params={"name": error.message}, code="name") from error
    except TemplateError as error:
        raise ValidationError(_BROKEN, code="broken") from error
    except Exception as error:  # a damaged file may fail in the libraries in any way
        raise ValidationError(_NO_DOCUMENT, code="content") from error


def _repeated(sample: Any, times: int) -> Any:
    """The sample with so many times what stands in it; with 0, without any text."""
    if isinstance(sample, list):
        return [_repeated(each, times) for each in sample] * times
    if isinstance(sample, Mapping):
        return {name: _repeated(each, times) for name, each in sample.items()}
    return sample * times


def _too_large() -> ValidationError:
    params = {"most": filesizeformat(LARGEST), "unpacked": filesizeformat(LARGEST_UNPACKED)}
    return ValidationError(_TOO_LARGE, params=params, code="size")
