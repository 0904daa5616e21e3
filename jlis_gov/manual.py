"""The user guide of docs/ja as pages of the site, and which of them helps where.

Its files lie beside the code: help works where no network does, and tells of this very version.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import pairwise
from struct import unpack
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views import View
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = settings.BASE_DIR / "docs" / "ja"
CONTENTS = "README"
FILES = {str(file.relative_to(FOLDER).with_suffix("")): file for file in FOLDER.rglob("*.md")}
IMAGES = {file.name: file for file in (FOLDER / "images").glob("*.png")}
# A wide table scrolls by itself, by the keyboard, too.
SCROLLED = 'class="manual-scroll" tabindex="0"'

# Names of addresses, and the page (with its section) that helps there: the first that fits.
HELP = (
    ("admin:import*", "workflows/import"),
    ("admin:plan_copy", "workflows/plan"),
    ("admin:reorganise*", "workflows/reorganise"),
    ("admin:organization_reorganisation_*", "workflows/reorganise"),
    ("admin:withdraw_correction", "workflows/publication#公表した記録の誤りを直す（正誤）"),
    ("admin:audits_auditplan_*", "workflows/plan"),
    ("admin:audits_finding_*", "workflows/findings"),
    ("admin:audits_issueddocument_*", "workflows/documents"),
    ("admin:audits_documenttemplate_*", "workflows/documents#ひな形を差し替える"),
    ("admin:audits_documentrequest_*", "workflows/requests"),
    ("admin:oversight_submission_*", "workflows/submissions"),
    ("admin:audits_procedure_*", "workflows/procedures"),
    ("admin:auth_user_duties", "roles/audit_office#引継ぎ"),
    ("admin:auth_*", "roles/audit_office#アカウントの管理"),
    ("admin:axes_*", "roles/audit_office#アカウントの管理"),
    ("admin:password_change*", "README#サインイン"),
    ("admin:log*", "README#サインイン"),
    ("admin:records_journalentry_*", "workflows/history"),
    ("admin:records_agencysettings_*", "workflows/settings"),
    ("admin:records_reading_*", "workflows/readings"),
    ("admin:records_disposalregister_*", "workflows/retention"),
    ("admin:records_mail_*", "workflows/my_work"),
    ("admin:organization_deputy_*", "workflows/my_work"),
    ("admin:calendars_subscription_*", "roles/audit_office"),
    ("admin:*_recurring", "workflows/entry#毎月、毎週の記録をまとめて登録する"),
    ("admin:*_step", "workflows/publication"),
    ("admin:*_bulk", "workflows/publication#まとめて処理する"),
    ("admin:*_history", "workflows/history"),
    ("admin:*_restore", "workflows/history"),
    ("admin:*_delete", "workflows/publication#取り下げる、非公表に戻す"),
    ("admin:*_changelist", "workflows/entry"),
    ("admin:*_add", "workflows/entry"),
    ("admin:*_change", "workflows/entry"),
    ("admin:*", "roles/audit_office"),
    ("audits:answer", "roles/department_contact"),
    ("audits:assigned", "roles/department_contact"),
    ("audits:results", "roles/statutory_auditor#監事監査の結果の記録"),
    ("audits:finding*", "workflows/findings"),
    ("audits:procedure*", "workflows/procedures"),
    ("oversight:coverage", "workflows/oversight#部門別の監査実施状況を見る"),
    ("oversight:coverage_years", "workflows/oversight#何年度監査していないかを見る"),
    ("oversight:submission*", "workflows/submissions"),
    ("oversight:certificate", "workflows/oversight#義務の履行状況を確認する"),
    ("oversight:*", "workflows/oversight"),
    ("audits:issued*", "workflows/documents"),
    ("audits:reminders", "workflows/findings"),
    ("audits:request*", "workflows/requests"),
    ("audits:audit_requests", "workflows/requests"),
    ("audits:asked", "workflows/requests"),
    ("audits:submit", "workflows/requests"),
    ("evidence", "roles/inspector"),
    ("my_work", "workflows/my_work"),
    ("deputies", "workflows/my_work"),
    ("digest", "workflows/my_work"),
    ("sign_in", "README#サインイン"),
    ("first_password", "README#サインイン"),
    ("reset*", "README#パスワードを忘れたとき"),
    ("account_reset_*", "README#パスワードを忘れたとき"),
    ("confirm_address", "README#パスワードを忘れたとき"),
    ("account", "README#サインイン"),
    ("account_reauthenticate", "README#二要素認証"),
    ("mfa_*", "README#二要素認証"),
    ("*_list", "workflows/export"),
    ("*history", "workflows/history"),
)


def help_page(name: str) -> str | None:
    """The page of the guide, with its section, for the address of this name; None: none is said."""
    return next((page for pattern, page in HELP if fnmatchcase(name, pattern)), None)


def help_address(name: str) -> str:
    """Where help for the address of this name is: a page of the guide, or its contents."""
    page, _hash, section = (help_page(name) or CONTENTS).partition("#")
    return f"{page_address(page)}{f'#{quote(section)}' if section else ''}"


def page_address(page: str) -> str:
    return reverse("manual") if page == CONTENTS else reverse("manual_page", args=[page])


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page of the guide: its title, and the rest of it as HTML."""

    title: str
    html: SafeString


@cache
def rendered(page: str, language: str) -> Rendered:
    """A page of the guide; its links lead to the pages in `language`, which is in use."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", lambda *_args: f"<div {SCROLLED}><table>\n")
    markdown.add_render_rule("table_close", lambda *_args: "</table></div>\n")
    tokens = markdown.parse(FILES[page].read_text(encoding="utf-8"))
    for token in all_of(tokens):
        token.attrs.pop("style", None)  # of a table's columns; the policy allows none
        for name in ("href", "src"):
            if name in token.attrs:
                token.attrs[name] = address(page, str(token.attrs[name]))
        if token.type == "image":  # its place is kept while it comes
            name = posixpath.basename(str(token.attrs["src"]))
            token.attrs["width"], token.attrs["height"] = size_of(name)
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrs["id"] = words.content
    html = markdown.renderer.render(tokens[3:], markdown.options, {})  # a heading is three
    return Rendered(tokens[1].content, mark_safe(html))  # noqa: S308 (ours, without raw HTML)


def all_of(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from all_of(token.children or ())


def size_of(picture: str) -> tuple[int, int]:
    """The width and height of a picture of the guide, in pixels (PNG, 11.2.2)."""
    width, height = unpack(">II", IMAGES[picture].read_bytes()[16:24])
    return width, height


def address(page: str, link: str) -> str:
    """Where a link on a page of the guide leads on this site."""
    parts = urlsplit(link)
    if parts.scheme or not parts.path:
        return link
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path))
    if target.startswith("images/"):
        return reverse("manual_image", args=[posixpath.basename(target)])
    return parts._replace(path=page_address(target.removesuffix(".md"))).geturl()


class ManualPage(LoginRequiredMixin, TemplateView):
    """A page of the guide, for whoever has an account."""

    template_name = "jlis_gov/manual.html"

    def get_context_data(self, page: str = CONTENTS, **kwargs: Any) -> dict[str, Any]:
        if page not in FILES:
            raise Http404
        shown = rendered(page, get_language() or "")
        return super().get_context_data(**kwargs) | {"page": shown, "is_contents": page == CONTENTS}


class ManualImage(LoginRequiredMixin, View):
    """A picture of the guide."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        if name not in IMAGES:
            raise Http404
        return HttpResponse(IMAGES[name].read_bytes(), content_type="image/png")


urlpatterns: list[URLPattern] = [
    path("help/", ManualPage.as_view(), name="manual"),
    path("help/images/<str:name>", ManualImage.as_view(), name="manual_image"),
    path("help/<path:page>/", ManualPage.as_view(), name="manual_page"),
]
