"""What contracts must know of their redemptions. The app above says it: settings.CONTRACT_REDEMPTIONS names its object."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenRedemption:
    """The live redemption of a contract (办理中的兑现申请). `correctable`: its evidence may still be changed."""

    pk: int
    state: str
    correctable: bool
    submitted_at: datetime | None
    final_at: datetime | None


class ContractRedemptions(Protocol):
    """What the app of redemptions provides."""

    def live(self) -> QuerySet[Model]:
        """Live redemptions; rows have a `contract_id`."""

    def find(self, contract_id: int) -> OpenRedemption | None:
        """The live redemption of the contract, or None."""


def live_redemptions() -> QuerySet[Model]:
    """Live redemptions, to be filtered by contract."""
    return _provider().live()


def find_open_redemption(contract_id: int) -> OpenRedemption | None:
    """The live redemption of the contract, or None."""
    return _provider().find(contract_id)


def _provider() -> ContractRedemptions:
    found: ContractRedemptions = import_string(settings.CONTRACT_REDEMPTIONS)
    return found
