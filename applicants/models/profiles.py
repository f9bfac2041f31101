"""The declared facts that eligibility is decided on (article 7)."""

from django.db import models
from django.db.models import Q


class Enterprise(models.Model):
    """A technology SME (科技型中小微企业) and the facts it declares. Money in yuan."""

    party = models.OneToOneField(
        "accounts.Party", on_delete=models.PROTECT, primary_key=True, related_name="enterprise"
    )
    region = models.CharField(max_length=20)
    district = models.CharField(max_length=6, default="")
    established_on = models.DateField()
    legal_person = models.BooleanField()
    staff = models.PositiveIntegerField()
    annual_sales = models.DecimalField(max_digits=14, decimal_places=2)
    total_assets = models.DecimalField(max_digits=14, decimal_places=2)
    sound_finance = models.BooleanField()
    bad_credit = models.BooleanField()
    industry = models.CharField(max_length=40)
    declared_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="enterprise_figures_not_negative", condition=Q(annual_sales__gte=0, total_assets__gte=0)
            ),
        ]


class Founder(models.Model):
    """A founder of an enterprise who is or was in a team (创始人), as named at its registration; known by the ID number."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, db_index=False, related_name="founders")
    name = models.CharField(max_length=50)
    id_number_encrypted = models.BinaryField()
    id_number_index = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "id_number_index"], name="founder_once_an_enterprise"),
        ]


class Team(models.Model):
    """A start-up team (创业团队): no code, no legal personality; identified by its members."""

    party = models.OneToOneField("accounts.Party", on_delete=models.PROTECT, primary_key=True, related_name="team")
    region = models.CharField(max_length=20)
    project_stage = models.CharField(max_length=20)
    industry = models.CharField(max_length=40)
    legal_person = models.BooleanField(default=False)
    declared_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)


class TeamMember(models.Model):
    """A main member of a team (团队主要成员), identified by an encrypted ID number; in one verified team at a time."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False, related_name="members")
    name = models.CharField(max_length=50)
    id_number_encrypted = models.BinaryField()
    id_number_index = models.BinaryField(max_length=32)
    student = models.BooleanField()
    live = models.BooleanField(default=True)
    bound = models.BooleanField(default=False)
    """Whether an officer confirmed the member, with the team or after it: one such team a person."""
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="team_member_live_or_left",
                condition=Q(live=True, left_at=None) | Q(live=False, left_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=Q(live=True, bound=True),
                name="team_member_in_one_verified_team",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "id"], name="team_member_by_team"),
            models.Index(fields=["id_number_index"], name="team_member_by_person"),
        ]
