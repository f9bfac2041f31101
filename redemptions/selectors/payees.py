"""The payee of a redemption, as its contract's policy says, and whether it can be paid."""

from django.db.models import Q

from accounts.rules.roles import MANAGER_ROLES
from core.values.actors import Actor
from payments.rules.payee_accounts import AccountStanding
from payments.rules.states import UNORDERED_PAYMENTS
from payments.selectors.payee_accounts import get_standing
from payments.selectors.payments import find_payment
from redemptions.models import Redemption
from redemptions.rules.states import LIVE_REDEMPTIONS
from redemptions.selectors.redemptions import get_contract_policy
from vouchers.rules.policies import Policy


def payee_of(redemption: Redemption, *, policy: Policy) -> int:
    """Return the party that is paid (收款方): the open unit, or the applicant where the policy says so."""
    return redemption.unit_id if policy.payee == "unit" else redemption.applicant_id


def account_standing_of(redemption: Redemption) -> tuple[int, AccountStanding]:
    """Return the payee of a redemption and what its payment still needs; `ready` where nothing will be ordered any more."""
    payee_id = payee_of(redemption, policy=get_contract_policy(redemption.contract))
    return payee_id, get_standing(payee_id) if _will_be_ordered(redemption) else AccountStanding.READY


def has_unpaid_redemption(actor: Actor) -> bool:
    """Whether the acting party is the payee of a redemption that is neither paid nor ended, a draft included."""
    paid_to_unit = Q(unit_id=actor.party_id, contract__policy_version__params__payee="unit")
    paid_to_applicant = Q(applicant_id=actor.party_id, contract__policy_version__params__payee="applicant")
    return Redemption.objects.filter(paid_to_unit | paid_to_applicant, state__in=LIVE_REDEMPTIONS).exists()


def lacks_account(actor: Actor) -> bool:
    """Whether the actor is a manager of a payee that is owed, or may be, and has entered no account."""
    if not actor.has(*MANAGER_ROLES) or not has_unpaid_redemption(actor):
        return False
    return get_standing(actor.party) == AccountStanding.NONE


def _will_be_ordered(redemption: Redemption) -> bool:
    if redemption.state not in LIVE_REDEMPTIONS or redemption.decision == "reject":
        return False
    payment = find_payment(subject_kind="redemption", subject_id=redemption.pk)
    return payment is None or payment.state in UNORDERED_PAYMENTS
