"""拨付时段: when a payment may be ordered (article 15.5). Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The first Beijing day on which money may be paid, and the fiscal year whose budget pays."""

    not_before: date
    fiscal_year: int

    def allows(self, *, on: date, fiscal_year: int) -> bool:
        """Whether money assigned to a fiscal year may still be paid on the day."""
        return self.not_before <= on and self.fiscal_year == fiscal_year
