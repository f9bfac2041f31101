"""Notifications in the portal and by mail: (Chinese title, English title, Chinese text, English text) by kind."""

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "party_file.altered": (
        "注册材料被改变",
        "A file of a registration was altered",
        "“{party}”的文件“{name}”已不是上传时的内容；{whole_at} 核对时仍完好。请查明原因，并从备份恢复。",
        "The file “{name}” of “{party}” is no longer what was sent; it still was at {whole_at}. Find the cause and restore "
        "it from a backup.",
    ),
    "party_file.lost": (
        "注册材料丢失",
        "A file of a registration is lost",
        "“{party}”的文件“{name}”已丢失；{whole_at} 核对时仍完好。请查明原因，并从备份恢复。",
        "The file “{name}” of “{party}” is lost; it was still there at {whole_at}. Find the cause and restore it from a "
        "backup.",
    ),
    "account.password_reset": (
        "重置密码",
        "Reset your password",
        "收到了重置您密码的请求。请打开邮件中的链接设置新密码，三天内有效。如果不是您本人的请求，无须理会，密码不会改变。",
        "Somebody asked to reset your password. Open the link in the mail to set a new one; it is valid for three days. "
        "If it was not you, do nothing: your password stays as it is.",
    ),
    "account.mail_confirmation": (
        "确认邮箱",
        "Confirm your mail address",
        "请打开邮件中的链接，确认这个邮箱是您的，三天内有效。如果您没有注册或更改邮箱，无须理会。",
        "Open the link in the mail to confirm that this address is yours; it is valid for three days. "
        "If you did not sign up or change your address, do nothing.",
    ),
    "account.sign_up": (
        "注册账号",
        "Open your account",
        "请打开邮件中的链接，选择用户名和密码，三天内有效。如果不是您本人注册，无须理会。",
        "Open the link in the mail to choose a user name and password; it is valid for three days. If you did not sign "
        "up, do nothing.",
    ),
    "account.reset_requested": (
        "申请重置二次验证",
        "Reset of your second factor requested",
        "管理员申请重置您账号的二次验证，须另一管理员确认。如果不是您提出的，请立即联系主管部门。",
        "An administrator requested to reset the second factor of your account; another one has to confirm. If you did not "
        "ask for it, contact the authority at once.",
    ),
    "second_factor_reset.requested": (
        "二次验证重置待确认",
        "A reset awaits confirmation",
        "一项二次验证重置等待另一管理员确认：{reason}",
        "A reset of a second factor awaits another administrator: {reason}",
    ),
    "account.exists": (
        "您已有账号",
        "You have an account",
        "有人用您的邮箱注册，但您已有账号。忘记密码时，请在登录页选择重置密码。如果不是您本人的操作，无须理会。",
        "Somebody signed up with your mail address, but you have an account. If you forgot the password, reset it on the "
        "sign-in page. If it was not you, do nothing.",
    ),
    "account.password_changed": (
        "密码已更改",
        "Password changed",
        "您的密码刚刚更改，接口令牌已全部失效。如果不是您本人的操作，请立即重置密码并联系管理员。",
        "Your password was changed just now, and all tokens were revoked. If it was not you, reset it at once and contact "
        "an administrator.",
    ),
    "account.mail_changed": (
        "邮箱已更改",
        "Mail address changed",
        "您账号的邮箱刚刚更改。如果不是您本人的操作，请立即联系管理员。",
        "The mail address of your account was changed just now. If it was not you, contact an administrator at once.",
    ),
    "account.mail_removed": (
        "邮箱已移除",
        "Mail address removed",
        "您账号的一个邮箱刚刚移除。如果不是您本人的操作，请立即联系管理员。",
        "A mail address of your account was removed just now. If it was not you, contact an administrator at once.",
    ),
    "account.second_factor_set": (
        "已启用二次验证",
        "Second factor set up",
        "您的账号已启用二次验证。如果不是您本人的操作，请立即重置密码并联系管理员。",
        "A second factor was set up for your account. If it was not you, reset your password at once and contact an "
        "administrator.",
    ),
    "account.second_factor_removed": (
        "已停用二次验证",
        "Second factor removed",
        "您的账号已停用二次验证。如果不是您本人的操作，请立即重置密码并联系管理员。",
        "The second factor of your account was removed. If it was not you, reset your password at once and contact an "
        "administrator.",
    ),
    "account.recovery_codes_made": (
        "已生成恢复码",
        "Recovery codes generated",
        "您的账号生成了新的恢复码，旧的已失效。如果不是您本人的操作，请立即重置密码并联系管理员。",
        "New recovery codes were generated for your account; the old ones are void. If it was not you, reset your password "
        "at once and contact an administrator.",
    ),
    "appointment.proposed": (
        "任命待确认",
        "An appointment waits for confirmation",
        "{name} 被提请任命为{role}，请另一位系统管理员确认；14 日内无人确认即失效。",
        "{name} is proposed as {role}. Another administrator must confirm it within 14 days.",
    ),
    "appointment.refused": (
        "任命未获确认",
        "An appointment was refused",
        "{name} 任{role}未获确认。理由：{reason}",
        "The appointment of {name} as {role} was refused. Reason: {reason}",
    ),
    "appointment.expired": (
        "任命已失效",
        "An appointment has expired",
        "{name} 任{role}的提请逾期无人确认，已失效；仍需要的，请重新提请。",
        "Nobody confirmed the appointment of {name} as {role} in time. Propose it again if it is still needed.",
    ),
    "administrator.replaced": (
        "系统管理员已更换",
        "A system administrator was replaced",
        "系统管理员 {former} 已由 {successor} 接替（原因：{reason}）。如有疑问，请立即向本部门负责人报告。",
        "The administrator {former} was replaced by {successor} ({reason}). If in doubt, tell the head of the authority.",
    ),
    "party.verified": (
        "主体核实通过",
        "Identity verified",
        "“{party}”已通过核实，可以办理业务。",
        "“{party}” has been verified and can now use the system.",
    ),
    "party.refused": (
        "主体核实不通过",
        "Registration refused",
        "“{party}”未通过核实：{reason}。更正后可以重新注册。",
        "The registration of “{party}” was refused: {reason}. You may correct it and register again.",
    ),
    "party.another_verified": (
        "注册已终止",
        "Registration ended",
        "“{party}”的注册已终止：同一统一社会信用代码的另一注册已通过核实。如有异议，可以申请接管。",
        "The registration of “{party}” has ended: another registration of its code was verified. You may request a "
        "takeover.",
    ),
    "party.not_sent": (
        "注册终止",
        "Your registration ended",
        "“{party}”的注册 30 日内没有提交核实，已终止；仍需办理的，请重新注册。",
        "The registration of “{party}” was not sent for verification within 30 days and has ended. Register again if you "
        "still need it.",
    ),
    "party.withdrawn": (
        "注册已撤回",
        "Registration withdrawn",
        "“{party}”的注册已由其负责人撤回；仍需办理的，可以重新注册。",
        "The registration of “{party}” was withdrawn by its manager. You may register again if you still need it.",
    ),
    "party.evidence_missing": (
        "注册已终止",
        "Registration ended",
        "“{party}”的注册已终止：所需材料逾期 30 日未补。可以重新注册。",
        "The registration of “{party}” has ended: the evidence was not given within 30 days. You may register again.",
    ),
    "party.evidence_requested": (
        "请补充注册材料",
        "Evidence requested",
        "请在 {until} 前为“{party}”补充材料：{reason}。逾期未补的，注册终止。",
        "Please add evidence for “{party}” by {until}: {reason}. Without it the registration ends.",
    ),
    "party.overdue": (
        "注册待核实超过十日",
        "A registration waits for verification",
        "“{party}”的注册已等待核实十日以上，请督促办理。",
        "The registration of “{party}” has waited for an officer for more than ten days.",
    ),
    "takeover.ended": (
        "接管申请已终止",
        "Takeover request ended",
        "您的一项接管申请未能办理，已终止。请核对代码或证件号码，无误的可重新申请；尚未注册的，请直接注册。",
        "A takeover request of yours could not be handled and has ended. Check the code or ID number; if it is right, "
        "request it again. If the party is not registered, register it.",
    ),
    "party.suspended": (
        "主体已被暂停",
        "Party suspended",
        "“{party}”已被暂停办理业务：{reason}",
        "“{party}” has been suspended: {reason}",
    ),
    "party.resumed": (
        "主体已恢复",
        "Party resumed",
        "“{party}”可以继续办理业务。",
        "“{party}” can use the system again.",
    ),
    "takeover.requested": (
        "有人申请接管",
        "Takeover requested",
        "有人申请接管“{party}”。如非本单位授权，请立即联系主管部门。",
        "A user has requested to take over “{party}”. If you did not authorise this, contact the authority at once.",
    ),
    "takeover.approved": (
        "接管申请已同意",
        "Takeover approved",
        "您现在是“{party}”的负责人。",
        "You are now the manager of “{party}”.",
    ),
    "takeover.refused": (
        "接管申请未获同意",
        "Takeover refused",
        "您的接管申请未获同意：{reason}",
        "Your request for takeover was refused: {reason}",
    ),
    "invitation.sent": (
        "邀请您加入单位",
        "You are invited to join a party",
        "“{party}”邀请您成为其成员。请登录后在“切换单位或角色”中接受或谢绝，14 日内有效；不处理则不作任何改变。",
        "“{party}” invites you to become a member. Sign in and accept or decline under “Switch party or role” within 14 "
        "days; nothing changes until you accept.",
    ),
    "invitation.accepted": (
        "邀请已被接受",
        "Invitation accepted",
        "有人接受邀请，成为“{party}”的成员。",
        "A person accepted the invitation and is now a member of “{party}”.",
    ),
    "member.became_staff": (
        "您在单位中的角色已结束",
        "Your role in a party has ended",
        "您已担任主管部门的角色，不能再是“{party}”的成员，您在其中的角色已结束。",
        "You have a role of the authority and can no longer be a member of “{party}”: your role in it has ended.",
    ),
    "member.left": (
        "有成员退出",
        "A member has left",
        "有成员退出了“{party}”。",
        "A member has left “{party}”.",
    ),
    "member.added": (
        "您获得了新的角色",
        "You have a new role",
        "您现在可以代表“{party}”办理业务。",
        "You may now act for “{party}”.",
    ),
    "member.removed": (
        "您的一项角色已结束",
        "One of your roles has ended",
        "您在“{party}”的一项角色已结束。",
        "One of your roles in “{party}” has ended.",
    ),
    "interest_correction.requested": (
        "利害关系更正待确认",
        "A correction of a declaration waits",
        "有人申请更正与“{party}”的利害关系申报，请另一位系统管理员在“利害关系更正”中确认或不予更正。",
        "A person asks to end a declaration about “{party}” as mistaken: an administrator who is not its author confirms or "
        "refuses it under “Corrections of declarations”.",
    ),
    "interest_correction.confirmed": (
        "利害关系申报已更正",
        "Your declaration was corrected",
        "您与“{party}”的利害关系申报经确认有误（{reason}），自此不再作为回避依据。",
        "Your declaration about “{party}” was confirmed to be mistaken ({reason}) and ties you no longer.",
    ),
    "interest_correction.refused": (
        "利害关系申报未更正",
        "Your declaration was not corrected",
        "您与“{party}”的利害关系申报未予更正：{reason}。申报继续有效，可以补充理由后再申请。",
        "Your declaration about “{party}” was not ended: {reason}. It goes on counting; you may ask again with more reasons.",
    ),
    "hand_over.made": (
        "有事项移交给您",
        "A case was handed over to you",
        "有一项事项（编号 {number}）移交给您，请在“移交事项”中查看和办理。",
        "A case (number {number}) was handed over to you: see “Handed-over cases”.",
    ),
    "hand_over.waiting": (
        "移交给您的事项待办理",
        "A case handed over to you waits",
        "移交给您的事项（{operation}，编号 {number}）三日仍未办结，请在“移交事项”中办理；不能办理的，请告知移交人。",
        "A case handed over to you ({operation}, number {number}) is not done after three days: see “Handed-over cases”. If "
        "you cannot act on it, tell the person who handed it over.",
    ),
    "hand_over.overdue": (
        "移交事项超过十日未办结",
        "A handed-over case waits for more than ten days",
        "移交的事项（{operation}，编号 {number}）已十日以上未办结，请督促接办人，或改为移交另一人。",
        "A handed-over case ({operation}, number {number}) is not done after ten days: ask the person who took it, or hand it "
        "over to another.",
    ),
    "delegation.offered": (
        "有人请您代理",
        "You are asked to act in another's name",
        "{principal_name}请您在 {from_on} 至 {until_on} 以其名义办理审批（代理 {number}），请接受或谢绝。",
        "{principal_name} asks you to act in their name from {from_on} to {until_on} (delegation {number}): accept or decline.",
    ),
    "delegation.accepted": (
        "代理已被接受",
        "Your delegation is accepted",
        "{delegate_name}已接受代理 {number}，{from_on} 至 {until_on} 可以以您的名义办理审批。",
        "{delegate_name} has accepted delegation {number} and may act in your name from {from_on} to {until_on}.",
    ),
    "delegation.declined": (
        "代理被谢绝",
        "Your delegation is declined",
        "{delegate_name}谢绝了代理 {number}，可以另请他人。",
        "{delegate_name} has declined delegation {number}: you may ask another person.",
    ),
    "delegation.ended": (
        "代理已终止",
        "A delegation has ended",
        "{delegate_name}代{principal_name}办理的代理 {number} 已终止。",
        "Delegation {number}, in which {delegate_name} acted for {principal_name}, has ended.",
    ),
    "substitution.named": (
        "代办人待确认",
        "A substitute waits for confirmation",
        "有一项事项（编号 {number}）指定了代办人，请另一位系统管理员在“指定代办”中确认。",
        "A substitute was named for a case (number {number}): another administrator confirms it under “Substitutes”.",
    ),
    "substitution.confirmed": (
        "您被指定为代办人",
        "You are the substitute for a case",
        "您可以就一项事项（编号 {number}）代为办理，请在“指定代办”中查看。有利害关系的，不能办理。",
        "You may act on a case (number {number}): see “Substitutes”. With a conflict of interest you may not.",
    ),
    "interest.reminder": (
        "请核对您的利害关系申报",
        "Check your declared interests",
        "请核对您在 {year} 年的利害关系申报：新发生的请申报，已终止的请登记终止。没有变化的无须办理。",
        "Check your declared interests for {year}: declare new ones and end those that are over. "
        "If nothing has changed, there is nothing to do.",
    ),
}
