"""The two states of a record: how far its life has come, and who may see it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MORE_VISIBLE = _("It cannot be more visible than what it belongs to.")


class Visibility(models.TextChoices):
    INTERNAL = "internal", _("internal")
    PUBLIC = "public", _("public")


class Life(models.TextChoices):
    DRAFT = "draft", _("draft")
    REGISTERED = "registered", _("registered")
    WITHDRAWN = "withdrawn", _("withdrawn")
