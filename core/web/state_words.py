"""How each state of each state machine is shown: its word and its tone.

The words stand in STATES of each app's `messages`, by the name of the state machine; a tone gives the colour and the icon
of the badge.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.messages.catalogue import Collected
from core.messages.tables import Text

# Tone → icon. `draft`: not begun; `act`: somebody must act; `run`: under way; `good`, `bad`, `over`: ended.
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
    """A state as shown: the word, the tone (a colour of app.css) and the icon."""

    word: str
    tone: str
    icon: str


def badge(kind: str, state: str) -> Badge:
    """The badge of a state, the word in the active language. Raises KeyError for a kind or state not in the table."""
    word, tone = STATES[kind][state]
    return Badge(word=str(word), tone=tone, icon=TONES[tone])
