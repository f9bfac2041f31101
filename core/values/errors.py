"""What can go wrong, as codes. The sentence for each code lives in the app's messages.py. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

Param = str | int | bool | None | Sequence[str] | Sequence[int]
"""What a param may be, so that it goes to JSON as it is: amounts as "50000.00", days as ISO."""

Kind = Literal["invalid", "refused", "denied", "missing", "busy"]
"""How the edge answers: 400, 409, 403, 404, 503."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """拒绝理由. One failed condition: its code, what the sentence needs, the field it is about."""

    code: str
    params: Mapping[str, Param] = dataclass_field(default_factory=dict)
    field: str | None = None


class DomainError(Exception):
    """One coded error. Nothing was written when it is raised."""

    def __init__(self, code: str, *, field: str | None = None, kind: Kind = "invalid", **params: Param) -> None:
        super().__init__(code, params)
        self.code = code
        self.field = field
        self.kind = kind
        self.params: Mapping[str, Param] = params

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The error as refusals, so that an edge can show one or many alike."""
        return (Refusal(code=self.code, params=self.params, field=self.field),)


class Refused(DomainError):
    """拒绝. Every failed condition of one request, in the order of the rules."""

    def __init__(self, refusals: Sequence[Refusal], *, kind: Kind = "refused") -> None:
        if not refusals:
            raise ValueError("a refusal needs at least one reason")
        first = refusals[0]
        super().__init__(first.code, field=first.field, kind=kind)
        self.params = first.params
        self._refusals = tuple(refusals)

    def __str__(self) -> str:
        return ", ".join(refusal.code for refusal in self._refusals)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Every reason, in order."""
        return self._refusals
