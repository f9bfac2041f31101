"""Lists of payments and orders go along the index of what they are asked by: state or year."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("payments", "0002_indexes_that_repeated_another"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="payment",
            name="payment_by_payee",
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["payee", "id"], name="payment_by_payee"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(fields=["fiscal_year", "id"], name="payment_by_year"),
        ),
        migrations.AddIndex(
            model_name="paymentorder",
            index=models.Index(fields=["state", "id"], name="payment_order_by_state"),
        ),
        migrations.AddIndex(
            model_name="paymentorder",
            index=models.Index(fields=["fiscal_year", "id"], name="payment_order_by_year"),
        ),
    ]
