"""The house's name in the admin, and the admin site of its own."""

from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class JlisGovConfig(AppConfig):
    name = "jlis_gov"
    verbose_name = _("Annual report")

    def ready(self) -> None:
        """Name the room that is not ours and has no Japanese name."""
        apps.get_app_config("axes").verbose_name = _("Sign-ins")


class OfficeConfig(admin_apps.AdminConfig):
    default = False
    default_site = "jlis_gov.office.site.OfficeSite"
