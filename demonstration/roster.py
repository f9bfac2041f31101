"""The further firms, teams, open units and persons of the demonstration, all invented. Nobody can sign in as one of them."""

from dataclasses import dataclass

from core.values import id_number, uscc

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = "张李刘杨黄马胡郭高林罗梁谢宋唐韩邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A party and the person who registers it. `industry` of a firm or team, `category` of an open unit."""

    username: str
    party: str
    number: int
    industry: str = ""
    category: str = ""

    @property
    def person(self) -> str:
        """The name of the person."""
        return f"{_SURNAMES[self.number % len(_SURNAMES)]}示例"

    @property
    def uscc(self) -> str:
        """An invented code with both check characters."""
        return make_uscc(self.number)


def make_uscc(number: int) -> str:
    """Return an invented code of an enterprise with both check characters."""
    subject = f"X{2027000 + number:07d}"
    rest = -sum(int(character, 36) * weight for character, weight in zip(subject, _WEIGHTS, strict=True)) % 11
    head = f"91110108{subject}{'X' if rest == 10 else rest}"
    return head + uscc.check_character(head)


def make_id_number(number: int) -> str:
    """Return an invented ID number with its check character and a birthday in 1901."""
    digits = f"11010119010101{number:03d}"
    return digits + id_number.check_character(digits)


_FIRMS = (
    ("firm-yunshan", "示例云杉软件有限公司", "new_generation_it"),
    ("firm-baihua", "示例白桦数据科技有限公司", "new_generation_it"),
    ("firm-hupo", "示例琥珀芯片设计有限公司", "new_generation_it"),
    ("firm-xinghe", "示例星河视觉技术有限公司", "new_generation_it"),
    ("firm-yuanfan", "示例远帆网络科技有限公司", "new_generation_it"),
    ("firm-songguo", "示例松果语音科技有限公司", "new_generation_it"),
    ("firm-qinghe", "示例青禾生物技术有限公司", "health"),
    ("firm-dujuan", "示例杜鹃诊断试剂有限公司", "health"),
    ("firm-lingzhi", "示例灵芝医疗器械有限公司", "health"),
    ("firm-hehuan", "示例合欢康复设备有限公司", "health"),
    ("firm-fuling", "示例茯苓药物研发有限公司", "health"),
    ("firm-yinxing", "示例银杏影像科技有限公司", "health"),
    ("firm-tiechui", "示例铁锤机器人有限公司", "intelligent_manufacturing"),
    ("firm-jiguang", "示例极光精密机械有限公司", "intelligent_manufacturing"),
    ("firm-luoxuan", "示例螺旋传动技术有限公司", "intelligent_manufacturing"),
    ("firm-fengche", "示例风车无人机有限公司", "intelligent_manufacturing"),
    ("firm-zhizhu", "示例蜘蛛传感技术有限公司", "intelligent_manufacturing"),
    ("firm-chilun", "示例齿轮数控设备有限公司", "intelligent_manufacturing"),
    ("firm-shimo", "示例石墨新材料有限公司", "new_materials"),
    ("firm-taoci", "示例陶瓷基板有限公司", "new_materials"),
    ("firm-tanxian", "示例碳纤复合材料有限公司", "new_materials"),
    ("firm-boli", "示例玻璃微珠有限公司", "new_materials"),
    ("firm-ningjiao", "示例凝胶涂层有限公司", "new_materials"),
    ("firm-hejin", "示例合金粉末有限公司", "new_materials"),
    ("firm-chaoxi", "示例潮汐储能科技有限公司", "green_energy"),
    ("firm-yangguang", "示例向阳光伏技术有限公司", "green_energy"),
    ("firm-qingneng", "示例清能氢电有限公司", "green_energy"),
    ("firm-dire", "示例地热换能设备有限公司", "green_energy"),
    ("firm-fengdian", "示例风电叶片检测有限公司", "green_energy"),
    ("firm-luzhou", "示例绿洲节能科技有限公司", "green_energy"),
    ("firm-chenguang", "示例晨光显示材料有限公司", "new_materials"),
    ("firm-muxing", "示例木星导航科技有限公司", "new_generation_it"),
    ("firm-yuanshan", "示例远山环境监测有限公司", "green_energy"),
)
_TEAMS = (
    ("team-yinghuo", "示例萤火创业团队", "health"),
    ("team-hailang", "示例海浪创业团队", "green_energy"),
    ("team-mifeng", "示例蜜蜂创业团队", "intelligent_manufacturing"),
    ("team-jinghong", "示例惊鸿创业团队", "new_generation_it"),
    ("team-qingteng", "示例青藤创业团队", "new_materials"),
)
_UNITS = (
    ("unit-guangpu", "示例光谱测试中心", "municipal"),
    ("unit-jiliang", "示例计量检测院", "municipal"),
    ("unit-shengwu", "示例生物安全实验室", "in_beijing"),
    ("unit-fengdong", "示例风洞实验室", "in_beijing"),
    ("unit-xianwei", "示例电镜平台", "in_beijing"),
    ("unit-haiyang", "示例海洋腐蚀试验站", "recognised"),
    ("unit-gangtie", "示例冶金分析实验室", "recognised"),
    ("unit-huagong", "示例化工中试平台", "in_beijing"),
    ("unit-jianzhu", "示例建筑构件实验室", "municipal"),
    ("unit-shipin", "示例食品分析实验室", "municipal"),
)
_CANDIDATES = (
    ("unit-yuanzi", "示例原子探针实验室", "in_beijing"),
    ("unit-taikong", "示例空间环境实验室", "in_beijing"),
    ("unit-gaolu", "示例高炉材料试验站", "recognised"),
)
_PERSONS = ("guest-1", "guest-2", "guest-3", "guest-4", "guest-5", "guest-6")

FIRMS = {
    username: Member(username=username, party=party, number=number, industry=industry)
    for number, (username, party, industry) in enumerate(_FIRMS)
}
TEAMS = {
    username: Member(username=username, party=party, number=number, industry=industry)
    for number, (username, party, industry) in enumerate(_TEAMS, len(FIRMS))
}
UNITS = {
    username: Member(username=username, party=party, number=number, category=category)
    for number, (username, party, category) in enumerate(_UNITS, len(FIRMS) + len(TEAMS))
}
CANDIDATES = {
    username: Member(username=username, party=party, number=number, category=category)
    for number, (username, party, category) in enumerate(_CANDIDATES, len(FIRMS) + len(TEAMS) + len(UNITS))
}
"""Organisations that asked to become an open unit and are none."""
PERSONS = {
    username: Member(username=username, party="", number=number)
    for number, username in enumerate(_PERSONS, len(FIRMS) + len(TEAMS) + len(UNITS) + len(CANDIDATES))
}
APPLICANTS = {**FIRMS, **TEAMS}
PEOPLE = {**APPLICANTS, **UNITS, **CANDIDATES, **PERSONS}
