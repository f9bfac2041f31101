"""Live redemptions for contracts: the provider that settings.CONTRACT_REDEMPTIONS names."""

from django.db.models import QuerySet

from redemptions.models import Redemption
from redemptions.rules.states import CORRECTABLE_REDEMPTIONS, UNPAID_REDEMPTIONS
from redemptions.selectors.redemptions import find_live_redemption
from vouchers.selectors.open_redemptions import OpenRedemption


class RedemptionsOfContracts:
    """The interface vouchers.selectors.open_redemptions.ContractRedemptions, by this app's tables."""

    def live(self) -> QuerySet[Redemption]:
        """Return the redemptions that have not ended unpaid."""
        return Redemption.objects.exclude(state__in=UNPAID_REDEMPTIONS)

    def find(self, contract_id: int) -> OpenRedemption | None:
        """Return the live redemption of the contract, or None. One query."""
        row = find_live_redemption(contract_id)
        if row is None:
            return None
        return OpenRedemption(
            pk=row.pk,
            state=row.state,
            correctable=row.state in CORRECTABLE_REDEMPTIONS,
            submitted_at=row.submitted_at,
            final_at=row.final_at,
        )


CONTRACT_REDEMPTIONS = RedemptionsOfContracts()
