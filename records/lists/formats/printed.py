"""A page to print."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from records.lists.downloads import Download, Shape
from records.lists.formats.declaration import Asked, Format
from records.lists.formats.paper import MOST, on_paper


def write(download: Download, asked: Asked) -> HttpResponseBase:
    """The list as a page without what surrounds it on screen."""
    return render(download.request, "records/print.html", {"table": on_paper(download)})


PRINT = Format(name="print", label=_("To print"), write=write, shapes=(Shape.SHOWN,), most=MOST)
