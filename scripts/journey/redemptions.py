"""Redemptions: work, evidence, submission, return, acceptance, refusals."""

from typing import Any

from scripts.journey.cast import USCCS, World
from scripts.journey.files import evidence

BUYERS = {"firm": "示例新材料科技有限公司", "maker": "示例智能装备有限公司", "team": "何示例"}
LATER_CODES = ["not_started", "invoice_total", "evidence_missing"]


def invoice(world: World, contract: int, *, amount: str, buyer: str, number: str = "") -> dict[str, Any]:
    """Return a fully digital invoice of the lab; for a team it names one of its members as the buyer."""
    return {
        "number": number or f"{world.play.now.year % 100:02d}{contract:018d}",
        "issued_on": world.play.today,
        "seller_uscc": USCCS["lab"],
        "buyer_uscc": USCCS.get(buyer, ""),
        "buyer_name": BUYERS[buyer],
        "amount": amount,
    }


def start(world: World, contract: int) -> int:
    """Begin a redemption; return its id."""
    return int(world.play.does(world.lab, "新建兑现申请", "redemptions/", {"contract": contract})["id"])


def finish_work(world: World, contract: int, *, amount: str, done_on: str, buyer: str = "firm") -> None:
    """Record the work, complete the contract, accept the results as the applicant."""
    play = world.play
    work = {
        "service": world.ids["service"],
        "done_on": done_on,
        "hours": "150.00",
        "amount": amount,
        "description": "测试",
    }
    play.does(world.lab, "登记服务记录", f"contracts/{contract}/records/", work)
    play.does(world.lab, "服务完成", f"contracts/{contract}/complete/")
    play.does(getattr(world, buyer), "在线确认成果", f"contracts/{contract}/accept-results/")


def fill_in(world: World, redemption: int, contract: int, *, amount: str, half: str, buyer: str = "firm") -> None:
    """Enter amounts, invoice and files."""
    play = world.play
    path = f"redemptions/{redemption}"
    body = {"actual_amount": amount, "own_payment": half, **play.version_of(world.lab, path)}
    play.does(world.lab, f"填报实际金额 {amount} 元", f"{path}/update/", body)
    invoices = {"invoices": [invoice(world, contract, amount=amount, buyer=buyer)], **play.version_of(world.lab, path)}
    play.does(world.lab, "录入发票", f"{path}/invoices/", invoices)
    for file in evidence(f"{contract}"):
        answer = world.lab.upload(f"redemptions/{redemption}/attachments/", file)
        if answer.status != 201:
            play.same(f"上传 {file.name}", answer, "201")
    sheet = play.reads(world.lab, f"redemptions/{redemption}/checks/")
    play.same("核对表中不合格的项", [line["code"] for line in sheet if line["verdict"] == "fail"], [])


def hand_in(world: World, key: str, *, amount: str, half: str, done_on: str, buyer: str = "firm") -> int:
    """Play from the work to the formal check; store the redemption's id under the key."""
    contract = world.ids[f"{key}-contract"]
    finish_work(world, contract, amount=amount, done_on=done_on, buyer=buyer)
    redemption = start(world, contract)
    fill_in(world, redemption, contract, amount=amount, half=half, buyer=buyer)
    path = f"redemptions/{redemption}"
    world.play.does(world.lab, "提交兑现申请", f"{path}/submit/", world.play.version_of(world.lab, path))
    world.ids[key] = redemption
    return redemption


def accept(world: World, *keys: str) -> None:
    """Pass the formal check."""
    for key in keys:
        path = f"redemptions/{world.ids[key]}"
        world.play.does(world.officer, "形式审查通过", f"{path}/accept/", world.play.version_of(world.officer, path))


def redeem(world: World, *, done_on: str) -> None:
    """Submit four redemptions; one is returned for correction first."""
    play = world.play
    play.chapter("兑现申请与形式审查（第十五条三）")
    hand_in(world, "whole", amount="100000.00", half="50000.00", done_on=done_on)
    hand_in(world, "pair", amount="100000.00", half="50000.00", done_on=done_on)
    hand_in(world, "objected", amount="40000.00", half="20000.00", done_on=done_on)
    hand_in(world, "team", amount="36000.00", half="18000.00", done_on=done_on, buyer="team")
    back = {"reason": "付款回单不清晰", "fault": "unit"}
    path = f"redemptions/{world.ids['team']}"
    play.does(world.officer, "退回补正", f"{path}/return/", {**back, **play.version_of(world.officer, path)})
    seen, answer = play.version_of(world.lab, path), {"answer": "回单由银行出具，金额和日期见右上角。"}
    play.refused(world.lab, "未补正也未答复即再次提交", f"{path}/submit/", seen, codes=["nothing_corrected"])
    play.does(world.lab, "书面答复后再次提交", f"{path}/submit/", {**answer, **seen})
    accept(world, "whole", "pair", "objected", "team")


def refuse_redemptions(world: World) -> None:
    """Meet every refusal code of a redemption, except the late one, which follows on its day."""
    play = world.play
    play.chapter("兑现：不予受理的各种情形")
    redemption = start(world, world.ids["later-contract"])
    path = f"redemptions/{redemption}"
    seen = play.version_of(world.lab, path)
    play.refused(world.lab, "合同未开始、无发票无材料即提交", f"{path}/submit/", seen, codes=LATER_CODES)
    zero = {"actual_amount": "0.00", **seen}
    play.refused(world.lab, "实际金额填 0.00 元", f"{path}/update/", zero, codes=["actual_amount"])
    used = invoice(world, world.ids["whole-contract"], amount="24000.00", buyer="firm")
    again = {"invoices": [used], **seen}
    play.refused(world.lab, "使用已在他处使用的发票", f"{path}/invoices/", again, codes=["invoice_reused"])
    short = invoice(world, world.ids["later-contract"], amount="23999.99", buyer="firm")
    play.does(world.lab, "录入少一分钱的发票", f"{path}/invoices/", {"invoices": [short], **seen})
    seen = play.version_of(world.lab, path)
    play.refused(world.lab, "发票合计不足即提交", f"{path}/submit/", seen, codes=LATER_CODES)
    play.does(world.lab, "撤回该申请草稿", f"{path}/withdraw/", {"reason": "合同尚未开始", **seen})


def refuse_late_redemption(world: World) -> None:
    """Submit a minute after the last day, before any job has run: refused."""
    world.play.chapter("兑现期限届满：逾期一分钟即不予受理，随后自动作废")
    body = {"contract": world.ids["idle-contract"]}
    world.play.refused(world.lab, "逾期申请兑现", "redemptions/", body, codes=["redeem_by"])
