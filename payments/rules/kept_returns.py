"""退汇抵还: what of returned money repays the recoveries of its payment, and what is paid again (articles 15.5, 17). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """Returned yuan: the part kept for each recovery, in their order, and the rest that is paid again."""

    parts: tuple[Decimal, ...]
    rest: Decimal


def keep(*, returned: Decimal, owed: Sequence[Decimal]) -> Kept:
    """Keep returned yuan up to what each recovery still owes, the first ones first."""
    parts, left = [], returned
    for each in owed:
        parts.append(min(each, left))
        left -= parts[-1]
    return Kept(parts=tuple(parts), rest=left)
