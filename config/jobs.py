"""The table of periodic jobs: job name → service and cadence, by the business clock in Beijing.

A tick every five seconds starts the jobs that are due (core.jobs.runner). Each run is a row that administrators see and
may restart.
"""

from core.values.schedules import EVERY_MOMENT, MINUTELY, Job, daily, hourly

JOBS: dict[str, Job] = {
    "sweep_outbox": Job(
        service="core.events.outbox.sweep_outbox",
        cadence=EVERY_MOMENT,
        needed="core.events.outbox_selectors.has_due_items",
        zh="投递待办事件",
        en="Deliver pending events",
    ),
    "send_mails": Job(
        service="core.notifications.mail.send_mails",
        cadence=EVERY_MOMENT,
        needed="core.notifications.inbox.any_mail_due",
        zh="发送通知邮件",
        en="Send the mails of notifications",
    ),
    "settle_answers": Job(
        service="payments.services.bank_answers.settle_answers",
        cadence=EVERY_MOMENT,
        needed="payments.selectors.bank_answers.has_waiting_lines",
        zh="登记银行回盘",
        en="Settle the lines of the bank's answers",
    ),
    "record_denial_counts": Job(
        service="core.access.denials.record_denial_counts",
        cadence=hourly(minute=2),
        zh="登记被拒访问计数",
        en="Record the counts of denied requests",
    ),
    "seal_events": Job(
        service="core.events.sealing.seal_events",
        cadence=hourly(minute=5),
        zh="封存审计事件",
        en="Seal the audit events",
    ),
    "purge_idempotency_keys": Job(
        service="core.jobs.purges.purge_idempotency_keys",
        cadence=daily(hour=3, minute=30),
        zh="清理三十天前的幂等键",
        en="Remove idempotency keys older than 30 days",
    ),
    "expire_corrections": Job(
        service="redemptions.services.expiries.expire_corrections",
        cadence=hourly(minute=10),
        zh="补正逾期的兑现申请失效",
        en="Expire returned redemptions that were not corrected in time",
    ),
    "expire_drafts": Job(
        service="redemptions.services.expiries.expire_drafts",
        cadence=hourly(minute=15),
        zh="逾期未提交的兑现申请草稿失效",
        en="Expire drafts of redemptions that were not submitted in time",
    ),
    "sweep_orphan_files": Job(
        service="core.files.attachments.sweep_orphan_files",
        cadence=daily(hour=3, minute=50),
        zh="清理无主文件",
        en="Remove files that nothing refers to",
    ),
    "check_files": Job(
        service="core.files.file_checks.check_files",
        cadence=daily(hour=4, minute=0),
        zh="核对证明材料的文件",
        en="Check that the files of evidence are what was sent",
    ),
    "purge_job_runs": Job(
        service="core.jobs.purges.purge_job_runs",
        cadence=daily(hour=3, minute=40),
        zh="清理三十天前已完成的作业记录",
        en="Remove finished job runs older than 30 days",
    ),
    "expire_projects": Job(
        service="matching.services.projects.expire_projects",
        cadence=daily(hour=0, minute=10),
        zh="逾期未答复的合作项目失效",
        en="Expire projects that were not answered in time",
    ),
    "end_registrations": Job(
        service="accounts.services.registrations.end_without_evidence",
        cadence=daily(hour=0, minute=11),
        zh="逾期未补材料的注册终止",
        en="End registrations that owe what an officer asked for",
    ),
    "remind_of_registrations": Job(
        service="accounts.services.registrations.remind_of_registrations",
        cadence=daily(hour=8, minute=40),
        zh="待核实注册超期提醒",
        en="Remind approvers of registrations that wait for an officer",
    ),
    "remind_of_hand_overs": Job(
        service="accounts.services.handovers.remind_of_hand_overs",
        cadence=daily(hour=8, minute=42),
        zh="移交事项超期提醒",
        en="Remind of handed-over cases that are not done",
    ),
    "remind_of_members": Job(
        service="applicants.services.members.remind_of_members",
        cadence=daily(hour=8, minute=45),
        zh="团队新增成员超期提醒",
        en="Remind approvers of members that wait for an officer",
    ),
    "remind_of_unit_applications": Job(
        service="facilities.services.applications.remind_of_applications",
        cadence=daily(hour=8, minute=41),
        zh="待答复的开放单位申请超期提醒",
        en="Remind approvers of applications to become an open unit",
    ),
    "end_takeovers": Job(
        service="accounts.services.takeovers.end_takeovers",
        cadence=daily(hour=0, minute=9),
        zh="未能办理的接管申请终止",
        en="End undecided requests for takeover",
    ),
    "purge_sign_ups": Job(
        service="accounts.services.sign_ups.purge_sign_ups",
        cadence=daily(hour=3, minute=35),
        zh="清理一周前未完成的注册",
        en="Remove accounts that were not completed within a week",
    ),
    "end_resets": Job(
        service="accounts.services.closures.end_resets",
        cadence=daily(hour=0, minute=12),
        zh="逾期未确认的二次验证重置失效",
        en="End resets of second factors that nobody confirmed in time",
    ),
    "end_invitations": Job(
        service="accounts.services.invitations.end_invitations",
        cadence=daily(hour=0, minute=8),
        zh="逾期未接受的成员邀请失效",
        en="End invitations that were not accepted in time",
    ),
    "expire_appointments": Job(
        service="accounts.services.staff_roles.expire_appointments",
        cadence=daily(hour=0, minute=12),
        zh="逾期未确认的任命失效",
        en="Expire appointments that were not confirmed in time",
    ),
    "finish_exits": Job(
        service="facilities.services.units.finish_exits",
        cadence=daily(hour=0, minute=15),
        zh="开放单位退出生效",
        en="Record the exit of units on their day",
    ),
    "turn_sanctions": Job(
        service="oversight.services.sanctions.turn_sanctions",
        cadence=daily(hour=0, minute=2),
        zh="处理措施生效与期满",
        en="Put sanctions in force on their first day and end them after their last",
    ),
    "end_recovery_hearings": Job(
        service="payments.services.recoveries.end_recovery_hearings",
        cadence=daily(hour=0, minute=3),
        zh="追回的陈述申辩期满",
        en="End hearings of recoveries whose days are over",
    ),
    "end_sanction_hearings": Job(
        service="oversight.services.sanctions.end_sanction_hearings",
        cadence=daily(hour=0, minute=3),
        zh="陈述申辩期满",
        en="End hearings of measures whose days are over",
    ),
    "end_notices": Job(
        service="oversight.services.notices.end_notices",
        cadence=daily(hour=0, minute=5),
        zh="公示期满",
        en="Record the end of publicity notices",
    ),
    "finalise_decisions": Job(
        service="redemptions.services.decisions.finalise_decisions",
        cadence=daily(hour=0, minute=20),
        zh="申诉期满的兑现决定生效",
        en="Make decisions final when the time to appeal is over",
    ),
    "open_windows": Job(
        service="payments.services.payments.open_windows",
        cadence=daily(hour=0, minute=25),
        zh="开启或顺延拨付时段",
        en="Open payment windows and postpone those that were missed",
    ),
    "activate_account_changes": Job(
        service="payments.services.payee_accounts.activate_changes",
        cadence=daily(hour=0, minute=6),
        zh="收款账户变更生效",
        en="Make changed payee accounts current after their waiting",
    ),
    "remind_of_closing": Job(
        service="payments.services.closings.remind_of_closing",
        cadence=daily(hour=8, minute=43),
        zh="关账超期提醒",
        en="Remind finance of a month that is not closed",
    ),
    "escalate_objections": Job(
        service="oversight.services.objections.escalate_objections",
        cadence=daily(hour=0, minute=30),
        zh="逾期未处理的异议上报",
        en="Escalate objections that are overdue",
    ),
    "turn_rounds": Job(
        service="vouchers.services.rounds.turn_rounds",
        cadence=MINUTELY,
        zh="发放周期开放与截止",
        en="Open and close rounds at their times",
    ),
    "turn_policies": Job(
        service="vouchers.services.policies.turn_policies",
        cadence=daily(hour=0, minute=1),
        zh="政策版本生效",
        en="Put approved policies in force on their day",
    ),
    "recompute_deadlines": Job(
        service="deadlines.services.recounts.recompute_deadlines",
        cadence=daily(hour=0, minute=1),
        zh="按最新放假安排补算期限",
        en="Recompute deadlines that rest on an older calendar",
    ),
    "lapse_unregistered": Job(
        service="vouchers.services.lapses.lapse_unregistered",
        cadence=daily(hour=0, minute=3),
        zh="逾期未登记的创新券作废",
        en="Lapse coupons that were not registered in time",
    ),
    "lapse_unredeemed": Job(
        service="vouchers.services.lapses.lapse_unredeemed",
        cadence=daily(hour=0, minute=4),
        zh="逾期未兑现的创新券作废",
        en="Lapse registered coupons that were not redeemed in time",
    ),
    "remind": Job(
        service="deadlines.services.reminders.remind",
        cadence=daily(hour=8, minute=30),
        zh="到期前七日、三日、一日提醒",
        en="Remind of deadlines 7, 3 and 1 days ahead",
    ),
    "remind_of_interests": Job(
        service="accounts.services.interests.remind_of_interests",
        cadence=daily(hour=9, minute=0),
        zh="每年一月提醒核对利害关系申报",
        en="Remind in January to check declared interests",
    ),
    "prove": Job(
        service="proofs.services.proofs.prove_nightly",
        cadence=daily(hour=2, minute=0),
        zh="每夜对账",
        en="Prove the books each night",
    ),
    "close_ended_contracts": Job(
        service="vouchers.services.contracts.close_ended_contracts",
        cadence=daily(hour=1, minute=0),
        zh="办结创新券已全部了结的合同",
        en="Close contracts whose coupons have all ended",
    ),
}
