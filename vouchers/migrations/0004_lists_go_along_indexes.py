"""Lists of coupons and contracts go along the index of what they are asked by: state, year, or the day to redeem by.

A claim writes as many indexes as before: that by year takes the place of one by applicant and year, which repeated most of
that by applicant; and that by state begins where a coupon is no longer claimed.
"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("facilities", "0002_indexes_that_repeated_another"),
        ("matching", "0003_lists_go_along_indexes"),
        ("vouchers", "0003_indexes_that_repeated_another"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="coupon",
            name="coupon_by_applicant_year",
        ),
        migrations.RemoveIndex(
            model_name="coupon",
            name="coupon_by_round",
        ),
        migrations.RemoveIndex(
            model_name="redemption",
            name="redemption_by_unit",
        ),
        migrations.RemoveIndex(
            model_name="servicecontract",
            name="contract_by_unit",
        ),
        migrations.AddIndex(
            model_name="coupon",
            index=models.Index(fields=["year", "id"], name="coupon_by_year"),
        ),
        migrations.AddIndex(
            model_name="coupon",
            index=models.Index(fields=["round", "id"], name="coupon_by_round"),
        ),
        migrations.AddIndex(
            model_name="coupon",
            index=models.Index(
                condition=models.Q(("state", "claimed"), _negated=True),
                fields=["state", "id"],
                name="coupon_beyond_claim_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="redemption",
            index=models.Index(fields=["unit", "id"], name="redemption_by_unit"),
        ),
        migrations.AddIndex(
            model_name="servicecontract",
            index=models.Index(fields=["unit", "id"], name="contract_by_unit"),
        ),
        migrations.AddIndex(
            model_name="servicecontract",
            index=models.Index(fields=["state", "id"], name="contract_by_state"),
        ),
        migrations.AddIndex(
            model_name="servicecontract",
            index=models.Index(
                condition=models.Q(("state__in", ("registered", "amended", "completed", "terminated"))),
                fields=["redeem_by", "id"],
                name="contract_unredeemed",
            ),
        ),
    ]
