"""What happens in the demonstration: coupons, contracts and batches, each row one story. Days are before the anchor."""

from demonstration import contract_story as ends
from demonstration.appeal_story import Dispute
from demonstration.batch_story import Batch, Item
from demonstration.contract_story import Deal, Ending, Stage
from demonstration.people import COMPUTE, FIRM, LAB, TEAM, YOUNG_FIRM
from oversight.rules.states import ObjectionState
from payments.rules.states import OrderState
from redemptions.rules.states import AppealState, BatchState

GUANGPU, SHENGWU = "unit-guangpu", "unit-shengwu"

CLAIMS: tuple[tuple[str, str, int], ...] = (
    (YOUNG_FIRM, "10000.00", 40),
    (YOUNG_FIRM, "25000.00", 13),
    (FIRM, "50000.00", 4),
    (FIRM, "12000.00", 4),
    ("firm-yunshan", "45000.00", 2),
    ("firm-hupo", "30000.00", 30),
    ("firm-xinghe", "20000.00", 1),
    ("team-yinghuo", "9000.00", 6),
    ("firm-tanxian", "50000.00", 10),
    ("firm-boli", "16000.00", 8),
)
"""Coupons on no contract: who claimed, yuan, days ago. The oldest have lapsed."""
RETURNS: tuple[tuple[str, str, int], ...] = ((TEAM, "8000.00", 12), ("firm-yuanfan", "15000.00", 9))
"""Coupons that were returned two days after the claim."""


def deal(applicant: str, unit: str, title: str, *amounts: str, claimed: int = 0, days: int = 14) -> Deal:
    """Return a deal."""
    return Deal(applicant=applicant, unit=unit, title=title, amounts=amounts, claimed=claimed, days=days)


ASKED: tuple[tuple[Deal, Ending], ...] = (
    (deal("firm-baihua", LAB, "服务器散热材料测试", "20000.00", claimed=1), lambda stage: stage.ask(after=0)),
    (deal("firm-jiguang", GUANGPU, "镀层成分分析", "16000.00", claimed=9), ends.accept_only),
    (deal("firm-fengche", COMPUTE, "航迹规划模型训练", "30000.00", claimed=7), ends.decline),
    (deal("firm-luoxuan", LAB, "丝杠疲劳测试", "12000.00", claimed=6), ends.withdraw_request),
    (deal("firm-taoci", GUANGPU, "基板介电测试", "18000.00", claimed=25), lambda stage: stage.ask(after=0)),
    (deal("firm-hupo", LAB, "封装材料分析", "14000.00", claimed=6), lambda stage: stage.draft(after=2)),
    (deal("firm-yinxing", SHENGWU, "造影剂毒性测试", "15000.00", claimed=12), ends.drop),
)
"""Requests without coupons: one pending, one accepted, declined, withdrawn, expired; drafts of contracts."""

CONTRACTS: tuple[tuple[Deal, Ending], ...] = (
    (deal(FIRM, LAB, "焊缝无损检测", "22000.00", claimed=9, days=40), Stage.register),
    (deal("firm-tiechui", LAB, "关节电机寿命测试", "40000.00", "10000.00", claimed=11, days=45), Stage.register),
    (deal("firm-qinghe", SHENGWU, "菌株毒性评价", "35000.00", claimed=12, days=50), Stage.register),
    (deal("team-jinghong", GUANGPU, "传感器镀膜分析", "12000.00", claimed=6, days=30), Stage.register),
    (deal("firm-ningjiao", GUANGPU, "涂层老化测试", "28000.00", claimed=14, days=30), ends.amend),
    (deal("firm-hehuan", SHENGWU, "外骨骼材料相容性测试", "26000.00", claimed=20), Stage.complete),
    (deal("firm-hejin", LAB, "粉末粒度测试", "18000.00", claimed=22, days=30), ends.terminate),
    (deal("firm-dujuan", LAB, "试剂稳定性测试", "20000.00", claimed=15, days=30), ends.cancel),
    (deal("firm-zhizhu", LAB, "应变片标定", "11000.00", claimed=65, days=4), Stage.register),
    (deal("firm-fuling", SHENGWU, "原料药杂质分析", "32000.00", claimed=19), Stage.fill_in),
    (deal("firm-lingzhi", SHENGWU, "导管材料浸提测试", "24000.00", claimed=26), ends.send_back),
    (deal("firm-shimo", GUANGPU, "石墨片导热测试", "30000.00", claimed=48), ends.send_back),
    (deal("firm-songguo", LAB, "麦克风振膜测试", "15000.00", claimed=23), ends.withdraw),
    (deal("firm-yangguang", GUANGPU, "背板湿热老化测试", "38000.00", claimed=24), Stage.accept),
)
"""Contracts under way, ended, or with a redemption that is in no batch."""

SUBMITTED: tuple[Deal, ...] = (
    deal(FIRM, LAB, "涂层结构分析", "36000.00", claimed=22, days=18),
    deal("firm-chilun", LAB, "刀具硬度测试", "27000.00", claimed=24),
    deal("firm-yuanshan", GUANGPU, "水样重金属测试", "19000.00", claimed=21),
)
"""Redemptions that await the formal check."""


def _item(applicant: str, unit: str, title: str, *amounts: str, **about: object) -> Item:
    return Item(deal=deal(applicant, unit, title, *amounts), **about)  # type: ignore[arg-type]  # named in Item


BATCHES: tuple[Batch, ...] = (
    Batch(
        began=38,
        items=(_item(FIRM, LAB, "电池材料测试", "30000.00", "20000.00"),),
        until=BatchState.APPROVED,
        represented=True,
    ),
    Batch(
        began=2,
        items=(
            _item(TEAM, LAB, "便携检测仪验证", "18000.00"),
            _item(YOUNG_FIRM, LAB, "关节轴承测试", "40000.00", decision="reduce"),
            _item("firm-yunshan", GUANGPU, "机柜材料分析", "21000.00", objection=ObjectionState.FILED),
            _item("firm-baihua", GUANGPU, "线缆阻燃测试", "17000.00", objection=ObjectionState.INVESTIGATED),
        ),
        until=BatchState.PUBLICISED,
    ),
    Batch(
        began=1,
        items=(
            _item("firm-xinghe", LAB, "镜片镀膜测试", "23000.00"),
            _item("firm-fengche", GUANGPU, "桨叶材料测试", "31000.00"),
        ),
        until=BatchState.COLLECTING,
    ),
    Batch(
        began=3,
        items=(
            _item("firm-tiechui", GUANGPU, "减速器齿面分析", "34000.00"),
            _item("firm-jiguang", LAB, "导轨磨损测试", "16000.00", decision=None),
        ),
        until=BatchState.REVIEWING,
    ),
    Batch(
        began=4,
        items=(_item("firm-luoxuan", LAB, "丝杠表面分析", "29000.00"),),
        until=BatchState.SUMMARISED,
    ),
    Batch(
        began=5,
        items=(_item("firm-taoci", GUANGPU, "烧结助剂分析", "25000.00", decision="reduce"),),
        until=BatchState.CLEARED,
    ),
    Batch(
        began=26,
        items=(
            _item("firm-qinghe", LAB, "培养基成分分析", "22000.00"),
            _item("firm-dujuan", GUANGPU, "试纸显色测试", "13000.00", objection=ObjectionState.DISMISSED),
            _item("firm-lingzhi", LAB, "支架疲劳测试", "33000.00", objection=ObjectionState.UPHELD),
        ),
        until=BatchState.PUBLICISED,
    ),
    Batch(
        began=24,
        items=(
            _item("firm-yinxing", GUANGPU, "探测晶体分析", "27000.00"),
            _item("firm-fuling", LAB, "辅料粒径测试", "20000.00", decision="reduce"),
            _item("team-hailang", GUANGPU, "浮标防腐测试", "14000.00", decision="reject"),
        ),
        until=BatchState.APPROVED,
    ),
    Batch(
        began=42,
        items=(_item("firm-chenguang", LAB, "荧光粉亮度测试", "19000.00", decision="reject"),),
        until=BatchState.APPROVED,
    ),
    Batch(
        began=41,
        items=(_item("team-mifeng", GUANGPU, "抓手涂层测试", "10000.00", decision="reduce"),),
        until=BatchState.APPROVED,
    ),
    Batch(
        began=36,
        items=(
            _item("firm-chaoxi", LAB, "隔膜孔隙测试", "24000.00", decision="reduce"),
            _item("firm-tanxian", LAB, "预浸料固化测试", "30000.00", decision="reduce"),
            _item("firm-boli", LAB, "微珠密度测试", "16000.00", decision="reject"),
        ),
        until=BatchState.APPROVED,
    ),
)
"""Batches in the open round, days before now."""

PAID_BATCHES: tuple[Batch, ...] = (
    Batch(
        began=26,
        items=(
            _item(FIRM, LAB, "电解液成分分析", "24000.00"),
            _item("firm-chaoxi", GUANGPU, "储能电芯测试", "45000.00", "15000.00"),
        ),
        until=BatchState.APPROVED,
        order=OrderState.RECONCILED,
        unnumbered=True,
    ),
    Batch(
        began=27,
        items=(
            _item("firm-yangguang", LAB, "硅片强度测试", "36000.00"),
            _item("firm-yuanshan", GUANGPU, "滤膜成分分析", "18000.00"),
        ),
        until=BatchState.APPROVED,
        order=OrderState.RECONCILED,
        failed=("滤膜成分分析",),
        returned=("硅片强度测试",),
    ),
    Batch(
        began=26,
        items=(_item("firm-tanxian", LAB, "碳纤拉伸测试", "42000.00"),),
        until=BatchState.APPROVED,
        order=OrderState.EXPORTED,
        unnumbered=True,
    ),
    Batch(
        began=24,
        items=(_item("firm-ningjiao", GUANGPU, "凝胶粘度测试", "15000.00"),),
        until=BatchState.APPROVED,
        order=OrderState.APPROVED,
    ),
    Batch(
        began=23,
        items=(
            _item("firm-boli", LAB, "微珠强度测试", "12000.00"),
            _item("firm-qinghe", SHENGWU, "发酵液毒性测试", "16000.00"),
        ),
        until=BatchState.APPROVED,
        order=OrderState.PREPARED,
    ),
    Batch(
        began=22,
        items=(_item("firm-hehuan", LAB, "支具耐久测试", "21000.00"),),
        until=BatchState.APPROVED,
        order=OrderState.CANCELLED,
    ),
)
"""Batches in the round before, days before the latest day on which the bank paid."""


APPEALS: tuple[Dispute, ...] = (
    Dispute(applicant="firm-fuling", title="辅料粒径测试", filed=3, until=AppealState.FILED),
    Dispute(applicant="firm-boli", title="微珠密度测试", filed=10, until=AppealState.EXAMINED),
    Dispute(applicant="firm-chaoxi", title="隔膜孔隙测试", filed=14, until=AppealState.DISMISSED),
    Dispute(applicant="firm-tanxian", title="预浸料固化测试", filed=13, until=AppealState.RAISED),
)
"""Appeals, each against an approved reduction or rejection."""
