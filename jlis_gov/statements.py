"""The statements of the site on itself: accessibility, and privacy."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from records import agency


class StatementPage(TemplateView):
    """One statement: the text of that name in the agency's settings, else that of a template."""

    template_name = "jlis_gov/statement.html"
    heading: str | Promise = ""
    name: str = ""
    template: str = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of = agency.current()
        is_english = get_language() == "en" and of.english.get(self.name)
        return super().get_context_data(**kwargs) | {
            "heading": self.heading,
            "template": self.template,
            "text": of.told(self.name),
            "text_language": "en" if is_english else "ja",
        }


class AccessibilityPage(StatementPage):
    """The policy of JIS X 8341-3: whom it covers, its level, exceptions, whom to tell."""

    heading = _("Accessibility")
    name = "accessibility"
    template = "jlis_gov/accessibility.html"


class PrivacyPage(StatementPage):
    """What the site keeps of those who read it and of those who sign in."""

    heading = _("Privacy")
    name = "privacy"
    template = "jlis_gov/privacy.html"
