"""The house's name in the admin, and the admin site of its own."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class JlisGovConfig(AppConfig):
    name = "jlis_gov"
    verbose_name = _("Annual report")


class OfficeConfig(admin_apps.AdminConfig):
    default = False
    default_site = "jlis_gov.admin_site.OfficeSite"
