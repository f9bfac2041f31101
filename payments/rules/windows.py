"""拨付时段. When a payment may be ordered (article 15.5). Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From which Beijing day money may be paid, and of which year's budget."""

    not_before: date
    fiscal_year: int

    def allows(self, *, on: date, fiscal_year: int) -> bool:
        """Whether money told to a fiscal year may be paid on the day still."""
        return self.not_before <= on and self.fiscal_year == fiscal_year
