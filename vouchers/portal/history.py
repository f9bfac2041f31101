"""The history of a subject for the pages of vouchers and redemptions."""

from collections.abc import Collection

from accounts.selectors.members import map_member_names
from core.values.actors import Actor
from core.web import history as portal_history
from core.web.history import TimelineEntry
from vouchers.permissions import STAFF


def history(actor: Actor, *, subject_kind: str, subject_id: int, hidden: Collection[str] = ()) -> list[TimelineEntry]:
    """Return the events of a subject, newest first, without the `hidden` types.

    People of the reader's own party are named, those of other parties are not.
    """
    names = {} if actor.party_id is None else map_member_names(actor.party_id)
    return portal_history.history(
        subject_kind=subject_kind,
        subject_id=subject_id,
        names=names,
        internal=actor.has(*STAFF),
        hidden=hidden,
    )
