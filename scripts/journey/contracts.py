"""Projects, contracts and registrations: coupons are registered on contracts, or refused."""

from dataclasses import dataclass
from typing import Any

from scripts.journey.cast import World
from scripts.journey.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A planned contract: applicant, unit, service, yuan, first and last day in days from now."""

    title: str
    applicant: Person
    amount: str
    unit: str = "lab"
    category: str = "testing"
    begins: int = 0
    ends: int = 5
    related_party: bool = False


def draft(world: World, deal: Deal) -> int:
    """Request a project, accept it, enter its contract; return the contract's id."""
    unit = getattr(world, deal.unit)
    return int(world.play.does(unit, f"录入合同“{deal.title}”", "contracts/", terms(world, deal))["id"])


def terms(world: World, deal: Deal) -> dict[str, Any]:
    """Request and accept a project; return the terms of its contract."""
    play, unit = world.play, getattr(world, deal.unit)
    ask = {
        "asks": [{"unit": world.parties[deal.unit]}],
        "title": deal.title,
        "description": "示例需求",
        "expected_amount": deal.amount,
        "statutory_testing": False,
        "municipal_funding": False,
    }
    project = play.does(deal.applicant, f"提出合作“{deal.title}”", "projects/", ask)["projects"][0]["id"]
    play.does(unit, f"接受合作“{deal.title}”", f"projects/{project}/accept/")
    return {
        "project": project,
        "reference": f"HT-{project:04d}",
        "title": deal.title,
        "category": deal.category,
        "amount": deal.amount,
        "signed_on": play.today,
        "start_on": play.day(deal.begins),
        "end_on": play.day(deal.ends),
        "shortfall_bearer": "applicant",
        "related_party": deal.related_party,
    }


def offer(world: World, who: Person, contract: int, *coupons: str) -> None:
    """Offer coupons for the contract, as the applicant."""
    ids = [world.ids[coupon] for coupon in coupons]
    world.play.does(who, f"选定 {len(ids)} 张券", f"contracts/{contract}/offer/", {"coupons": ids})


def register(world: World, deal: Deal, *coupons: str, key: str) -> None:
    """Play from the project to the registration; store the contract's id under the key."""
    contract = draft(world, deal)
    world.ids[key] = contract
    offer(world, deal.applicant, contract, *coupons)
    ids = {"coupons": [world.ids[coupon] for coupon in coupons]}
    unit = getattr(world, deal.unit)
    world.play.does(unit, f"科研活动登记“{deal.title}”", f"contracts/{contract}/register/", ids)


def refuse(world: World, deal: Deal, coupon: str, *, contract: int, codes: list[str]) -> None:
    """Meet a refused registration."""
    ids = {"coupons": [world.ids[coupon]]}
    world.play.refused(
        getattr(world, deal.unit), f"登记“{deal.title}”", f"contracts/{contract}/register/", ids, codes=codes
    )


def register_contracts(world: World) -> None:
    """Register the contracts of the year's first half."""
    play = world.play
    play.chapter("合作、合同与科研活动登记（第十五条二）")
    whole = Deal(title="电池材料测试", applicant=world.firm, amount="100000.00")
    second = draft(world, taken := Deal(title="同一张券的另一合同", applicant=world.firm, amount="100000.00"))
    offer(world, world.firm, second, "whole")
    register(world, whole, "whole", key="whole-contract")
    refuse(world, taken, "whole", contract=second, codes=["coupon_state"])
    pair = Deal(title="涂层分析（两张券）", applicant=world.firm, amount="100000.00")
    register(world, pair, "first", "second", key="pair-contract")
    register(
        world, Deal(title="焊缝检测", applicant=world.firm, amount="40000.00"), "objected", key="objected-contract"
    )
    register(world, Deal(title="检测仪验证", applicant=world.team, amount="36000.00"), "students", key="team-contract")
    idle = Deal(title="轴承测试（迟迟未兑现）", applicant=world.maker, amount="100000.00", ends=15)
    register(world, idle, "unredeemed", key="idle-contract")
    later = Deal(title="尚未开始的合同", applicant=world.firm, amount="24000.00", begins=40, ends=50)
    register(world, later, "future", key="later-contract")


def refuse_registrations(world: World) -> None:
    """Meet every refusal code on the way to a registration, except the late one, which follows on its day."""
    play = world.play
    _refuse_request(world)
    play.chapter("登记：不予受理的各种情形")
    backwards = Deal(title="日期颠倒的合同", applicant=world.firm, amount="20000.00", begins=5, ends=1)
    play.refused(world.lab, "录入结束早于开始的合同", "contracts/", terms(world, backwards), codes=["contract_dates"])
    _refuse_everything(world)
    _refuse_anothers_coupon(world)
    _refuse_related(world)
    _refuse_leaving_unit(world)


def _refuse_everything(world: World) -> None:
    """Choose coupons above the share; then meet all refusal codes of a registration at once, in order."""
    ids = {"coupons": [world.ids["late"], world.ids["exiting"]]}
    small = draft(world, Deal(title="金额过小的合同", applicant=world.firm, amount="10000.00"))
    world.play.refused(world.firm, "选定超出比例的券", f"contracts/{small}/offer/", ids, codes=["contract_share"])
    flawed = Deal(title="处处不符的合同", applicant=world.firm, amount="36000.00", category="other", ends=120)
    contract = draft(world, flawed)
    offer(world, world.firm, contract, "late", "exiting")
    codes = ["service_category", "valid_until"]
    world.play.refused(world.lab, "登记“处处不符的合同”", f"contracts/{contract}/register/", ids, codes=codes)


def _refuse_request(world: World) -> None:
    """Request what can never become a contract with coupons."""
    ask = {
        "asks": [{"unit": world.parties["lab"]}],
        "title": "已获市级资金的强制检测",
        "description": "示例需求",
        "expected_amount": "10000.00",
        "coupon_amount": "6000.00",
        "statutory_testing": True,
        "municipal_funding": True,
    }
    codes = ["statutory_testing", "municipal_funding", "contract_share"]
    world.play.refused(world.firm, "提出“已获市级资金的强制检测”", "projects/", ask, codes=codes)


def _refuse_anothers_coupon(world: World) -> None:
    """Try another applicant's coupon: offering and registering are both refused."""
    play = world.play
    deal = Deal(title="借用他人的券", applicant=world.firm, amount="100000.00")
    contract = draft(world, deal)
    ids = {"coupons": [world.ids["forgotten"]]}
    play.refused(world.firm, "选定他人的券", f"contracts/{contract}/offer/", ids, codes=["not_found"])
    play.refused(world.lab, "登记他人的券", f"contracts/{contract}/register/", ids, codes=["coupon_not_offered"])
    case = {
        "id": "1",
        "op": "registration",
        "on": play.today,
        "coupons": [{"amount": "50000.00", "claimed_on": play.today, "state": "claimed", "same_applicant": False}],
        "contract": {
            "amount": "100000.00",
            "start": play.today,
            "end": play.day(5),
            "category": "testing",
            "statutory_testing": False,
            "municipal_funding": False,
        },
        "open_unit": {"status": "admitted"},
    }
    answer = play.does(world.public, "政策测算：登记他人的券", "calculator/", case)
    play.same("测算结果", answer["refusals"], ["other_applicant"])
    play.seen.update(answer["refusals"])


def _refuse_related(world: World) -> None:
    related = Deal(title="关联单位合同", applicant=world.firm, amount="10000.00", related_party=True)
    contract = draft(world, related)
    offer(world, world.firm, contract, "related")
    refuse(world, related, "related", contract=contract, codes=["related_party"])
    world.play.does(world.firm, "退回该券", f"coupons/{world.ids['related']}/return/")


def _refuse_leaving_unit(world: World) -> None:
    play = world.play
    deal = Deal(title="退出中的开放单位", applicant=world.firm, amount="16000.00", unit="compute")
    contract = draft(world, deal)
    offer(world, world.firm, contract, "exiting")
    body = {"leaves_on": play.day(45), "reason": "设施搬迁"}
    play.does(world.compute, "提前一个月申请退出", f"open-units/{world.parties['compute']}/exit/", body)
    refuse(world, deal, "exiting", contract=contract, codes=["not_open_unit"])
    play.does(world.firm, "退回该券", f"coupons/{world.ids['exiting']}/return/")


def prepare_late_registration(world: World) -> None:
    """Enter a contract that will be registered a minute late."""
    deal = Deal(title="迟到的登记", applicant=world.firm, amount="20000.00", ends=20)
    world.ids["late-contract"] = draft(world, deal)
    offer(world, world.firm, world.ids["late-contract"], "late")


def refuse_late_registration(world: World) -> None:
    """Register a minute after the last day, before any job has run: refused."""
    late = Deal(title="迟到的登记", applicant=world.firm, amount="20000.00")
    world.play.chapter("登记期限届满：逾期一分钟即不予登记，随后自动作废")
    refuse(world, late, "late", contract=world.ids["late-contract"], codes=["register_by"])


def drop_unbegun(world: World) -> None:
    """Terminate a contract without any work; its coupon is returned."""
    path = f"contracts/{world.ids['later-contract']}/terminate/"
    world.play.does(world.lab, "尚未开始的合同终止，券退回", path, {"reason": "申领单位项目取消"})
