"""One contract of the demonstration data, from the project to its redemption, as far as its table says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypedDict

from core.values.actors import Actor
from core.values.deadlines import beijing_day
from demonstration.days import Days
from demonstration.opening import claim
from demonstration.papers import pdf
from demonstration.people import OFFICER, acting, code_of, member_of
from matching.selectors.requests import ProjectRow
from matching.services import projects
from redemptions.models import Redemption
from redemptions.rules.invoices import InvoiceFacts
from redemptions.services import formal_checks
from redemptions.services.evidence import add_evidence
from redemptions.services.invoices import set_invoices
from redemptions.services.redemptions import (
    start_redemption,
    submit_redemption,
    update_redemption,
    withdraw_redemption,
)
from vouchers.models import Coupon, Round, ServiceContract
from vouchers.services import contracts
from vouchers.services.amendments import amend_contract
from vouchers.services.registrations import register_contract
from vouchers.services.service_records import Work, add_service_record
from vouchers.services.terminations import terminate_contract

FILES = {
    "contract": "服务合同.pdf",
    "invoice": "发票.pdf",
    "payment_proof": "付款回单.pdf",
    "result": "检测报告.pdf",
}
REGISTER, WORK, HAND_IN, CHECK = 2, 16, 18, 20
"""Days after the claim on which the coupons are registered, the work is done, the redemption submitted and checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A contract to be: applicant and open unit by the user names of their people, amounts of the coupons in yuan.

    The coupons are claimed `claimed` days before the anchor; the contract runs for `days` days.
    """

    applicant: str
    unit: str
    title: str
    amounts: tuple[str, ...]
    claimed: int
    days: int = 14


class Unit(TypedDict):
    """Arguments of every service that an open unit calls."""

    unit_id: int
    actor_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A deal on its days with the people of its two sides, and their common steps."""

    deal: Deal
    days: Days
    round: Round
    asking: Actor
    working: Actor

    @classmethod
    def of(cls, deal: Deal, *, days: Days, round_: Round) -> "Stage":
        """Return the stage of a deal."""
        return cls(deal=deal, days=days, round=round_, asking=acting(deal.applicant), working=acting(deal.unit))

    def ago(self, after: int) -> datetime:
        """Return the moment so many days after the claim."""
        return self.days.ago(self.deal.claimed - after)

    def claim(self) -> list[Coupon]:
        """Claim the coupons."""
        return [
            claim(
                round_id=self.round.pk,
                applicant_id=self.asking.party,
                amount=Decimal(amount),
                actor_id=self.asking.user_id,
                at=self.ago(0),
            )
            for amount in self.deal.amounts
        ]

    def ask(self, *, after: int) -> ProjectRow:
        """Request the project, for twice the sum of the coupons."""
        need = projects.Need(
            title=self.deal.title,
            description="示例需求",
            expected_amount=sum(map(Decimal, self.deal.amounts), Decimal(0)) * 2,
            statutory_testing=False,
            municipal_funding=False,
        )
        asks = [projects.Ask(unit_id=self.working.party)]
        return projects.request_projects(
            applicant_id=self.asking.party, asks=asks, need=need, actor_id=self.asking.user_id, at=self.ago(after)
        )[0]

    def draft(self, *, after: int) -> ServiceContract:
        """Accept the project and draft its contract."""
        project, unit = self.ask(after=after), self.unit(after=after)
        projects.accept_project(project_id=project.pk, **unit)
        today = beijing_day(unit["at"])
        terms = contracts.Terms(
            reference=f"SL-{project.pk:04d}",
            title=self.deal.title,
            category="testing",
            amount=project.expected_amount,
            signed_on=today,
            start_on=today,
            end_on=today + timedelta(days=self.deal.days),
            shortfall_bearer="applicant",
            related_party=False,
        )
        return contracts.draft_contract(project_id=project.pk, terms=terms, **unit)

    def register(self) -> ServiceContract:
        """Claim the coupons and register them on a contract."""
        return self.register_coupons(self.claim())

    def register_coupons(self, coupons: Sequence[Coupon]) -> ServiceContract:
        """Register claimed coupons on a contract."""
        draft = self.draft(after=REGISTER)
        ids = [coupon.pk for coupon in coupons]
        unit = self.unit(after=REGISTER)
        contracts.offer_coupons(
            contract_id=draft.pk,
            applicant_id=self.asking.party,
            coupon_ids=ids,
            actor_id=self.asking.user_id,
            at=unit["at"],
        )
        return register_contract(contract_id=draft.pk, coupon_ids=ids, **unit)

    def record(self, contract: ServiceContract) -> None:
        """Record the work, for the whole agreed amount."""
        unit = self.unit(after=WORK)
        work = Work(
            service_id=None,
            done_on=beijing_day(unit["at"]),
            hours=Decimal("60.00"),
            amount=contract.amount,
            description=self.deal.title,
        )
        add_service_record(contract_id=contract.pk, work=work, **unit)

    def complete(self) -> ServiceContract:
        """Do the work and report it as done."""
        contract = self.register()
        self.record(contract)
        contracts.complete_contract(contract_id=contract.pk, **self.unit(after=WORK))
        return contract

    def fill_in(self) -> Redemption:
        """Accept the work, and draft the redemption with its evidence."""
        contract, asking = self.complete(), self.asking
        contracts.accept_results(
            contract_id=contract.pk, applicant_id=asking.party, actor_id=asking.user_id, at=self.ago(WORK)
        )
        unit = self.unit(after=HAND_IN)
        redemption = start_redemption(contract_id=contract.pk, **unit)
        half = contract.amount - contract.coupon_total
        update_redemption(
            redemption_id=redemption.pk, actual_amount=contract.amount, own_payment=half, version=None, **unit
        )
        set_invoices(redemption_id=redemption.pk, invoices=[self._invoice(contract)], version=None, **unit)
        for kind, name in FILES.items():
            file = pdf(name, title=f"{self.deal.title} {contract.pk} {kind}")
            add_evidence(redemption_id=redemption.pk, kind=kind, file=file, **unit)
        return redemption

    def submit(self) -> Redemption:
        """Submit the redemption."""
        return submit_redemption(redemption_id=self.fill_in().pk, version=None, **self.unit(after=HAND_IN))

    def accept(self) -> Redemption:
        """Accept the redemption in the formal check."""
        redemption, officer = self.submit(), acting(OFFICER).user_id
        return formal_checks.accept_redemption(
            redemption_id=redemption.pk, version=None, actor_id=officer, at=self.ago(CHECK)
        )

    def unit(self, *, after: int) -> Unit:
        """Return the arguments of a service that the open unit calls so many days after the claim."""
        return {"unit_id": self.working.party, "actor_id": self.working.user_id, "at": self.ago(after)}

    def _invoice(self, contract: ServiceContract) -> InvoiceFacts:
        on = beijing_day(self.ago(HAND_IN))
        return InvoiceFacts(
            code="",
            number=f"{on.year % 100:02d}{contract.pk:018d}",
            issued_on=on,
            seller_uscc=code_of(self.deal.unit),
            buyer_uscc=code_of(self.deal.applicant),
            buyer_name=member_of(self.deal.applicant) or self.asking.party_name,
            amount=contract.amount,
        )


def decline(stage: Stage) -> None:
    """Decline the request."""
    reason = "设备检修，本月不能承接"
    projects.decline_project(project_id=stage.ask(after=0).pk, reason=reason, **stage.unit(after=1))


def accept_only(stage: Stage) -> None:
    """Accept the request; there is no contract yet."""
    projects.accept_project(project_id=stage.ask(after=0).pk, **stage.unit(after=1))


def withdraw_request(stage: Stage) -> None:
    """Withdraw the request."""
    asking = stage.asking
    projects.withdraw_project(
        project_id=stage.ask(after=0).pk, applicant_id=asking.party, actor_id=asking.user_id, at=stage.ago(1)
    )


def drop(stage: Stage) -> None:
    """Drop the draft of the contract."""
    contract = stage.draft(after=REGISTER)
    contracts.drop_contract(contract_id=contract.pk, reason="双方未达成一致", **stage.unit(after=3))


def amend(stage: Stage) -> None:
    """Amend the contract; the applicant has not confirmed it."""
    contract = stage.register()
    end_on = contract.end_on + timedelta(days=15)
    amend_contract(
        contract_id=contract.pk, amount=contract.amount, end_on=end_on, reason="样品延期", **stage.unit(after=5)
    )


def terminate(stage: Stage) -> None:
    """Terminate the contract after some work."""
    contract = stage.register()
    stage.record(contract)
    terminate_contract(contract_id=contract.pk, reason="需求方调整研发方向", **stage.unit(after=WORK))


def cancel(stage: Stage) -> None:
    """Terminate the contract before any work."""
    terminate_contract(contract_id=stage.register().pk, reason="设备损坏，无法开展", **stage.unit(after=6))


def send_back(stage: Stage) -> None:
    """Return the redemption for correction."""
    formal_checks.return_redemption(
        redemption_id=stage.submit().pk,
        reason="发票金额与合同不一致，请补正",
        fault="unit",
        version=None,
        actor_id=acting(OFFICER).user_id,
        at=stage.ago(CHECK),
    )


def withdraw(stage: Stage) -> None:
    """Withdraw the submitted redemption."""
    withdraw_redemption(
        redemption_id=stage.submit().pk,
        reason="报告需要更正",
        fault="unit",
        version=None,
        **stage.unit(after=CHECK),
    )


Ending = Callable[[Stage], object]
"""A function that takes a deal as far as its table says."""
