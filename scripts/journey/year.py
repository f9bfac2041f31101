"""The year from March to the next January, chapter by chapter."""

from datetime import date, datetime, time, timedelta
from typing import Any

from scripts.journey import appeals, cast, claims, contracts, openings, payments, redemptions
from scripts.journey.cast import World
from scripts.journey.play import BEIJING, Play

MORNING = time(9)
REFUSALS = {
    *claims.ENTERPRISE_CODES,
    *claims.TEAM_CODES,
    *("sanctioned", "round_closed", "coupon_cap", "annual_limit", "round_budget", "amount"),
    *("not_open_unit", "other_applicant", "service_category", "statutory_testing", "municipal_funding", "register_by"),
    *("contract_dates", "valid_until", "contract_share", "coupon_state", "related_party"),
    *("redeem_by", "not_started", "invoice_reused", "invoice_total", "actual_amount", "evidence_missing"),
}
"""Every refusal code of claim, registration and redemption; the year must meet each."""


def play_year(play: Play) -> None:
    """Play all chapters. Raises Deviation."""
    first = _first_monday(datetime.now(tz=BEIJING).year + 1, 3)
    play.at(_on(first))
    world = cast.gather(play)
    _open(world, first)
    _claim(world, first + timedelta(days=1))
    _register(world, first + timedelta(days=9))
    _miss_the_registration(world)
    _redeem(world, done_on=first + timedelta(days=12))
    _miss_the_redemption(world)
    _pay_in_january(world)
    _close(world)


def _open(world: World, first: date) -> None:
    openings.publish_policies(world)
    openings.enter_units(world)
    opens = _on(first + timedelta(days=1))
    openings.announce_rounds(world, opens=opens, closes=opens.replace(month=12, day=20))
    claims.verify_parties(world)


def _claim(world: World, day: date) -> None:
    world.play.at(_on(day))
    claims.refuse_claims(world)
    claims.click_twice(world)
    claims.claim_for_the_year(world)


def _register(world: World, day: date) -> None:
    world.play.at(_on(day))
    openings.admit_compute(world)
    contracts.register_contracts(world)
    contracts.refuse_registrations(world)
    contracts.prepare_late_registration(world)


def _miss_the_registration(world: World) -> None:
    play = world.play
    last = date.fromisoformat(play.reads(world.firm, f"coupons/{world.ids['late']}/")["register_by"])
    _pass(world, last)
    contracts.refuse_late_registration(world)
    play.at(_on(last + timedelta(days=1)))
    for key, who in (("late", world.firm), ("forgotten", world.maker), ("forgotten-too", world.maker)):
        play.comes(who, "逾期未登记的券作废", f"coupons/{world.ids[key]}/", lambda row: row["state"] == "lapsed")


def _redeem(world: World, *, done_on: date) -> None:
    play = world.play
    redemptions.redeem(world, done_on=done_on.isoformat())
    redemptions.refuse_redemptions(world)
    contracts.drop_unbegun(world)
    keys = ("whole", "pair", "objected", "team")
    batch = payments.publicise(world, *keys, title="第一批兑现", reduced={"pair": "36000.00"})
    payments.object_to(world, batch, position=2)
    ends = play.reads(world.public, f"notices/{world.ids['notice']}/")["ends_on"]
    play.at(_on(date.fromisoformat(ends) + timedelta(days=1)))
    payments.approve(world, batch)
    appeal_by = play.reads(world.officer, f"redemptions/{world.ids['pair']}/")["appeal_by"]
    play.at(_on(date.fromisoformat(appeal_by) + timedelta(days=1)))
    payments.settle_reduction(world)
    payments.fail_and_pay_again(world)
    payments.pay(world, count=4, total="124000.00")
    payments.return_and_pay_again(world, batch=batch)
    play.same("批次状态", play.reads(world.officer, f"batches/{batch}/")["state"], "closed")


def _miss_the_redemption(world: World) -> None:
    play = world.play
    last = date.fromisoformat(play.reads(world.lab, f"contracts/{world.ids['idle-contract']}/")["redeem_by"])
    _pass(world, last)
    redemptions.refuse_late_redemption(world)
    play.at(_on(last + timedelta(days=1)))
    path = f"coupons/{world.ids['unredeemed']}/"
    row = play.comes(world.maker, "逾期未兑现的券作废", path, lambda row: row["state"] == "lapsed")
    play.same("过错方", row["fault"], "unit")


def _pay_in_january(world: World) -> None:
    play = world.play
    play.chapter("第四季度批准，顺延至下一年拨付（第十五条五）")
    play.at(_on(date(play.now.year, 10, 11)))
    claims.claim(world, world.firm, "25000.00", key="autumn")
    deal = contracts.Deal(title="秋季测试", applicant=world.firm, amount="50000.00")
    contracts.register(world, deal, "autumn", key="autumn-contract")
    redemptions.hand_in(world, "autumn", amount="50000.00", half="25000.00", done_on=play.today)
    claims.claim(world, world.maker, "10000.00", key="winter")
    deal = contracts.Deal(title="冬季测试", applicant=world.maker, amount="20000.00")
    contracts.register(world, deal, "winter", key="winter-contract")
    redemptions.hand_in(world, "winter", amount="20000.00", half="10000.00", done_on=play.today, buyer="maker")
    redemptions.accept(world, "autumn", "winter")
    reduced = {"autumn": "20000.00", "winter": "6000.00"}
    batch = payments.publicise(world, "autumn", "winter", title="第二批兑现", reduced=reduced)
    _approve(world, batch, on=date(play.now.year, 11, 3))
    _appeal(world)
    payments.refuse_fourth_quarter(world)
    play.at(_on(date(play.now.year + 1, 1, 5)))
    payments.pay(world, count=2, total="31000.00")


def _approve(world: World, batch: int, *, on: date) -> None:
    play, path = world.play, f"batches/{batch}"
    play.at(_on(on))
    play.does(world.approver, "审批批次", f"{path}/approve/", play.version_of(world.approver, path))


def _appeal(world: World) -> None:
    """Two reductions are appealed: one appeal is dismissed, the other raised, publicised again and final."""
    appeals.appeal(world, "autumn", "winter")
    appeals.examine(world, "autumn", "winter")
    appeals.dismiss(world, "winter")
    appeals.raise_amount(world, "autumn", amount="25000.00", too_much="25000.01")
    batch = payments.publicise(world, "autumn", title="第三批兑现", raised="autumn")
    _approve(world, batch, on=date(world.play.now.year, 11, 20))
    row = world.play.reads(world.lab, f"redemptions/{world.ids['autumn']}/")
    world.play.same("改判后不再申诉", [row["state"], row["decided_amount"]], ["final", "25000.00"])


def _close(world: World) -> None:
    play = world.play
    play.chapter("年终：周期账目")
    row = play.reads(world.officer, f"rounds/{world.ids['round']}/")
    money = {bucket: row[bucket] for bucket in ("budget", "free", "held", "approved", "paid", "forfeited")}
    expected = {
        "budget": "3000000.00",
        "free": "2845000.00",
        "held": "0.00",
        "approved": "0.00",
        "paid": "155000.00",
        "forfeited": "0.00",
    }
    play.same("全年周期", money, expected)
    play.same("尚未出现的不予受理情形", sorted(REFUSALS - play.seen), [])
    play.same("失败的后台作业", play.reads(world.admin, "job-runs/", state="failed")["results"], [])


def _pass(world: World, last: date) -> None:
    """Move to the last minute of a last day, let the worker finish, then move to a minute past midnight."""
    play = world.play
    eve = datetime.combine(last, time(23, 59), tzinfo=BEIJING)
    play.at(eve)
    play.comes(world.admin, "当日的到期作业已执行，未作废任何未到期的券", "jobs/", lambda jobs: _ran(jobs, since=eve))
    play.at(eve + timedelta(minutes=2))


def _ran(jobs: list[dict[str, Any]], *, since: datetime) -> bool:
    """Whether the jobs that lapse coupons have run since the moment."""
    runs = [job["last_run"] for job in jobs if job["name"] in ("lapse_unregistered", "lapse_unredeemed")]
    return all(run and run["state"] == "done" and datetime.fromisoformat(run["at"]) >= since for run in runs)


def _on(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=BEIJING)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)
