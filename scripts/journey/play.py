"""The play: people act, each answer is compared with the expected one and written to the log."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from scripts.journey.instance import Site
from scripts.journey.person import Answer, Person, Upload

BEIJING = ZoneInfo("Asia/Shanghai")
PATIENCE = 40
"""Seconds that the worker has for due work."""
BUCKETS = {"free": "可用", "held": "占用", "approved": "已批准", "paid": "已拨付", "forfeited": "收回"}


class Deviation(Exception):
    """An answer differs from the expected one."""


@dataclass(slots=True, kw_only=True)
class Play:
    """The state of the play: the moment, the people, the last printed money of each round. `watcher` reads the rounds."""

    site: Site
    now: datetime = field(default_factory=lambda: datetime.now(tz=BEIJING))
    seats: int = 0
    chapters: int = 0
    watcher: Person | None = None
    money: dict[int, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """All refusal codes so far."""

    # People -----------------------------------------------------------------------------------------------------------

    def person(self, title: str, *, name: str = "", username: str = "", password: str = "", secret: str = "") -> Person:
        """Return a new person with a new address."""
        self.seats += 1
        return Person(
            send=self.site.sender(seat=self.seats),
            name=name,
            title=title,
            username=username,
            password=password,
            secret=secret,
        )

    def known(self, username: str, *, name: str, title: str) -> Person:
        """Return a user of the fresh instance, signed in."""
        account = self.site.accounts[username]
        person = self.person(
            title, name=name, username=username, password=account["password"], secret=account["secret"]
        )
        person.sign_in()
        return person

    # Time -------------------------------------------------------------------------------------------------------------

    def at(self, moment: datetime) -> None:
        """Move business time to a later moment."""
        self.site.move_clock(moment)
        self.now = moment
        print(f"\n—— {moment:%Y 年 %m 月 %d 日 %H:%M} ——")

    @property
    def today(self) -> str:
        return f"{self.now:%Y-%m-%d}"

    def day(self, days: int) -> str:
        """Return the day this many days from now."""
        return f"{self.now + timedelta(days=days):%Y-%m-%d}"

    # Acts -------------------------------------------------------------------------------------------------------------

    def chapter(self, title: str) -> None:
        self.chapters += 1
        print(f"\n【{self.chapters}　{title}】")

    def does(self, who: Person, what: str, path: str, body: Mapping[str, Any] | None = None, *, key: str = "") -> Any:
        """Send a request that must succeed; return the body of the answer."""
        return self._done(who, what, who.post(path, body, key=key))

    def sends(
        self, who: Person, what: str, path: str, values: Mapping[str, str], file: Upload, *, field: str = "file"
    ) -> Any:
        """Send values and a file, which must succeed; return the body of the answer."""
        return self._done(who, what, who.send_form(path, values, file, field=field))

    def reads(self, who: Person, path: str, **query: Any) -> Any:
        """Return what a person reads; not logged."""
        answer = who.get(path, **query)
        if answer.status != 200:
            raise Deviation(f"{who.label} GET {path}\n  预期 expected: 200\n  实际 came: {answer.status} {answer.body}")
        return answer.body

    def version_of(self, who: Person, path: str) -> dict[str, Any]:
        """Return the version of an object as a person sees it now, as a step that signs it sends it along."""
        return {"version": self.reads(who, f"{path}/")["version"]}

    def refused(
        self,
        who: Person,
        what: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        codes: Sequence[str],
        key: str = "",
    ) -> Answer:
        """Send a request that must be refused with exactly these codes, in this order."""
        answer = who.post(path, body, key=key)
        if answer.codes != list(codes):
            raise Deviation(
                f"{self.now:%Y-%m-%d %H:%M} {who.label} {what}\n  POST {path} {body}\n  预期 expected: {list(codes)}\n"
                f"  实际 came: {answer.status} {answer.codes or answer.body}"
            )
        self.seen.update(codes)
        self._line(who, what, "不予受理")
        for reason in answer.reasons:
            print(f"{'':23}✗ {reason}")
        return answer

    def same(self, what: str, came: Any, expected: Any) -> None:
        """Compare a value with the expected one. Raises Deviation."""
        if came != expected:
            raise Deviation(f"{self.now:%Y-%m-%d %H:%M} {what}\n  预期 expected: {expected}\n  实际 came: {came}")
        print(f"{'':17}核对  {what}：{_shown(came)}")

    def comes(self, who: Person, what: str, path: str, found: Callable[[Any], bool]) -> Any:
        """Wait until the worker has done its work; return what was read. Raises Deviation after `PATIENCE` seconds."""
        deadline = time.monotonic() + PATIENCE
        while not found(body := self.reads(who, path)):
            if time.monotonic() > deadline:
                raise Deviation(f"{self.now:%Y-%m-%d %H:%M} 系统未在 {PATIENCE} 秒内完成：{what}\n  GET {path}: {body}")
            time.sleep(0.25)
        print(f"{self.now:%Y-%m-%d %H:%M}  系统（后台作业）  {what}")
        self._log_money()
        return body

    # The log ----------------------------------------------------------------------------------------------------------

    def _done(self, who: Person, what: str, answer: Answer) -> Any:
        if answer.status not in (200, 201, 202):
            raise Deviation(
                f"{self.now:%Y-%m-%d %H:%M} {who.label} {what}\n  预期 expected: 200/201/202\n"
                f"  实际 came: {answer.status} {answer.codes or ''} {answer.body}"
            )
        again = "（重复请求，结果同前）" if answer.headers.get("Idempotent-Replayed") else ""
        self._line(who, what, _state(answer.body) + again)
        self._log_money()
        return answer.body

    def _line(self, who: Person, what: str, outcome: str) -> None:
        print(f"{self.now:%Y-%m-%d %H:%M}  {who.label}  {what}" + (f" → {outcome}" if outcome else ""))

    def _log_money(self) -> None:
        """Log the money of each changed round; check that it sums up to the budget."""
        if self.watcher is None:
            return
        for row in self.reads(self.watcher, "rounds/")["results"]:
            self._log_round(row)

    def _log_round(self, row: Mapping[str, Any]) -> None:
        name, budget = row["name"], Decimal(row["budget"])
        parts = {bucket: Decimal(row[bucket]) for bucket in BUCKETS}
        if sum(parts.values()) != budget:
            raise Deviation(f"{name}：各项之和不等于预算 {row}")
        text = " ＋ ".join(f"{word} {parts[bucket]:,.2f}" for bucket, word in BUCKETS.items() if parts[bucket])
        if self.money.get(row["id"]) != text:
            self.money[row["id"]] = text
            print(f"{'':17}资金  {name}：预算 {budget:,.2f} ＝ {text}")


def _state(body: Any) -> str:
    return STATES.get(str(body.get("state", "")), str(body.get("state", ""))) if isinstance(body, dict) else ""


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "，".join(f"{name} {each}" for name, each in value.items())
    return ("、".join(map(str, value)) or "无") if isinstance(value, list) else str(value)


STATES = {
    "draft": "草稿",
    "announced": "已公告",
    "open": "开放中",
    "closed": "已结束",
    "withdrawn": "已撤回",
    "approved": "已批准",
    "in_force": "已生效",
    "registered": "已登记",
    "verified": "已核实",
    "applied": "已申请",
    "reviewing": "审核中",
    "decided": "已决定",
    "publicised": "公示中",
    "admitted": "已纳入",
    "exiting": "退出中",
    "claimed": "已申领",
    "returned": "已退回",
    "lapsed": "已作废",
    "requested": "待答复",
    "accepted": "已接受",
    "completed": "已完成",
    "terminated": "已终止",
    "submitted": "已提交",
    "recommended": "已提出意见",
    "collecting": "归集中",
    "summarised": "已汇总",
    "cleared": "已复核",
    "paying": "拨付中",
    "filed": "已提出",
    "investigated": "已核查",
    "dismissed": "不成立",
    "upheld": "成立",
    "proposed": "已拟定",
    "heard": "已听取申辩",
    "prepared": "已编制",
    "exported": "已送银行",
    "reconciled": "已对账",
    "entered": "已填报",
    "current": "使用中",
    "pending": "待拨付",
    "ordered": "已编入拨款单",
    "sent": "已送出",
    "paid": "已拨付",
}
