"""Errors as codes with params. The sentences for the codes are in the apps' messages. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

Param = str | int | bool | None | Sequence[str] | Sequence[int]
"""The types of params, which are written to JSON unchanged: amounts as "50000.00", days in ISO format."""

Kind = Literal["invalid", "refused", "denied", "missing", "busy"]
"""The kind of an error, answered by 400, 409, 403, 404, 503 in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """拒绝理由. One failed condition: its code, the params of its sentence, and its field."""

    code: str
    params: Mapping[str, Param] = dataclass_field(default_factory=dict)
    field: str | None = None


class DomainError(Exception):
    """An error with a code. The transaction in which it is raised is rolled back."""

    def __init__(self, code: str, *, field: str | None = None, kind: Kind = "invalid", **params: Param) -> None:
        super().__init__(code, params)
        self.code = code
        self.field = field
        self.kind = kind
        self.params: Mapping[str, Param] = params

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The error as a sequence of refusals, as `Refused` has them."""
        return (Refusal(code=self.code, params=self.params, field=self.field),)


class Refused(DomainError):
    """拒绝. All failed conditions of one request, in the order of the rules."""

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
        """All refusals, in order."""
        return self._refusals
