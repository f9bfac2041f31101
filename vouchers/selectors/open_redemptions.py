"""Live redemptions for contracts. The app above provides them: settings.CONTRACT_REDEMPTIONS names the provider."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenRedemption:
    """The live redemption of a contract (办理中的兑现申请). Yuan.

    `correctable` says whether its evidence may still be changed; `invoiced` is the sum of its invoices. `correct_by` is the
    last day to correct a returned one, None in every other state.
    """

    pk: int
    number: str
    state: str
    correctable: bool
    actual_amount: Decimal
    invoiced: Decimal
    submitted_at: datetime | None
    correct_by: date | None
    final_at: datetime | None


class ContractRedemptions(Protocol):
    """The interface that the app of redemptions implements."""

    def live(self) -> QuerySet[Model]:
        """Return the live redemptions; each row has a `contract_id`."""

    def find(self, contract_id: int) -> OpenRedemption | None:
        """Return the live redemption of the contract, or None."""

    def last(self, contract_id: int) -> OpenRedemption | None:
        """Return the live redemption of the contract, else the last one that ended unpaid, or None."""


def live_redemptions() -> QuerySet[Model]:
    """Return the live redemptions, to be filtered by contract."""
    return _provider().live()


def find_open_redemption(contract_id: int) -> OpenRedemption | None:
    """Return the live redemption of the contract, or None."""
    return _provider().find(contract_id)


def find_last_redemption(contract_id: int) -> OpenRedemption | None:
    """Return the live redemption of the contract, else the last one that ended unpaid, or None."""
    return _provider().last(contract_id)


def _provider() -> ContractRedemptions:
    found: ContractRedemptions = import_string(settings.CONTRACT_REDEMPTIONS)
    return found
