"""Live redemptions for contracts: the provider that settings.CONTRACT_REDEMPTIONS names."""

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from core.values.money import ZERO
from redemptions.models import Redemption
from redemptions.rules.states import CORRECTABLE_REDEMPTIONS, UNPAID_REDEMPTIONS, RedemptionState
from vouchers.selectors.open_redemptions import OpenRedemption


class RedemptionsOfContracts:
    """The interface vouchers.selectors.open_redemptions.ContractRedemptions, by this app's tables."""

    def live(self) -> QuerySet[Redemption]:
        """Return the redemptions that have not ended unpaid."""
        return Redemption.objects.exclude(state__in=UNPAID_REDEMPTIONS)

    def find(self, contract_id: int) -> OpenRedemption | None:
        """Return the live redemption of the contract, or None. One query."""
        return _newest(self.live().filter(contract_id=contract_id))

    def last(self, contract_id: int) -> OpenRedemption | None:
        """Return the live redemption of the contract, else the last one that ended unpaid, or None. One query."""
        return _newest(Redemption.objects.filter(contract_id=contract_id))


def _newest(rows: QuerySet[Redemption]) -> OpenRedemption | None:
    row = rows.annotate(invoiced=Coalesce(Sum("invoices__amount"), ZERO)).order_by("-pk").first()
    if row is None:
        return None
    return OpenRedemption(
        pk=row.pk,
        number=row.number,
        state=row.state,
        actual_amount=row.actual_amount,
        invoiced=row.invoiced,
        correctable=row.state in CORRECTABLE_REDEMPTIONS,
        submitted_at=row.submitted_at,
        correct_by=row.correct_by if row.state == RedemptionState.RETURNED else None,
        final_at=row.final_at,
    )


CONTRACT_REDEMPTIONS = RedemptionsOfContracts()
