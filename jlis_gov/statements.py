"""The statements of the site on itself: accessibility, and privacy."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView


class StatementPage(TemplateView):
    """One statement: its heading, and the template that holds its text."""

    template_name = "jlis_gov/statement.html"
    heading: str | Promise = ""
    text: str = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {"heading": self.heading, "text": self.text}
        return super().get_context_data(**kwargs) | own


class AccessibilityPage(StatementPage):
    """The policy of JIS X 8341-3: whom it covers, its level, exceptions, whom to tell."""

    heading = _("Accessibility")
    text = "jlis_gov/accessibility.html"


class PrivacyPage(StatementPage):
    """What the site keeps of those who read it and of those who sign in."""

    heading = _("Privacy")
    text = "jlis_gov/privacy.html"
