"""The demonstration data, in the order in which they are made. Every step calls a service."""

from decimal import Decimal

from demonstration import offices, opening, parties, tables, units
from demonstration.account_story import enter_others, open_accounts
from demonstration.appeal_story import appeal
from demonstration.batch_story import tell
from demonstration.closing_story import close_months
from demonstration.contract_story import Stage
from demonstration.days import Days
from demonstration.opening import Rounds, claim
from demonstration.people import COMPUTE, LAB, YOUNG_FIRM, acting
from demonstration.recovery_story import recover, revoke
from matching.services.projects import Ask, Need, request_projects
from vouchers.models import Coupon, Round
from vouchers.services.coupons import return_coupon


def load_story(days: Days) -> None:
    """Load everything. The people of the demonstration are there already."""
    opening.publish_policies(days)
    parties.register_roster(days)
    units.admit_known(days)
    units.admit_others(days)
    rounds = opening.open_rounds(days)
    _claim(days, rounds.now)
    _contract(days, rounds)
    open_accounts(days)
    _reimburse(days, rounds)
    enter_others(days)
    _appeal(days)
    _ask_two_units(days)
    units.leave(days)
    opening.change_budgets(days, rounds.now)
    opening.revise_appropriations(days)
    opening.revise_policies(days)
    _run_the_office(days, rounds.now)
    close_months(days)


def _claim(days: Days, current: Round) -> None:
    """Claim the coupons that are on no contract, and return some."""
    for username, amount, ago in tables.CLAIMS:
        _claim_one(days, current, username, amount, ago)
    for username, amount, ago in tables.RETURNS:
        coupon, claimer = _claim_one(days, current, username, amount, ago), acting(username)
        return_coupon(coupon_id=coupon.pk, applicant_id=claimer.party, actor_id=claimer.user_id, at=days.ago(ago - 2))


def _claim_one(days: Days, current: Round, username: str, amount: str, ago: int) -> Coupon:
    claimer = acting(username)
    return claim(
        round_id=current.pk,
        applicant_id=claimer.party,
        amount=Decimal(amount),
        actor_id=claimer.user_id,
        at=days.ago(ago),
    )


def _contract(days: Days, rounds: Rounds) -> None:
    """Take each deal of the tables as far as its row says."""
    for deal, ending in (*tables.ASKED, *tables.CONTRACTS):
        ending(Stage.of(deal, days=days, round_=rounds.now))


def _reimburse(days: Days, rounds: Rounds) -> None:
    """Take each batch of the tables to its state."""
    for batch in tables.BATCHES:
        tell(batch, days=days, round_=rounds.now)
    for batch in tables.PAID_BATCHES:
        tell(batch, days=days.paying, round_=rounds.before)


def _appeal(days: Days) -> None:
    """Take each appeal of the table to its state."""
    for dispute in tables.APPEALS:
        appeal(dispute, days=days)


def _ask_two_units(days: Days) -> None:
    """Request a project from two units."""
    asker = acting(YOUNG_FIRM)
    need = Need(
        title="装配工艺大模型训练",
        description="需要约 2000 卡时的训练算力和材料数据标注。",
        expected_amount=Decimal("60000.00"),
        statutory_testing=False,
        municipal_funding=False,
    )
    asks = [Ask(unit_id=acting(unit).party) for unit in (LAB, COMPUTE)]
    request_projects(applicant_id=asker.party, asks=asks, need=need, actor_id=asker.user_id, at=days.now)


def _run_the_office(days: Days, current: Round) -> None:
    """What the authority does beside: registrations, members, its own people, cases passed on, sanctions."""
    submitted = [Stage.of(deal, days=days, round_=current).submit() for deal in tables.SUBMITTED]
    offices.pass_cases_on(days, submitted)
    offices.delegate(days)
    offices.appoint(days)
    offices.reset_second_factors(days)
    offices.declare(days)
    parties.invite(days)
    parties.take_over(days)
    parties.end_some(days)
    offices.name_substitutes(days)
    offices.sanction(days)
    revoke(days)
    recover(days)
