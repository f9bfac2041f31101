"""Open units, one in each state, and their services."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.services import parties
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from demonstration.days import Days
from demonstration.parties import CANDIDATE
from demonstration.people import APPROVER, COMPUTE, LAB, OFFICER, acting, open_person, party_of
from demonstration.roster import CANDIDATES, UNITS, Member
from facilities.rules.states import OpenUnitState
from facilities.selectors.applications import ApplicationRow
from facilities.services import applications, units
from facilities.services.services import Offer, create_service

LAB_OFFERS = (("晶体结构分析", "analysis", "800.00", "小时"), ("材料力学测试", "testing", "600.00", "小时"))
COMPUTE_OFFERS = (("大模型训练算力", "compute_training", "30.00", "卡时"),)
OFFERS = {
    "unit-guangpu": (("光谱定性分析", "analysis", "450.00", "样"), ("元素含量测试", "testing", "380.00", "样")),
    "unit-shengwu": (("细胞毒性测试", "testing", "1200.00", "组"), ("生物相容性评价", "research", "20000.00", "项")),
    "unit-jiliang": (("几何量检测", "inspection", "300.00", "件"),),
}
"""Unit → its services: name, category, price in yuan, unit of the price."""
ASKS = {CANDIDATE: 40, "unit-taikong": 18, "unit-gaolu": 15, "unit-yuanzi": 3}
"""Organisations that asked to become an open unit → days ago."""
STAND: dict[str, OpenUnitState] = {
    "unit-shengwu": OpenUnitState.ADMITTED,
    "unit-xianwei": OpenUnitState.REVIEWING,
    "unit-haiyang": OpenUnitState.DECIDED,
    "unit-gangtie": OpenUnitState.PUBLICISED,
    "unit-huagong": OpenUnitState.REFUSED,
}
"""Units that applied → how far their application is. Municipal units are admitted at once."""
COURSE = (OpenUnitState.REVIEWING, OpenUnitState.DECIDED, OpenUnitState.PUBLICISED, OpenUnitState.ADMITTED)
INTRODUCTION = "向社会开放的示例科研设施与仪器。"


def admit_known(days: Days) -> None:
    """Admit a municipal unit and one that applied and was publicised, both with services."""
    _enter(LAB, "municipal", days)
    _enter(COMPUTE, "in_beijing", days)
    _review(COMPUTE, until=OpenUnitState.ADMITTED, begun=days, admitted=45)
    _publish(LAB, LAB_OFFERS, days)
    _publish(COMPUTE, COMPUTE_OFFERS, days)


def admit_others(days: Days) -> None:
    """Enter the other units and take each to its state, before any exit."""
    apply(days)
    for username, member in UNITS.items():
        if username != CANDIDATE:
            _enter(username, member.category, days)
        if username in STAND:
            _review(username, until=STAND[username], begun=days, admitted=45)
    for username, offers in OFFERS.items():
        _publish(username, offers, days)


def apply(days: Days) -> None:
    """Let organisations ask to become open units: one is entered, one refused, one ended with its registration, one waits.

    The refused one asks again and withdraws that.
    """
    officer = acting(OFFICER)
    people = {username: open_person(_member(username), at=days.ago(ago)) for username, ago in ASKS.items()}
    rows = {username: _ask(username, actor=people[username], at=days.ago(ago)) for username, ago in ASKS.items()}
    accepted, refused = rows[CANDIDATE].pk, rows["unit-taikong"].pk
    applications.accept_application(
        application_id=accepted, category=rows[CANDIDATE].category, actor=officer, at=days.ago(38)
    )
    reason = "设施尚未对外开放"
    applications.refuse_application(application_id=refused, reason=reason, actor=officer, at=days.ago(16))
    again = _ask("unit-taikong", actor=people["unit-taikong"], at=days.ago(12))
    applications.withdraw_application(application_id=again.pk, actor=people["unit-taikong"], at=days.ago(11))
    parties.refuse_party(party_id=party_of("unit-gaolu"), reason="材料不全", actor=officer, at=days.ago(10))


def _ask(username: str, *, actor: Actor, at: datetime) -> ApplicationRow:
    member = _member(username)
    ask = applications.UnitAsk(category=member.category, introduction=INTRODUCTION, contact=member.person)
    return applications.request_unit(name=member.party, uscc=member.uscc, ask=ask, actor=actor, at=at)


def _member(username: str) -> Member:
    return {**UNITS, **CANDIDATES}[username]


def leave(days: Days) -> None:
    """Announce two exits, one of them in the past, and strike a unit off."""
    step: dict[str, Any] = {"actor_id": acting(OFFICER).user_id}
    today = beijing_day(days.now)
    for username, ago, leaves in (("unit-jiliang", 5, -40), ("unit-jianzhu", 70, 30)):
        units.announce_exit(
            unit_id=party_of(username),
            leaves_on=today - timedelta(days=leaves),
            reason="设备搬迁，不再对外开放",
            at=days.ago(ago),
            **step,
        )
    units.strike_off_unit(
        unit_id=party_of("unit-shipin"),
        reason="出具虚假服务记录",
        actor_id=acting(APPROVER).user_id,
        at=days.ago(25),
    )


def _enter(username: str, category: str, days: Days) -> None:
    units.enter_unit(
        party_id=party_of(username),
        category=category,
        introduction=INTRODUCTION,
        third_party_tester=False,
        actor_id=acting(OFFICER).user_id,
        at=days.first,
    )


def _review(username: str, *, until: OpenUnitState, begun: Days, admitted: int) -> None:
    """Take an application to a state: its notice began with the data, unless it still runs."""
    officer, approver = acting(OFFICER).user_id, acting(APPROVER).user_id
    early = until in (OpenUnitState.ADMITTED, OpenUnitState.REFUSED)
    step: dict[str, Any] = {
        "unit_id": party_of(username),
        "reason": "符合六项条件",
        "at": begun.first if early else begun.ago(1),
    }
    units.begin_unit_review(**step, actor_id=officer)
    if until == OpenUnitState.REFUSED:
        units.refuse_unit(**{**step, "reason": "不符合对外开放条件"}, actor_id=approver)
    if until in COURSE[1:]:
        units.decide_unit(**step, actor_id=approver)
    if until in COURSE[2:]:
        units.publicise_unit(**step, actor_id=officer)
    if until == OpenUnitState.ADMITTED:
        units.admit_unit(**{**step, "at": begun.ago(admitted)}, actor_id=approver)


def _publish(username: str, offers: tuple[tuple[str, str, str, str], ...], days: Days) -> None:
    unit = acting(username)
    for name, category, price, price_unit in offers:
        offer = Offer(name=name, category=category, description="", price=Decimal(price), price_unit=price_unit)
        create_service(unit_id=unit.party, offer=offer, actor_id=unit.user_id, at=days.ago(45))
