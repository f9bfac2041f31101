"""From the number of an object to its page."""

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.urls import reverse

from core.messages.catalogue import Collected
from core.messages.tables import Numbered
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.object_numbers import ObjectNumber, Series
from core.web.menu import audiences_of

NUMBERS: Mapping[Series, Numbered] = Collected("NUMBERS")


def object_url(number: ObjectNumber, *, roles: Iterable[str]) -> str:
    """Return the path of the page of an object for people of these roles.

    Raises `not_found` where no object has this number. The page itself says the same of an object that is not theirs.
    """
    numbered = NUMBERS[number.series]
    made_at = (
        apps.get_model(numbered.model).objects.filter(pk=number.pk).values_list(numbered.made_at, flat=True).first()
    )
    if made_at is None or beijing_day(made_at).year != number.year:
        raise DomainError("not_found", kind="missing")
    pages = [numbered.pages[audience] for audience in audiences_of(roles) if audience in numbered.pages]
    return reverse(pages[0] if pages else numbered.page, args=[number.pk])
