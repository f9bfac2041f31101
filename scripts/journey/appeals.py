"""Appeals against reductions (article 15.5): examined and decided by people without a part in the decision."""

from scripts.journey.cast import World


def appeal(world: World, *keys: str) -> None:
    """Appeal as the unit and waive as the applicant, so that nobody waits for the last day."""
    play = world.play
    play.chapter("申诉：单位不服核减，由没有参与过的人审理和决定（第十五条五）")
    for key in keys:
        path = f"redemptions/{world.ids[key]}"
        filed = play.does(world.lab, "提出申诉", f"{path}/appeal/", {"text": "服务记录与发票逐项相符，请予复核"})
        play.refused(world.lab, "再次申诉", f"{path}/appeal/", {"text": "再次申诉"}, codes=["appealed_already"])
        applicant = world.firm if key == "autumn" else world.maker
        play.does(applicant, "申领单位放弃申诉", f"{path}/waive-appeal/")
        world.ids[f"{key}-appeal"] = filed["id"]


def examine(world: World, *keys: str) -> None:
    """Examine the appeals; who gave the opinion may not."""
    for key in keys:
        path, findings = f"appeals/{world.ids[f'{key}-appeal']}/examine/", {"findings": "已调阅仪器使用台账"}
        world.play.refused(world.officer, "审理自己评审过的申诉", path, findings, codes=["same_person"])
        world.play.does(world.second_officer, "另一人审理申诉", path, findings)


def dismiss(world: World, key: str) -> None:
    """Dismiss an appeal; its reduction is final at once."""
    play, path = world.play, f"appeals/{world.ids[f'{key}-appeal']}/decide/"
    dismissed = {"outcome": "dismissed", "reason": "没有新的证据"}
    play.refused(world.approver, "决定自己审批过的申诉", path, dismissed, codes=["same_person"])
    play.does(world.second_approver, "申诉不成立，核减生效", path, dismissed)
    play.same("兑现申请", play.reads(world.lab, f"redemptions/{world.ids[key]}/")["state"], "final")


def raise_amount(world: World, key: str, *, amount: str, too_much: str) -> None:
    """Raise the amount on an appeal; the redemption leaves its batch, to be publicised again."""
    play, path = world.play, f"appeals/{world.ids[f'{key}-appeal']}/decide/"
    raised = {"outcome": "raised", "reason": "台账证明了全部服务"}
    play.refused(
        world.second_approver, "改为超过应付的金额", path, {**raised, "amount": too_much}, codes=["raised_amount"]
    )
    play.does(world.second_approver, f"申诉成立，改为 {amount} 元", path, {**raised, "amount": amount})
    row = play.reads(world.officer, f"redemptions/{world.ids[key]}/")
    play.same("兑现申请", [row["state"], row["decided_amount"], row["batch"]], ["recommended", amount, None])
