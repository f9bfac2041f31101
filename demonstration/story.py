"""The demonstration data of the last weeks, in days before today. Every step calls a service."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from core.idempotency.commands import KeyedRequest
from core.values.deadlines import beijing_day
from core.values.money import share_of
from demonstration.contract_story import Stage
from demonstration.people import (
    APPROVER,
    COMPUTE,
    DEPUTY,
    FINANCE,
    FIRM,
    LAB,
    OFFICER,
    TEAM,
    YOUNG_FIRM,
    acting,
    party_of,
)
from facilities.services import units
from facilities.services.services import Offer, create_service
from matching.services.projects import Ask, Need, request_projects
from redemptions.models import Redemption
from redemptions.services import batches, decisions
from redemptions.services.formal_checks import accept_redemption
from vouchers.models import Coupon, Round
from vouchers.rules.appropriations import year_of_round
from vouchers.rules.states import PolicyState
from vouchers.selectors.appropriations import find_confirmed_appropriation
from vouchers.selectors.policies import list_policy_versions
from vouchers.services.appropriations import confirm_appropriation, enter_appropriation
from vouchers.services.claims import claim_coupon
from vouchers.services.coupons import return_coupon
from vouchers.services.policies import approve_policy_version
from vouchers.services.rounds import announce_round, create_round, propose_round
from vouchers.services.seeds import seed_policy

POLICY, UNVERIFIED_POLICY = "beijing-2023", "beijing-compute-2026"
FIRST_DAY = 70
"""The days before today on which the data begin."""
OFFERS = {
    LAB: (
        Offer(name="晶体结构分析", category="analysis", description="", price=Decimal("800.00"), price_unit="小时"),
        Offer(name="材料力学测试", category="testing", description="", price=Decimal("600.00"), price_unit="小时"),
    ),
    COMPUTE: (
        Offer(
            name="大模型训练算力",
            category="compute_training",
            description="",
            price=Decimal("30.00"),
            price_unit="卡时",
        ),
    ),
}


def claim(*, round_id: int, applicant_id: int, amount: Decimal, actor_id: int, at: datetime) -> Coupon:
    """Claim a coupon under a new idempotency key."""
    request = KeyedRequest(actor_id=actor_id, key=uuid4(), operation="coupon.claim", payload={}, at=at)
    outcome = claim_coupon(
        round_id=round_id,
        applicant_id=applicant_id,
        amount=amount,
        request=request,
        render=lambda coupon: {"id": coupon.pk},
    )
    return Coupon.objects.get(pk=outcome.body["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The demonstration data as of the moment `now`."""

    now: datetime

    def load(self) -> None:
        """Load everything, in order."""
        self.publish_policies()
        self.admit_units()
        current = self.open_round(POLICY, name="第一期创新券", budget="5000000.00", opens=66, closes=-60)
        self.open_round(
            UNVERIFIED_POLICY, name="算力券试点（政策未经核实）", budget="1000000.00", opens=-20, closes=-80
        )
        self.claim_and_leave(current)
        self.approve(self.redeem(current, FIRM, "30000.00", "20000.00", title="电池材料测试", claimed=60))
        disputed = self.redeem(current, TEAM, "18000.00", title="便携检测仪验证", claimed=50)
        self.publicise(disputed, self.redeem(current, YOUNG_FIRM, "40000.00", title="关节轴承测试", claimed=50))
        self.hand_in(current)
        self.work(current)
        self.ask()

    def ago(self, days: int) -> datetime:
        """Return the moment so many days before now; a negative number is in the future."""
        return self.now - timedelta(days=days)

    def publish_policies(self) -> None:
        """Publish the policy in force and the unverified one."""
        for code in (POLICY, UNVERIFIED_POLICY):
            seed_policy(code=code, at=self.ago(FIRST_DAY))
            draft = list_policy_versions().get(code=code)
            approve_policy_version(
                version_id=draft.pk,
                acknowledged=["policy_unverified"],
                actor_id=acting(APPROVER).user_id,
                at=self.ago(FIRST_DAY),
            )

    def admit_units(self) -> None:
        """Admit a municipal unit and one that applied and was publicised, both with services."""
        for username, category in ((LAB, "municipal"), (COMPUTE, "in_beijing")):
            units.enter_unit(
                party_id=party_of(username),
                category=category,
                introduction="向社会开放的示例科研设施与仪器。",
                third_party_tester=False,
                actor_id=acting(OFFICER).user_id,
                at=self.ago(FIRST_DAY),
            )
        step: dict[str, Any] = {"unit_id": party_of(COMPUTE), "reason": "符合六项条件", "at": self.ago(FIRST_DAY)}
        units.begin_unit_review(**step, actor_id=acting(OFFICER).user_id)
        units.decide_unit(**step, actor_id=acting(APPROVER).user_id)
        units.publicise_unit(**step, actor_id=acting(OFFICER).user_id)
        units.admit_unit(**{**step, "at": self.ago(45)}, actor_id=acting(APPROVER).user_id)
        for username, offers in OFFERS.items():
            lab = acting(username)
            for offer in offers:
                create_service(unit_id=lab.party, offer=offer, actor_id=lab.user_id, at=self.ago(45))

    def open_round(self, code: str, *, name: str, budget: str, opens: int, closes: int) -> Round:
        """Announce a round under a policy."""
        opens_at = self.ago(opens)
        self.appropriate(year=year_of_round(opens_at))
        officer = acting(OFFICER).user_id
        drafted = create_round(
            name=f"{self.now.year} 年{name}",
            policy_version_id=list_policy_versions().get(code=code, state=PolicyState.IN_FORCE).pk,
            budget=Decimal(budget),
            opens_at=opens_at,
            closes_at=self.ago(closes),
            actor_id=officer,
            at=self.ago(FIRST_DAY),
        )
        propose_round(round_id=drafted.pk, actor_id=officer, at=self.ago(FIRST_DAY))
        return announce_round(round_id=drafted.pk, actor_id=acting(APPROVER).user_id, at=self.ago(FIRST_DAY))

    def appropriate(self, *, year: int) -> None:
        """Confirm the money of a year, unless it is confirmed already."""
        if find_confirmed_appropriation(year=year) is None:
            entered = enter_appropriation(
                year=year,
                amount=Decimal("50000000.00"),
                document=f"示例财〔{year}〕1号",
                actor_id=acting(FINANCE).user_id,
                at=self.ago(FIRST_DAY),
            )
            approver = acting(APPROVER).user_id
            confirm_appropriation(appropriation_id=entered.pk, actor_id=approver, at=self.ago(FIRST_DAY))

    def claim(self, current: Round, username: str, *amounts: str, days: int) -> list[Coupon]:
        """Claim coupons so many days ago."""
        claimer = acting(username)
        who = {"applicant_id": claimer.party, "actor_id": claimer.user_id}
        return [claim(round_id=current.pk, amount=Decimal(amount), at=self.ago(days), **who) for amount in amounts]

    def claim_and_leave(self, current: Round) -> None:
        """Claim three coupons: one near its last day, one returned, one lapsed."""
        self.claim(current, YOUNG_FIRM, "10000.00", days=40)
        given_back = self.claim(current, TEAM, "8000.00", days=12)[0]
        student = acting(TEAM)
        return_coupon(coupon_id=given_back.pk, applicant_id=student.party, actor_id=student.user_id, at=self.ago(10))
        self.claim(current, YOUNG_FIRM, "25000.00", days=13)
        self.claim(current, FIRM, "50000.00", "12000.00", days=4)

    def redeem(self, current: Round, username: str, *amounts: str, title: str, claimed: int) -> Redemption:
        """Submit a redemption and accept it in the formal check, about twenty days after the claim."""
        stage = Stage(applicant=username, unit=LAB, title=title)
        coupons = self.claim(current, username, *amounts, days=claimed)
        contract = stage.register(coupons, at=self.ago(claimed - 2), days=14)
        stage.work(contract, at=self.ago(claimed - 16))
        redemption = stage.hand_in(contract, at=self.ago(claimed - 18))
        officer = acting(OFFICER).user_id
        return accept_redemption(redemption_id=redemption.pk, version=None, actor_id=officer, at=self.ago(claimed - 20))

    def publicise(self, *redemptions: Redemption, days: int = 2) -> int:
        """Publicise a batch so many days ago; of several redemptions the last is reduced."""
        officer, at = acting(OFFICER).user_id, self.ago(days)
        batch = batches.create_batch(title=f"{beijing_day(at):%Y-%m} 兑现批次", actor_id=officer, at=at)
        ids = [redemption.pk for redemption in redemptions]
        batches.collect_redemptions(batch_id=batch.pk, redemption_ids=ids, actor_id=officer, at=at)
        batches.begin_review(batch_id=batch.pk, actor_id=officer, at=at)
        for place, redemption in enumerate(redemptions):
            self.decide(redemption, reduced=place > 0, actor_id=officer, at=at)
        batches.summarise_batch(batch_id=batch.pk, actor_id=officer, at=at)
        batches.clear_batch(batch_id=batch.pk, version=None, actor_id=acting(DEPUTY).user_id, at=at)
        batches.publish_batch(batch_id=batch.pk, actor_id=officer, at=at)
        return batch.pk

    def decide(self, redemption: Redemption, *, reduced: bool, actor_id: int, at: datetime) -> None:
        """Decide a redemption: in full, or reduced to three quarters."""
        decisions.decide_redemption(
            redemption_id=redemption.pk,
            decision="reduce" if reduced else "approve",
            amount=share_of(amount=redemption.payable, share=Decimal("0.75")) if reduced else None,
            reason="部分服务记录与发票不符" if reduced else "",
            fault="unit" if reduced else "",
            version=None,
            actor_id=actor_id,
            at=at,
        )

    def approve(self, redemption: Redemption) -> None:
        """Approve a batch whose notice is over; its payment waits for its window."""
        batch_id = self.publicise(redemption, days=38)
        decisions.approve_batch(batch_id=batch_id, version=None, actor_id=acting(APPROVER).user_id, at=self.ago(16))

    def hand_in(self, current: Round) -> None:
        """Submit a redemption; its formal check is pending."""
        stage = Stage(applicant=FIRM, unit=LAB, title="涂层结构分析")
        contract = stage.register(self.claim(current, FIRM, "36000.00", days=24), at=self.ago(22), days=18)
        stage.work(contract, at=self.ago(6))
        stage.hand_in(contract, at=self.ago(1))

    def work(self, current: Round) -> None:
        """Register a contract whose work is under way."""
        stage = Stage(applicant=FIRM, unit=LAB, title="焊缝无损检测")
        stage.register(self.claim(current, FIRM, "22000.00", days=9), at=self.ago(7), days=40)

    def ask(self) -> None:
        """Request a project from two units."""
        asker = acting(YOUNG_FIRM)
        request_projects(
            applicant_id=asker.party,
            asks=[Ask(unit_id=party_of(LAB)), Ask(unit_id=party_of(COMPUTE))],
            need=Need(
                title="装配工艺大模型训练",
                description="需要约 2000 卡时的训练算力和材料数据标注。",
                expected_amount=Decimal("60000.00"),
                statutory_testing=False,
                municipal_funding=False,
            ),
            actor_id=asker.user_id,
            at=self.now,
        )
