"""The people of the journey: accounts of the fresh instance, and users who register over HTTP."""

from dataclasses import dataclass, field
from typing import Any

from scripts.journey.files import pdf
from scripts.journey.person import Person, Upload
from scripts.journey.play import Play

PASSWORD = "journey-of-one-year"  # noqa: S105 - of people who live for two minutes

GOOD_FIRM: dict[str, Any] = {
    "region": "beijing",
    "district": "110108",
    "legal_person": True,
    "staff": 42,
    "annual_sales": "8600000.00",
    "total_assets": "12000000.00",
    "sound_finance": True,
    "bad_credit": False,
    "industry": "new_materials",
}
BAD_FIRM: dict[str, Any] = {
    "region": "other",
    "district": "120101",
    "legal_person": False,
    "staff": 501,
    "annual_sales": "200000000.01",
    "total_assets": "200000000.01",
    "sound_finance": False,
    "bad_credit": True,
    "industry": "other",
}
GOOD_TEAM: dict[str, Any] = {
    "region": "beijing",
    "project_stage": "development",
    "industry": "health",
    "legal_person": False,
    "members": [
        {"name": "何示例", "id_number": "110101190001011017", "student": True},
        {"name": "吕示例", "id_number": "110101190001011025", "student": True},
        {"name": "施示例", "id_number": "110101190001011033", "student": False},
    ],
}
BAD_TEAM: dict[str, Any] = {
    "region": "other",
    "project_stage": "planning",
    "industry": "other",
    "legal_person": True,
    "members": [
        {"name": "张示例", "id_number": "110101190001011041", "student": True},
        {"name": "孔示例", "id_number": "11010119000101105X", "student": False},
    ],
}
USCCS = {
    "lab": "91110108X202600109",
    "firm": "91110108X202600371",
    "maker": "91110108X20260045U",
    "giant": "91110108X20260053N",
}
"""Invented codes with valid check characters."""


@dataclass(slots=True, kw_only=True)
class World:
    """The play with its people, and the ids of what they created, by the keys that the chapters choose."""

    play: Play
    officer: Person
    deputy: Person
    approver: Person
    finance: Person
    second_finance: Person
    second_officer: Person
    second_approver: Person
    admin: Person
    lab: Person
    compute: Person
    public: Person
    firm: Person
    maker: Person
    giant: Person
    team: Person
    club: Person
    ids: dict[str, int] = field(default_factory=dict)
    parties: dict[str, int] = field(default_factory=dict)


def gather(play: Play) -> World:
    """Sign in staff and units with their second factors; register the applicants."""
    play.chapter("人员登录，申领单位注册")
    staff = {
        "officer": ("陈示例", "市科委经办"),
        "deputy": ("李示例", "市科委复核"),
        "approver": ("赵示例", "市科委审批"),
        "finance": ("钱示例", "市科委财务"),
        "second_finance": ("唐示例", "市科委财务二"),
        "second_officer": ("沈示例", "市科委经办二"),
        "second_approver": ("韩示例", "市科委审批二"),
        "admin": ("孙示例", "系统管理员"),
        "lab": ("郑示例", "示例材料分析中心"),
        "compute": ("王示例", "示例智能算力中心"),
    }
    known = {key: play.known(key.replace("_", "-"), name=name, title=title) for key, (name, title) in staff.items()}
    play.watcher = play.known("auditor", name="周示例", title="审计")
    year = play.now.year
    world = World(
        play=play,
        **known,  # type: ignore[arg-type]
        public=play.person("社会公众"),
        firm=_sign_up(play, "firm", name="朱示例", title="示例新材料公司"),
        maker=_sign_up(play, "maker", name="秦示例", title="示例智能装备公司"),
        giant=_sign_up(play, "giant", name="尤示例", title="示例大企业"),
        team=_sign_up(play, "team", name="何示例", title="示例星火团队"),
        club=_sign_up(play, "club", name="张示例", title="示例社团"),
    )
    for key in ("lab", "compute"):
        world.parties[key] = play.reads(known[key], "me/")["parties"][0]["id"]
    _register_firm(
        world, "firm", name="示例新材料科技有限公司", facts=GOOD_FIRM | {"established_on": f"{year - 3}-05-10"}
    )
    _register_firm(
        world, "maker", name="示例智能装备有限公司", facts=GOOD_FIRM | {"established_on": f"{year - 2}-01-08"}
    )
    _register_firm(world, "giant", name="示例大企业有限公司", facts=BAD_FIRM | {"established_on": f"{year - 9}-01-08"})
    _register_team(world, "team", name="示例星火创业团队", facts=GOOD_TEAM)
    _register_team(world, "club", name="示例社团", facts=BAD_TEAM)
    return world


def _sign_up(play: Play, username: str, *, name: str, title: str) -> Person:
    person = play.person(title, name=name, username=username, password=PASSWORD)
    email = f"{username}@example.org"
    play.does(person, "填写邮箱注册", "users/", {"email": email})
    key = play.site.sign_up_key(email)
    play.does(
        person,
        "选择用户名和密码",
        "users/complete/",
        {"key": key, "username": username, "name": name, "password": PASSWORD},
    )
    person.sign_in()
    return person


def _register_firm(world: World, key: str, *, name: str, facts: dict[str, Any]) -> None:
    body = {"name": name, "uscc": USCCS[key], **facts}
    world.parties[key] = world.play.does(getattr(world, key), "企业注册", "enterprises/", body)["id"]
    _send(world, key, "licence", "authorisation")


def _register_team(world: World, key: str, *, name: str, facts: dict[str, Any]) -> None:
    world.parties[key] = world.play.does(getattr(world, key), "创业团队注册", "teams/", {"name": name, **facts})["id"]
    _send(world, key, "licence")


def _send(world: World, key: str, *kinds: str) -> None:
    """Upload the documents of a registration and send it."""
    person, play = getattr(world, key), world.play
    for kind in kinds:
        answer = person.upload(
            "registration-evidence/", Upload(kind=kind, name=f"{kind}.pdf", data=pdf(f"{key} {kind}"))
        )
        if answer.status != 201:
            play.same(f"上传 {kind}", answer, "201")
    play.does(person, "提交注册", f"registrations/{world.parties[key]}/send/")
