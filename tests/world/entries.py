"""What one person entered, proposed, examined or decided, and what waits for another person therefore (I11)."""

from datetime import timedelta
from decimal import Decimal

from oversight.models import Objection
from oversight.services.liftings import propose_lifting
from oversight.services.objections import investigate_objection
from oversight.services.sanctions import hear_sanction, propose_sanction
from payments.models import BankAnswerLine
from payments.services.manual_answers import propose_match
from payments.services.recoveries import hear_recovery
from redemptions.models import Redemption
from redemptions.services.batches import summarise_batch
from tests.factories import (
    appeals,
    bank_answers,
    batches,
    contracts,
    manual_answers,
    payee_accounts,
    recoveries,
    rounds,
    sanctions,
)
from tests.world.things import NOW, TODAY, World
from vouchers.services.appropriations import enter_appropriation
from vouchers.services.budget_changes import propose_budget
from vouchers.services.policies import draft_policy_version
from vouchers.services.rounds import create_round, propose_round


def enter_one_of_each(world: World, person: int) -> None:
    """Let a person begin one case of every kind that another person must finish."""
    _enter_budgets(world, person)
    _propose_sanctions(person)
    _enter_payments(world, person)
    _decide_redemptions(world, person)
    _recover(world, person)
    filed = Objection.objects.get(pk=world.things("objection")[0].ids["pk"])
    again = batches.objection(Redemption.objects.get(pk=filed.item.subject_id), at=NOW)
    investigate_objection(objection_id=again.pk, findings="已核查", actor_id=person, at=NOW)


def _enter_budgets(world: World, person: int) -> None:
    money = {"amount": Decimal("5000.00"), "document": "示例财〔2029〕1号"}
    enter_appropriation(year=2029, **money, actor_id=person, at=NOW)
    params = {**rounds.policy().params, "code": "beijing-2029", "in_force_from": TODAY.isoformat()}
    draft_policy_version(params=params, actor_id=person, at=NOW)
    window = {"opens_at": NOW, "closes_at": NOW + timedelta(days=30)}
    version = rounds.policy().pk
    row = create_round(
        name="本人提请的周期", policy_version_id=version, budget=Decimal("1000.00"), **window, actor_id=person, at=NOW
    )
    propose_round(round_id=row.pk, actor_id=person, at=NOW)
    announced = world.things("round")[3].ids["pk"]
    propose_budget(round_id=announced, budget=Decimal("1100.00"), reason="追加", actor_id=person, at=NOW)


def _propose_sanctions(person: int) -> None:
    days = {"begins_on": TODAY, "until": TODAY + timedelta(days=30)}
    terms = {"measure": "applicant_barred", "reason": "提供虚假信息", **days}
    row = propose_sanction(party_id=contracts.party().pk, **terms, actor_id=person, at=NOW)
    hear_sanction(sanction_id=row.pk, statement="无异议", actor_id=batches.someone("case_officer"), at=NOW)
    in_force = sanctions.decided(contracts.party().pk, at=NOW)
    propose_lifting(sanction_id=in_force.pk, reason="已整改", actor_id=person, at=NOW)


def _enter_payments(world: World, person: int) -> None:
    payee_accounts.checked(payee_accounts.change(contracts.party().pk, at=NOW), at=NOW, actor_id=person)
    payment, other = (batches.payable("1000.00", in_round=world.round, at=NOW) for _ in range(2))
    batches.sent(payment, at=NOW)
    manual_answers.entered(payment, actor_id=person, at=NOW)
    order = batches.sent(other, at=NOW)
    [attempt] = bank_answers.attempts(order)
    answer = bank_answers.imported(order, bank_answers.line(attempt, number=" "), at=NOW)
    found = BankAnswerLine.objects.get(answer=answer)
    propose_match(line_id=found.pk, number=attempt.number, actor_id=person, at=NOW)


def _recover(world: World, person: int) -> None:
    """A recovery that the person proposed, one with a repayment by the person, one whose write-off the person proposed."""
    one, two, three = (batches.pay(batches.payable("1000.00", in_round=world.round), at=NOW) for _ in range(3))
    row = recoveries.proposed(one, amount="900.00", actor_id=person, at=NOW)
    officer = batches.someone("case_officer")
    hear_recovery(recovery_id=row.pk, statement="情况属实", actor_id=officer, at=NOW)
    recoveries.entered(recoveries.owed(two, amount="900.00", at=NOW), "400.00", actor_id=person, at=NOW)
    recoveries.write_off_proposed(recoveries.owed(three, amount="900.00", at=NOW), actor_id=person, at=NOW)


def _decide_redemptions(world: World, person: int) -> None:
    """A reduction by the person under appeal, another's that the person examined, and a carried item of the person's."""
    own, other = (batches.redemption("1000.00", in_round=world.round) for _ in range(2))
    _reduce(own, person)
    appeals.filed(own)
    _reduce(other, batches.someone("case_officer"))
    appeals.examined(appeals.filed(other), actor_id=person, at=NOW)
    carried, decided = (batches.redemption("1000.00", in_round=world.round) for _ in range(2))
    batch = batches.reviewing(carried, decided)
    batches.decide(carried, actor_id=person)
    batches.decide(decided)
    summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=contracts.MONDAY)
    batches.publicise(batch)
    filed = batches.objection(carried)
    batches.approve(batch)
    batches.settle_objection(filed, "dismissed")


def _reduce(row: Redemption, person: int) -> None:
    batch = batches.reviewing(row)
    batches.decide(row, "reduce", amount="300.00", actor_id=person)
    summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=contracts.MONDAY)
    batches.approve(batches.publicise(batch))
    row.refresh_from_db()
