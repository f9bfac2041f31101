"""From the number of an object to its page."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from core.messages.object_numbers import NUMBERS
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.object_numbers import ObjectNumber
from core.web.menu import audiences_of


def object_url(number: ObjectNumber, *, actor: Actor) -> str:
    """Return the address of the page of an object that the actor may see.

    Raises `not_found` where no object has this number, and alike for one that the actor may not see.
    """
    numbered = NUMBERS[number.series]
    visible: Callable[[Actor], QuerySet[Model]] = import_string(numbered.visible)
    made_at = visible(actor).filter(pk=number.pk).values_list(numbered.made_at, flat=True).first()
    if made_at is None or beijing_day(made_at).year != number.year:
        raise DomainError("not_found", kind="missing")
    pages = [numbered.pages[audience] for audience in audiences_of(actor.roles) if audience in numbered.pages]
    page = pages[0] if pages else numbered.page
    if page in numbered.gathered:
        return reverse(page)
    return f"{reverse(page)}?{urlencode({'text': number})}" if numbered.listed else reverse(page, args=[number.pk])
