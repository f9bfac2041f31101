"""Base pages for one step of a state machine, with or without a confirmation."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.idempotency.commands import Outcome
from core.web.pages import Context, FormPage, Reason
from core.web.state_words import STATES

Words = str | Promise


class StepPage(FormPage):
    """A form for one step. `machine` names the state machine whose words are used for states in its refusals."""

    machine: ClassVar[str] = ""

    def _show_again(self, form: forms.BaseForm, refusals: list[Reason]) -> HttpResponse:
        return super()._show_again(form, [in_words(each, machine=self.machine) for each in refusals])


class ConfirmPage(StepPage):
    """A page that shows the consequences of a step and asks to confirm it.

    Subclasses give `consequences` and `back_url`.
    """

    template = "components/confirm.html"
    title: ClassVar[Words]
    confirm_label: ClassVar[Words]
    tone: ClassVar[str] = "danger"
    icon: ClassVar[str] = "alert-triangle"

    def consequences(self) -> Sequence[str]:
        """Return the consequences of the step, one sentence each."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Return the address of the page that the step belongs to."""
        raise NotImplementedError

    def obstacle(self) -> str:
        """Return why the step is impossible now, shown instead of the form; empty while it is possible."""
        return ""

    def context(self) -> Context:
        return {
            "title": self.title,
            "obstacle": (obstacle := self.obstacle()),
            "consequences": () if obstacle else self.consequences(),
            "confirm_label": self.confirm_label,
            "cancel_url": self.back_url(),
            "tone": self.tone,
            "icon": self.icon,
        }

    def next_url(self, outcome: Outcome, **ids: int) -> str:
        return self.back_url()


def in_words(refusal: Reason, *, machine: str) -> Reason:
    """Return the refusal; in an `illegal_state` the state is replaced by its word in this state machine."""
    state = refusal.get("params", {}).get("state")
    if refusal["code"] != "illegal_state" or not isinstance(state, str) or state not in STATES.get(machine, {}):
        return refusal
    return {**refusal, "params": {"state": str(STATES[machine][state][0])}}


def join_words(codes: Sequence[str], table: Mapping[str, object]) -> str:
    """Join the words for codes; a code without a word stays as it is."""
    return _("、").join(str(table.get(code, code)) for code in codes)
