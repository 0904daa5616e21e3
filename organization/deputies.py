"""Deputies (代理): who may act for whom between two days, and what then counts for the deputy."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from records.base import one_kind_of_line_break, validate_text


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def in_force(self, at: date) -> Self:
        """Those of the day `at`, between accounts that are both in use."""
        of_today = self.filter(first_day__lte=at, last_day__gte=at)
        return of_today.filter(person__is_active=True, deputy__is_active=True)

    def not_over(self, at: date) -> Self:
        """Those of the day `at` and of later days."""
        return self.filter(last_day__gte=at)


class Deputy(models.Model):
    """Lets one account act for another from one day to another, both included."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="deputies",
        verbose_name=_("person represented"),
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="represented_people",
        verbose_name=_("deputy"),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(
        _("last day"), help_text=_("The deputy may act to the end of this day.")
    )
    reason = models.CharField(_("reason"), max_length=200, help_text=_("For example 出張、休暇"))

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                name="deputy_ends_after_it_begins",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                name="deputy_is_somebody_else",
                condition=~Q(person=F("deputy")),
                violation_error_message=_("Nobody is their own deputy."),
            ),
            models.UniqueConstraint(
                fields=["person", "deputy", "first_day"],
                name="deputy_begins_on_a_day_once",
                violation_error_message=_("This deputy already begins on this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} ({self.person})"

    def clean(self) -> None:
        super().clean()
        self.reason = one_kind_of_line_break(self.reason or "").strip()
        try:
            validate_text(self.reason, multiline=False)
        except ValidationError as error:
            raise ValidationError({"reason": error.error_list}) from error


def represented(user: Any) -> Any | None:
    """The person for whom `user` acts in this request; None for whoever acts for nobody else."""
    return getattr(user, "represented_person", None)


def holders(user: Any, right: str) -> list[int]:
    """Whose rows give `user` something for which `right` is needed: primary keys of accounts.

    The own, and those of the person for whom `user` acts, each only with the right by own roles.
    """
    person = represented(user)
    if person is None:
        return [user.pk] if user.has_perm(right) else []
    own = user.is_superuser or right in ModelBackend().get_all_permissions(user)
    found = [user.pk] if own else []
    return [*found, person.pk] if right in user.rights_as_deputy else found
