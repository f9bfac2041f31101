"""Certificates that raise the yearly limit or prove a first entry (article 12)."""

from django.db import models
from django.db.models import F, Q

from applicants.rules.profiles import CERTIFICATE_KINDS, LISTED_KINDS


class ListImport(models.Model):
    """An imported official list (名单导入): the file, the user, the counts of rows. All of its rows or none are imported."""

    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=200, default="")
    published_on = models.DateField()
    rows = models.PositiveIntegerField()
    matched = models.PositiveIntegerField()
    imported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "sha256"], name="list_imported_once"),
            models.CheckConstraint(name="list_import_kind_known", condition=Q(kind__in=LISTED_KINDS)),
        ]


class Certificate(models.Model):
    """A certificate or list entry (资质证书) with its validity, both days included.

    Bound to a party by code or name; has no party until the firm registers.
    """

    party = models.ForeignKey(
        "accounts.Party", on_delete=models.PROTECT, db_index=False, null=True, related_name="certificates"
    )
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    holder_name = models.CharField(max_length=200)
    holder_match_name = models.CharField(max_length=200)
    holder_uscc = models.CharField(max_length=18, default="")
    first_entry = models.DateField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    source = models.ForeignKey(ListImport, on_delete=models.PROTECT, null=True, related_name="certificates")
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    revoked_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="certificate_number_once_a_kind"),
            models.CheckConstraint(name="certificate_kind_known", condition=Q(kind__in=CERTIFICATE_KINDS)),
            models.CheckConstraint(name="certificate_days_in_order", condition=Q(valid_from__lte=F("valid_until"))),
            models.CheckConstraint(
                name="certificate_tech_sme_has_first_entry",
                condition=~Q(kind="tech_sme") | Q(first_entry__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["party"], name="certificate_by_party"),
            models.Index(fields=["holder_match_name"], name="certificate_by_holder"),
            models.Index(fields=["holder_uscc"], name="certificate_by_holder_uscc"),
        ]
