"""The beginning of the year: policies, open units and rounds."""

from datetime import datetime, timedelta

from scripts.journey.cast import World
from scripts.journey.person import Person

POLICY = "beijing-2023"
STRICT = "shili-strict"


def publish_policies(world: World) -> None:
    """Put the shipped policy in force, and a second scheme that refuses related parties."""
    play = world.play
    play.chapter("政策发布：一人起草，另一人批准")
    shipped = play.reads(world.officer, "policy-versions/", code=POLICY)["results"][0]
    done = play.does(world.approver, f"批准政策 {POLICY}", f"policy-versions/{shipped['id']}/approve/")
    world.ids["policy"] = done["id"]
    params = {
        **shipped["params"],
        "code": STRICT,
        "title": "示例方案（关联关系一律不予登记）",
        "related_party": "refuse",
        "in_force_from": play.today,
    }
    body = {"params": params}
    drafted = play.does(world.officer, f"起草政策 {STRICT}", "policy-versions/", body)
    play.refused(world.officer, "自己批准自己起草的政策", f"policy-versions/{drafted['id']}/approve/", codes=["denied"])
    play.does(world.approver, f"批准政策 {STRICT}", f"policy-versions/{drafted['id']}/approve/")
    world.ids["strict"] = drafted["id"]


def enter_units(world: World) -> None:
    """Enter a municipal unit; take another from its application to its publicity."""
    play = world.play
    play.chapter("开放单位入库（第六条）")
    for key, category, word in (("lab", "municipal", "市属"), ("compute", "in_beijing", "在京")):
        body = {"party": world.parties[key], "category": category, "introduction": "示例", "third_party_tester": False}
        play.does(world.officer, f"录入{word}开放单位", "open-units/enter/", body)
    unit = f"open-units/{world.parties['compute']}"
    play.does(world.officer, "受理审核", f"{unit}/review/")
    play.does(world.approver, "决定纳入", f"{unit}/decide/", {"reason": "符合六项条件"})
    play.does(world.officer, "公示五个工作日", f"{unit}/publicise/")
    play.refused(world.approver, "公示期内纳入", f"{unit}/admit/", codes=["publicity_running"])
    check_account(world, world.lab, holder="示例材料分析中心")
    check_account(world, world.compute, holder="示例智能算力中心")
    offer = {"name": "晶体结构分析", "category": "analysis", "price": "800.00", "price_unit": "小时"}
    world.ids["service"] = play.does(world.lab, "公布服务项目与价格", "services/publish/", offer)["id"]


def check_account(world: World, manager: Person, *, holder: str) -> None:
    """Let a unit's manager enter its account and finance check it; a wrong number or bank code is refused."""
    play = world.play
    entry = {
        "holder": holder,
        "bank_name": "示例银行海淀支行",
        "bank_code": "999100000011",
        "number": "0200000109014400123",
    }
    wrong = entry | {"bank_code": "999100000012"}
    play.refused(manager, "填报校验位不对的联行号", "payee-accounts/", wrong, codes=["bank_code"])
    account = play.does(manager, "填报收款账户", "payee-accounts/", entry)["id"]
    path, differs = f"payee-accounts/{account}/check/", {"number": "0200000109014400124"}
    play.refused(world.finance, "核对时录入的账号不一致", path, differs, codes=["account_number_differs"])
    play.does(world.finance, "核对收款账户", path, {"number": entry["number"]})


def announce_rounds(world: World, *, opens: datetime, closes: datetime) -> None:
    """Announce the year's round, one with little money, one of the second scheme."""
    play = world.play
    play.chapter("公告发放周期（第十二条）")
    entry = {"year": opens.year, "amount": "3130000.00", "document": "示例财〔2026〕1号"}
    money = play.does(world.finance, "录入年度预算 3130000.00 元", "appropriations/", entry)["id"]
    play.refused(world.finance, "确认自己录入的年度预算", f"appropriations/{money}/confirm/", codes=["same_person"])
    play.does(world.approver, "确认年度预算", f"appropriations/{money}/confirm/")
    plans = (
        ("round", "全年周期", "policy", "3000000.00", closes),
        ("small", "小额周期", "policy", "30000.00", opens + timedelta(days=30)),
        ("strict-round", "示例方案周期", "strict", "100000.00", opens + timedelta(days=30)),
    )
    for key, name, policy, budget, until in plans:
        body = {
            "name": name,
            "policy_version": world.ids[policy],
            "budget": budget,
            "opens_at": opens.isoformat(),
            "closes_at": until.isoformat(),
        }
        made = play.does(world.officer, f"新建{name}，预算 {budget} 元", "rounds/", body)
        world.ids[key] = made["id"]
        path = f"rounds/{made['id']}"
        play.does(world.officer, f"提请发布{name}", f"{path}/propose/", {"version": made["version"]})
        play.refused(world.officer, "自己发布自己提请的周期", f"{path}/announce/", codes=["denied"])
        play.does(world.approver, f"公告{name}", f"{path}/announce/", play.version_of(world.approver, path))


def admit_compute(world: World) -> None:
    """Admit the second unit after its publicity."""
    unit = f"open-units/{world.parties['compute']}"
    world.play.does(world.approver, "公示期满，纳入开放单位", f"{unit}/admit/")
