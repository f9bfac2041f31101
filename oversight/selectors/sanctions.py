"""Sanctions, read."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet

from core.access.checks import of_party
from core.values.actors import Actor
from oversight.models import Sanction
from oversight.permissions import STAFF
from oversight.rules.sanctions import APPLICANT_BARRED
from oversight.rules.states import STANDING_SANCTIONS, SanctionState


def barred_until(*, party_id: int, on: date) -> date | None:
    """The last day a party is barred from applying (取消申报资格), or None where it is not on that day. One query.

    The days of the decision count, whatever a job has noted yet; the last day still counts.
    """
    bars = Sanction.objects.filter(party_id=party_id, measure=APPLICANT_BARRED, state__in=STANDING_SANCTIONS)
    on_that_day = bars.filter(begins_on__lte=on, until__gte=on)
    return on_that_day.order_by("-until").values_list("until", flat=True).first()


def barred_with_former_teams(*, left: Mapping[int, datetime], on: date) -> date | None:
    """The last day a party is barred through others that people of its left: of the bars that were proposed before they
    did, in force on the day. One query."""
    bars = Sanction.objects.filter(party_id__in=left, measure=APPLICANT_BARRED, state__in=STANDING_SANCTIONS)
    rows = bars.filter(begins_on__lte=on, until__gte=on).values_list("party_id", "proposed_at", "until")
    return max((until for party_id, proposed_at, until in rows if proposed_at <= left[party_id]), default=None)


def visible_sanctions(actor: Actor) -> QuerySet[Sanction]:
    """Every sanction for staff; a party sees its own."""
    rows = Sanction.objects.select_related("party")
    return rows if actor.has(*STAFF) else of_party(rows, actor, column="party_id")


def get_party_of(sanction_id: int) -> int | None:
    """The party of a sanction, to be locked before it."""
    return Sanction.objects.filter(pk=sanction_id).values_list("party_id", flat=True).first()


def list_turning_ids(*, today: date, after: int, limit: int) -> list[int]:
    """Sanctions whose first day has come or whose last day is over, and that is not noted yet."""
    begun = Q(state=SanctionState.DECIDED, begins_on__lte=today)
    over = Q(state=SanctionState.IN_FORCE, until__lt=today)
    rows = Sanction.objects.filter(begun | over, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])
