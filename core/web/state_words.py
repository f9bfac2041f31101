"""Words and tones of states. Each app lists those of its state machines in STATES of its `messages`.

A tone is the colour and the icon of a badge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.messages.catalogue import Collected
from core.messages.tables import Text

# Tone → icon. `draft`: not begun; `act`: needs action; `run`: in progress; `good`, `bad`, `over`: ended.
TONES = {
    "draft": "edit",
    "act": "clock",
    "run": "activity",
    "good": "circle-check",
    "bad": "circle-x",
    "over": "archive",
}

STATES: Mapping[str, Mapping[str, tuple[Text, str]]] = Collected("STATES")


@dataclass(frozen=True)
class Badge:
    """The word of a state, its tone (a colour of app.css) and its icon."""

    word: str
    tone: str
    icon: str


def badge(kind: str, state: str) -> Badge:
    """Return the badge of a state in the active language. KeyError for a state that is not in the tables."""
    word, tone = STATES[kind][state]
    return Badge(word=str(word), tone=tone, icon=TONES[tone])
