"""The two states of a record: how far its life has come, and who may see it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MORE_VISIBLE = _("It cannot be published before what it belongs to.")


class Visibility(models.TextChoices):
    INTERNAL = "internal", _("unpublished")
    PUBLIC = "public", _("published")


class Life(models.TextChoices):
    DRAFT = "draft", _("drafted")
    REGISTERED = "registered", _("approved")
    WITHDRAWN = "withdrawn", _("withdrawn")
