"""Messages to staff about rounds, budgets and appropriations that wait for a second person, and their decisions."""

from collections.abc import Iterable

from accounts.rules.roles import Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.models import Event
from core.notifications.sending import notify
from core.values.deadlines import beijing_day
from vouchers.selectors.appropriations import get_appropriation
from vouchers.selectors.budget_changes import get_budget_change
from vouchers.selectors.rounds import get_any_round


def round_proposed(*, event: Event) -> None:
    """Ask the approvers to announce a round before it opens."""
    row = get_any_round(event.subject_id)
    _notify_roles(event, roles=[Role.APPROVER], more={"opens_on": beijing_day(row.opens_at).isoformat()})


def round_sent_back(*, event: Event) -> None:
    """Notify the person who proposed a round that it is a draft again."""
    _notify(event, user_ids=[event.data["proposed_by"]])


def budget_change_proposed(*, event: Event) -> None:
    """Ask the approvers to decide a change of a round's budget."""
    _notify_roles(event, roles=[Role.APPROVER])


def budget_change_decided(*, event: Event) -> None:
    """Notify the person who proposed a change of its decision."""
    _notify(event, user_ids=[get_budget_change(event.subject_id).proposed_by_id])


def appropriation_entered(*, event: Event) -> None:
    """Ask finance and the approvers to confirm the money of a year."""
    _notify_roles(event, roles=[Role.APPROVER, Role.FINANCE])


def appropriation_decided(*, event: Event) -> None:
    """Notify the person who entered an appropriation of its decision."""
    _notify(event, user_ids=[get_appropriation(event.subject_id).entered_by_id])


def _notify_roles(event: Event, *, roles: Iterable[str], more: dict[str, str] | None = None) -> None:
    """Notify the holders of these roles, but not the person who acted."""
    holders = set(list_user_ids(party_id=get_authority().pk, roles=roles)) - {event.actor_id}
    _notify(event, user_ids=holders, more=more)


def _notify(event: Event, *, user_ids: Iterable[int], more: dict[str, str] | None = None) -> None:
    notify(
        user_ids=user_ids,
        kind=event.type,
        params={name: value for name, value in {**event.data, **(more or {})}.items() if value is not None},
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=get_authority().pk,
    )
