"""Services with their published prices."""

from django.db import models
from django.db.models import Q

from facilities.rules.services import CATEGORIES


class Service(models.Model):
    """A service on open facilities (服务项目) with its category and published price in yuan per `price_unit`."""

    unit = models.ForeignKey("facilities.OpenUnit", on_delete=models.PROTECT, db_index=False, related_name="services")
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=20)
    description = models.TextField(default="")
    price = models.DecimalField(max_digits=14, decimal_places=2)
    price_unit = models.CharField(max_length=20)
    published = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="service_category_known", condition=Q(category__in=CATEGORIES)),
            models.CheckConstraint(name="service_price_not_negative", condition=Q(price__gte=0)),
            models.UniqueConstraint(fields=["unit", "name"], name="service_name_once_a_unit"),
        ]
        indexes = [models.Index(fields=["unit", "id"], name="service_by_unit")]
