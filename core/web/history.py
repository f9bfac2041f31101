"""The history of a subject for its page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.events.history import timeline
from core.messages.catalogue import event_sentence
from core.web.state_words import STATES, TONES
from core.web.words import readable


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One entry of templates/components/timeline.html."""

    at: datetime
    sentence: str
    actor: str
    tone: str
    icon: str
    detail: str = ""


def history(
    *,
    subject_kind: str,
    subject_id: int,
    names: Mapping[int, str],
    internal: bool = False,
    hidden: Collection[str] = (),
) -> list[TimelineEntry]:
    """Return the events of a subject for its page, newest first.

    `names` are the users whose names the reader may see: those of the own party. `internal` readers also get events
    without a party. Events of the `hidden` types are left out.
    """
    lines = timeline(subject_kind=subject_kind, subject_id=subject_id, internal=internal)
    return [
        TimelineEntry(
            at=line.at,
            sentence=event_sentence(line.type, readable(line.type, line.data)),
            actor=_("系统自动") if line.actor_id is None else acted_by(names, line.actor_id, data=line.data),
            tone=_tone(subject_kind, line.to_state),
            icon=TONES[_tone(subject_kind, line.to_state)],
        )
        for line in reversed(lines)
        if line.type not in hidden
    ]


def acted_by(names: Mapping[int, str], actor_id: int, *, data: Mapping[str, object]) -> str:
    """Return the name of an actor, with that of the person in whose name it was done (王某 代 李某).

    Empty for an actor whose name the reader may not see.
    """
    actor, principal = names.get(actor_id, ""), data.get("principal")
    if not isinstance(principal, int) or not actor or principal not in names:
        return actor
    return _("%(actor)s 代 %(principal)s") % {"actor": actor, "principal": names[principal]}


def _tone(kind: str, state: str) -> str:
    return STATES[kind][state][1] if state in STATES.get(kind, {}) else "run"
