"""Projects: an applicant's request to an open unit, before a contract."""

from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from matching.rules.states import PROJECT, ProjectState


class Project(models.Model):
    """A cooperation project (合作项目): a request to one open unit. A request to several units makes one row each."""

    applicant = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="projects")
    unit = models.ForeignKey("facilities.OpenUnit", on_delete=models.PROTECT, db_index=False, related_name="projects")
    service = models.ForeignKey("facilities.Service", on_delete=models.PROTECT, null=True, related_name="projects")
    title = models.CharField(max_length=200)
    description = models.TextField(default="")
    expected_amount = models.DecimalField(max_digits=14, decimal_places=2)
    coupon_amount = models.DecimalField("拟用创新券金额", max_digits=14, decimal_places=2, null=True)
    needed_by = models.DateField("期望完成日期", null=True)
    statutory_testing = models.BooleanField()
    municipal_funding = models.BooleanField()
    state = StateField(ProjectState, default=ProjectState.REQUESTED)
    requested_at = models.DateTimeField()
    answer_by = models.DateField()
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40)
    answered_at = models.DateTimeField(null=True)
    answer_reason = models.CharField(max_length=500, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="project_amount_positive", condition=Q(expected_amount__gt=0)),
            models.CheckConstraint(
                name="project_coupon_amount_positive", condition=Q(coupon_amount=None) | Q(coupon_amount__gt=0)
            ),
            models.CheckConstraint(
                name="project_says_what_it_needs", condition=Q(service__isnull=False) | ~Q(description="")
            ),
            models.CheckConstraint(name="project_between_two_parties", condition=~Q(applicant=F("unit"))),
        ]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="project_by_applicant"),
            models.Index(fields=["unit", "-id"], name="project_by_unit"),
            models.Index(fields=["state", "id"], name="project_by_state"),
            models.Index(
                fields=["answer_by", "id"], condition=Q(state=ProjectState.REQUESTED), name="project_unanswered"
            ),
        ]
        triggers = legal_transitions("project", PROJECT)

    @property
    def number(self) -> str:
        """合作项目编号, as people read it: XM2026-0000004."""
        return object_number(Series.PROJECT, at=self.requested_at, pk=self.pk)
