"""Batches, notices, objections, decisions, payments (articles 15.4, 15.5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from scripts.journey.cast import World
from scripts.journey.files import pdf
from scripts.journey.person import Upload


def publicise(world: World, *keys: str, title: str, reduced: Mapping[str, str] | None = None, raised: str = "") -> int:
    """Take a batch from its collection to its notice; return its id.

    Some redemptions may be reduced to an amount; one that an appeal raised is decided already.
    """
    play = world.play
    play.chapter(f"{title}：归集、评审、复核、公示（第十五条四）")
    batch = int(play.does(world.officer, f"建立{title}", "batches/", {"title": title})["id"])
    ids = [world.ids[key] for key in keys]
    play.does(world.officer, f"归集 {len(ids)} 件", f"batches/{batch}/collect/", {"redemptions": ids})
    play.does(world.officer, "开始评审", f"batches/{batch}/begin-review/")
    for key in keys:
        if key == raised:
            continue
        amount = (reduced or {}).get(key)
        decision = (
            {"decision": "reduce", "amount": amount, "reason": "部分服务记录与发票不符", "fault": "unit"}
            if amount
            else {"decision": "approve"}
        )
        what = f"评审意见：核减为 {amount} 元" if amount else "评审意见：同意"
        item = f"redemptions/{world.ids[key]}"
        play.does(world.officer, what, f"{item}/decide/", {**decision, **play.version_of(world.officer, item)})
    path = f"batches/{batch}"
    play.does(world.officer, "汇总评审结果", f"{path}/summarise/", play.version_of(world.officer, path))
    seen = play.version_of(world.deputy, path)
    play.refused(world.officer, "复核自己的汇总", f"{path}/clear/", seen, codes=["same_person"])
    play.does(world.deputy, "另一人复核", f"{path}/clear/", seen)
    play.does(world.officer, "公示", f"batches/{batch}/publish/")
    return batch


def object_to(world: World, batch: int, *, position: int) -> None:
    """Object to one item as a member of the public; approving is refused while the notice runs."""
    play = world.play
    notice = play.reads(world.public, f"notices/{_notice_of(world, batch)}/")
    world.ids["notice"], world.ids["item"] = notice["id"], notice["items"][position]["id"]
    body = {"objector": "王示例", "contact": "13800000000", "text": "该项目与公示内容不符"}
    filed = play.does(world.public, "对第三项提出异议", f"{_item(world)}objections/", body)
    world.ids["objection"] = filed["id"]
    path = f"batches/{batch}"
    play.refused(
        world.approver,
        "公示期内审批",
        f"{path}/approve/",
        play.version_of(world.approver, path),
        codes=["notice_running"],
    )


def approve(world: World, batch: int) -> None:
    """Approve the batch after the notice: items without an objection are decided, the other one is carried."""
    play = world.play
    play.chapter("公示期满：审批，异议项暂缓，异议不成立后续批（第十五条五）")
    body = {"objector": "王示例", "contact": "13800000000", "text": "补充异议"}
    play.refused(world.public, "公示期满后提出异议", f"{_item(world)}objections/", body, codes=["notice_over"])
    path = f"batches/{batch}"
    play.does(world.approver, "审批批次", f"{path}/approve/", play.version_of(world.approver, path))
    states = {item["id"]: item["state"] for item in play.reads(world.officer, f"batches/{batch}/")["items"]}
    shown = [states[world.ids[key]] for key in ("whole", "pair", "objected", "team")]
    play.same("全额、核减、有异议、团队各项的状态", shown, ["final", "decided", "publicised", "final"])
    play.refused(world.approver, "异议未处理即续批", f"batches/{batch}/approve-carried/", codes=["batch_objected"])
    objection = f"objections/{world.ids['objection']}"
    play.does(world.officer, "核查异议", f"{objection}/investigate/", {"findings": "经核查，服务真实，材料齐全"})
    play.does(world.approver, "异议不成立", f"{objection}/decide/", {"outcome": "dismissed", "reason": "与事实不符"})
    play.does(world.approver, "续批暂缓项", f"batches/{batch}/approve-carried/")


def settle_reduction(world: World) -> None:
    """Finalise the reduction after the appeal days: the older coupon is used first, the newer one gives back."""
    play = world.play
    play.chapter("申诉期满：核减生效，余额退回；编制拨款单并拨付")
    path = f"redemptions/{world.ids['pair']}/"
    play.comes(world.officer, "核减决定生效", path, lambda row: row["state"] == "final")
    shares = [play.reads(world.firm, f"coupons/{world.ids[key]}/")["payable"] for key in ("first", "second")]
    play.same("两张券各可拨付", shares, ["30000.00", "6000.00"])


def pay(world: World, *, count: int, total: str) -> None:
    """Order all pending payments, approve by a second person, send, import the bank's answer."""
    waiting = world.play.reads(world.finance, "payments/", state="pending")["results"]
    order = _send(world, waiting)
    world.play.same("拨款单笔数与合计", [order["count"], order["total"]], [count, total])
    _import(world, order, waiting, said="成功", name="回盘.csv")


def fail_and_pay_again(world: World) -> None:
    """Import that the bank failed the first payment of an order; try it again, with another number."""
    play = world.play
    play.chapter("银行拨付失败，更正后重新拨付")
    waiting = play.reads(world.finance, "payments/", state="pending")["results"][:1]
    order = _send(world, waiting)
    _import(world, order, waiting, said="失败", name="失败.csv")
    _state(world, "拨付失败，兑现申请仍为已定案", waiting[0], "failed", "final")
    play.does(world.finance, "更正后重新拨付", f"payments/{waiting[0]['id']}/retry/")


def return_and_pay_again(world: World, *, batch: int) -> None:
    """Import a later return of a paid payment: it is unpaid again, ordered again, and confirmed by hand by two persons."""
    play = world.play
    play.chapter("银行退汇：已到账的退回，更正后重新拨付，凭回单由两人登记")
    paid = play.reads(world.finance, "payments/", state="paid")["results"][:1]
    payment = play.reads(world.finance, f"payments/{paid[0]['id']}/")
    order = {"id": payment["order"]}
    _import(world, order, paid, said="退汇", name="退汇.csv")
    _state(world, "款项失败，兑现申请回到已定案", payment, "failed", "final")
    play.same("批次恢复拨付中", play.reads(world.officer, f"batches/{batch}/")["state"], "paying")
    _import(world, order, paid, said="退汇", name="退汇（又一份）.csv", note="重复")
    play.does(world.finance, "更正后重新拨付", f"payments/{payment['id']}/retry/")
    _send(world, paid)
    _answer_by_hand(world, payment)
    _state(world, "两人登记后到账", payment, "paid", "paid")
    play.same("批次再次办结", play.reads(world.officer, f"batches/{batch}/")["state"], "closed")


def _send(world: World, waiting: Sequence[Mapping[str, Any]]) -> Any:
    """Order payments, approve the order by a second person, send it; return the order."""
    play = world.play
    ids = [payment["id"] for payment in waiting]
    order = play.does(world.finance, f"编制拨款单，{len(ids)} 笔", "payment-orders/", {"payments": ids})
    path = f"payment-orders/{order['id']}"
    play.refused(world.finance, "审批自己编制的拨款单", f"{path}/approve/", codes=["denied"])
    play.does(world.approver, "另一人审批拨款单", f"{path}/approve/")
    play.does(world.finance, "送银行", f"{path}/export/")
    return order


def _import(
    world: World,
    order: Mapping[str, Any],
    payments: Sequence[Mapping[str, Any]],
    *,
    said: str,
    name: str,
    note: str = "",
) -> None:
    """Import an answer of the bank that says one thing of all these payments' last attempts."""
    play = world.play
    shown = [play.reads(world.finance, f"payments/{payment['id']}/") for payment in payments]
    rows = [f"{each['attempts'][0]['number']},{each['amount']},{said},{note}" for each in shown]
    text = "\r\n".join(["流水号,金额,处理状态,失败原因", *rows])
    file = Upload(kind="", name=name, data=text.encode("gb18030"))
    path = f"payment-orders/{order['id']}/answers/"
    play.sends(world.finance, f"导入回盘 {name}，{len(rows)} 笔{said}", path, {"format": "table"}, file)


def _answer_by_hand(world: World, payment: Mapping[str, Any]) -> None:
    """Enter from the bank's paper that a payment has arrived; another person of finance confirms it."""
    play = world.play
    values = {"outcome": "paid", "said_on": play.today}
    file = Upload(kind="", name="回单.pdf", data=pdf("银行回单"))
    path = f"payments/{payment['id']}/answers/"
    entered = play.sends(world.finance, "凭银行回单人工登记到账", path, values, file)
    play.same("复核前款项状态", play.reads(world.finance, f"payments/{payment['id']}/")["state"], "sent")
    answer = f"manual-answers/{entered['id']}"
    seen = play.version_of(world.second_finance, answer)
    play.refused(world.finance, "复核自己的登记", f"{answer}/confirm/", seen, codes=["same_person"])
    play.does(world.second_finance, "另一人复核登记", f"{answer}/confirm/", seen)


def _state(world: World, what: str, payment: Mapping[str, Any], *expected: str) -> None:
    """Compare the states of a payment and its redemption."""
    shown = world.play.reads(world.finance, f"payments/{payment['id']}/")
    redemption = world.play.reads(world.officer, f"redemptions/{shown['subject_id']}/")
    world.play.same(what, [shown["state"], redemption["state"]], list(expected))


def refuse_fourth_quarter(world: World) -> None:
    """Approve in the fourth quarter: ordering the payment is refused until the next year."""
    play = world.play
    waiting = play.reads(world.finance, "payments/", state="pending")["results"]
    days = [each["not_before"] for each in waiting]
    play.same("第四季度批准的款项最早拨付日", days, [f"{play.now.year + 1}-01-01"] * len(waiting))
    body = {"payments": [each["id"] for each in waiting]}
    codes = ["payment_window"] * len(waiting)
    play.refused(world.finance, "当年编制拨款单", "payment-orders/", body, codes=codes)


def _notice_of(world: World, batch: int) -> int:
    return int(world.play.reads(world.officer, f"batches/{batch}/")["notice"])


def _item(world: World) -> str:
    return f"notices/{world.ids['notice']}/items/{world.ids['item']}/"
