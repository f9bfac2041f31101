"""Certificates of a fourth kind: tenants of recognised incubators."""

from django.db import migrations, models

KINDS = ("national_hnte", "zhongguancun_hnte", "tech_sme", "incubator_tenant")


class Migration(migrations.Migration):
    dependencies = [("applicants", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="certificate", name="certificate_kind_known"),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="certificate_kind_known"),
        ),
    ]
