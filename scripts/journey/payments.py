"""Batches, notices, objections, decisions, payments (articles 15.4, 15.5)."""

from collections.abc import Mapping

from scripts.journey.cast import World


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
    """Order all pending payments, approve by a second person, send, confirm."""
    play = world.play
    waiting = play.reads(world.finance, "payments/", state="pending")["results"]
    ids = [payment["id"] for payment in waiting]
    order = play.does(world.finance, f"编制拨款单，{len(ids)} 笔", "payment-orders/", {"payments": ids})
    play.same("拨款单笔数与合计", [order["count"], order["total"]], [count, total])
    path = f"payment-orders/{order['id']}"
    play.refused(world.finance, "审批自己编制的拨款单", f"{path}/approve/", codes=["denied"])
    play.does(world.approver, "另一人审批拨款单", f"{path}/approve/")
    play.does(world.finance, "送银行", f"{path}/export/")
    for payment in waiting:
        play.does(
            world.finance, f"{payment['label']} 到账 {payment['amount']} 元", f"payments/{payment['id']}/confirm/"
        )


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
