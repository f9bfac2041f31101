"""Claims: refusals, claims, the repeated request, the return."""

from typing import Any
from uuid import uuid4

from scripts.journey.cast import World
from scripts.journey.person import Person

ENTERPRISE_CODES = [
    "region",
    "age_or_new_tech_sme",
    "legal_person",
    "staff",
    "annual_sales",
    "total_assets",
    "sound_finance",
    "bad_credit",
    "industry",
]
TEAM_CODES = ["legal_person", "students", "project_stage", "region", "industry"]


def verify_parties(world: World) -> None:
    """Verify the parties; a claim before that is refused."""
    play = world.play
    play.chapter("核实主体，录入资质")
    body = _claim(world, "1000.00")
    play.refused(world.firm, "未经核实即申领", "coupons/", body, codes=["party_not_verified"])
    for key in ("firm", "maker", "giant", "team", "club"):
        who = getattr(world, key).title
        play.does(
            world.officer, f"核实通过：{who}", f"parties/{world.parties[key]}/verify/", {"reason": "执照、授权书齐全"}
        )
    certificate = {
        "party": world.parties["firm"],
        "kind": "national_hnte",
        "number": f"GR{play.now.year - 1}11000001",
        "valid_from": f"{play.now.year - 1}-12-01",
        "valid_until": f"{play.now.year + 2}-11-30",
    }
    play.does(world.officer, "录入高新技术企业证书，年度额度 500,000 元", "certificates/", certificate)
    play.refused(world.firm, "周期开放前申领", "coupons/", body, codes=["round_closed"])


def claim(world: World, who: Person, amount: str, *, key: str, of: str = "round") -> Any:
    """Claim a coupon; store its id under the key."""
    made = world.play.does(who, f"申领 {amount} 元", "coupons/", _claim(world, amount, of=of))
    world.ids[key] = made["id"]
    return made


def refuse_claims(world: World) -> None:
    """Meet every refusal code of a claim."""
    play = world.play
    play.chapter("申领：不予受理的各种情形（第七、十二、十七条）")
    for amount in ("0.00", "100.001"):
        play.refused(world.firm, f"申领 {amount} 元", "coupons/", _claim(world, amount), codes=["amount"])
    play.refused(world.firm, "申领 50000.01 元", "coupons/", _claim(world, "50000.01"), codes=["coupon_cap"])
    small = _claim(world, "50000.00", of="small")
    play.refused(world.firm, "向小额周期申领 50000.00 元", "coupons/", small, codes=["round_budget"])
    play.refused(world.giant, "不合条件的企业申领", "coupons/", _claim(world, "1000.00"), codes=ENTERPRISE_CODES)
    play.refused(world.club, "不合条件的团队申领", "coupons/", _claim(world, "1000.00"), codes=TEAM_CODES)
    _bar_giant(world)
    barred = [*ENTERPRISE_CODES, "sanctioned"]
    play.refused(world.giant, "处理期内申领", "coupons/", _claim(world, "1000.00"), codes=barred)


def click_twice(world: World) -> None:
    """Send the same request twice: one coupon. The same key with another amount is refused."""
    play = world.play
    play.chapter("申领成功与重复点击")
    key = str(uuid4())
    first = play.does(world.firm, "申领 50000.00 元", "coupons/", _claim(world, "50000.00"), key=key)
    second = play.does(world.firm, "再次点击同一按钮", "coupons/", _claim(world, "50000.00"), key=key)
    play.same("两次点击得到同一张券", second["number"], first["number"])
    play.refused(
        world.firm,
        "同一请求号改为 40000.00 元",
        "coupons/",
        _claim(world, "40000.00"),
        key=key,
        codes=["idempotency_key_reused"],
    )
    world.ids["whole"] = first["id"]


def claim_for_the_year(world: World) -> None:
    """Claim the coupons of the later chapters, up to the yearly limit; return one, which credits the year."""
    play = world.play
    play.chapter("申领其余创新券，年度额度与自愿退回")
    plan = {"first": "30000.00", "second": "20000.00", "objected": "20000.00", "late": "10000.00"}
    for key, amount in (plan | {"exiting": "8000.00", "future": "12000.00"}).items():
        claim(world, world.firm, amount, key=key)
    claim(world, world.team, "18000.00", key="students")
    claim(world, world.firm, "5000.00", key="related", of="strict-round")
    for key in ("forgotten", "unredeemed", "forgotten-too", "given-back"):
        claim(world, world.maker, "50000.00", key=key)
    over = _claim(world, "0.01")
    play.refused(world.maker, "年度额度用满后再申领 0.01 元", "coupons/", over, codes=["annual_limit"])
    play.does(world.maker, "登记前自愿退回一张", f"coupons/{world.ids['given-back']}/return/")
    play.does(world.maker, "额度恢复，再申领 0.01 元", "coupons/", over)


def _bar_giant(world: World) -> None:
    play = world.play
    body = {
        "party": world.parties["giant"],
        "measure": "applicant_barred",
        "reason": "提供虚假申报材料",
        "begins_on": play.today,
        "until": play.day(700),
    }
    sanction = play.does(world.officer, "拟取消其申报资格", "sanctions/", body)["id"]
    play.does(world.officer, "听取陈述申辩", f"sanctions/{sanction}/hear/", {"statement": "无异议"})
    play.does(world.approver, "作出处理决定", f"sanctions/{sanction}/decide/")


def _claim(world: World, amount: str, *, of: str = "round") -> dict[str, Any]:
    return {"round": world.ids[of], "amount": amount}
