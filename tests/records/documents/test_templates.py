"""Templates that come in from outside: those that work, and those that are refused."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from docx import Document
from jinja2 import TemplateError

from records.documents import require_template
from records.documents.tags import PlainEnvironment
from tests.records.documents.forms import FORM, template


def refusal(content):
    with pytest.raises(ValidationError) as caught:
        require_template(ContentFile(content), FORM)
    return caught.value.code


def document(*texts):
    """A Word document of these paragraphs; a tuple is one of several runs."""
    made = Document()
    for text in texts:
        paragraph = made.add_paragraph()
        for run in text if isinstance(text, tuple) else (text,):
            paragraph.add_run(run)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def package(**members):
    """The default template with further members, by their names with _ for / and . as in word_x."""
    out = BytesIO(template().to_bytes())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def test_default_template_is_one_that_can_be_taken():
    require_template(ContentFile(template().to_bytes()), FORM)


def test_tag_that_word_cut_into_runs_is_one_tag():
    require_template(ContentFile(document(("{", "{ 日", "付 }", "}"))), FORM)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ 日付.__class__ }}",
        "{{ 日付|upper }}",
        "{{ range(9) }}",
        "{{ 'a' * 99999999 }}",
        "{% for x in range(100000) %}x{% endfor %}",
        "{% set x = 日付 %}",
        "{% include 日付 %}",
        "{%p macro m() %}",
        "{{r 日付 }}",
        "{% vm %}",
        "{# 日付 #}",
        "{{ 日付",
        ("{", "{ ''.__cla", "ss__ }}"),
    ],
)
def test_template_with_more_than_values_loops_and_conditions_is_refused(text):
    assert refusal(document(text)) == "tag"


def test_tag_that_begins_in_one_paragraph_and_ends_in_another_is_refused():
    assert refusal(document("{", "{ ''.__class__ }}")) == "tag"


def test_template_that_names_what_the_form_has_not_is_refused_with_the_name():
    with pytest.raises(ValidationError, match="監査の目標"):
        require_template(ContentFile(document("{{ 監査の目標 }}")), FORM)
    assert refusal(document("{% if 公印省略 %}{% else %}{{ 目標 }}{% endif %}")) == "name"
    assert refusal(document("{% for 行 in 日程表 %}{{ 行.場所 }}{% endfor %}")) == "name"


@pytest.mark.parametrize(
    "texts",
    [
        ("{% for 行 in 日程表 %}",),
        ("{% endif %}",),
        ("{% for 行 in 日付 %}{% endfor %}",),
        ("{{ 日程表 }}",),
        tuple("{% for 行 in 日程表 %}" for _ in range(4)) + ("{% endfor %}",) * 4,
    ],
)
def test_template_that_cannot_be_filled_is_refused(texts):
    assert refusal(document(*texts)) == "broken"


def test_loop_that_breaks_the_document_is_refused_and_not_mended():
    made = Document()
    cell = made.add_table(1, 1).cell(0, 0)
    cell.text = "{% for 行 in 日程表 %}"
    made.add_paragraph("{{ 行.日程 }}{% endfor %}")
    out = BytesIO()
    made.save(out)
    assert refusal(out.getvalue()) in {"content", "broken"}


def test_file_that_is_no_document_is_refused():
    assert refusal(b"PK\x03\x04 no package") == "content"
    assert refusal(package(word__document2_dot_xml=b"\xff\xfe\x00")) == "content"


def test_zip_bomb_is_refused_before_it_is_unpacked():
    assert refusal(package(word__media__a_dot_png=b"\0" * (20 * 1024 * 1024))) == "size"
    assert refusal(package(word__a_dot_xml=b" " * (1024 * 1024 + 1))) == "size"
    assert refusal(package(**{f"word__a{n}_dot_png": b"" for n in range(500)})) == "size"


@pytest.mark.parametrize(
    "member",
    [
        {"word__vbaProject_dot_bin": b"x"},
        {"word__embeddings__a_dot_xlsx": b"x"},
        {"word__a_dot_xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        {
            "word___rels__settings_dot_xml_dot_rels": b'<Relationship Type="x/attachedTemplate" '
            b'Target="http://x.example/a.dotm" TargetMode="External"/>'
        },
    ],
)
def test_template_that_brings_or_loads_something_else_is_refused(member):
    assert refusal(package(**member)) == "foreign"


def test_template_with_too_many_tags_is_refused():
    assert refusal(document("{{ 日付 }}" * 501)) == "tags"


@pytest.mark.parametrize(
    "source",
    [
        '<a b="{{ 日付.__class__ }}"/>',
        "{{ ''.__class__.__mro__ }}",
        "{{ self }}",
        "{% for a in lipsum() %}{% endfor %}",
        "{% filter upper %}{% endfilter %}",
        "{{ cycler }}",
    ],
)
def test_nothing_else_is_ever_compiled(source):
    with pytest.raises(TemplateError):
        PlainEnvironment(FORM.sample).from_string(source)
