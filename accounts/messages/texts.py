"""Sentences of accounts: refusals, constraints, events, notices."""

MESSAGES: dict[str, tuple[str, str]] = {
    "second_factor_missing": (
        "您的角色须启用二次验证：请先在网站登录，绑定身份验证器后再试。",
        "Your role needs a second factor: sign in on the site and set up an authenticator app first.",
    ),
    "account_ended": (
        "该账号已注销，不能再担任任何角色；请不予同意，或请本人另行注册账号后重新申请。",
        "This account has ended and can have no role: refuse this, or ask the person to open another account and request "
        "it again.",
    ),
    "username_invalid": (
        "用户名只能由汉字或英文字母、数字和 . + - _ 组成，最多 30 个字符。",
        "A user name has at most 30 characters: Chinese characters or English letters, digits, and . + - _",
    ),
    "username_script": (
        "用户名中不能同时有汉字和英文字母，请只用其中一种。",
        "A user name has Chinese characters or English letters, not both.",
    ),
    "sign_up_link": (
        "链接无效、已用过或尝试次数过多。已注册成功的，请直接登录；否则请重新填写邮箱，打开新邮件中的链接。",
        "The link is invalid, was used, or was tried too often. If your account is open, sign in; else enter your mail "
        "address again and open the link in the new mail.",
    ),
    "username_taken": (
        "该用户名已被使用，或与已有用户名形近，请换一个。",
        "This user name is taken or looks like another: choose a different one.",
    ),
    "staff_no_membership": (
        "主管部门工作人员不能成为申领单位或开放单位的成员。",
        "Who has a role of the authority cannot be a member of an applicant or a unit.",
    ),
    "member_no_staff": (
        "该用户是申领单位或开放单位的成员，不能担任主管部门的角色；须先退出该单位。",
        "This user is a member of an applicant or a unit and cannot have a role of the authority before leaving it.",
    ),
    "second_factor_none": (
        "该账号没有启用二次验证，无须重置；请本人登录后绑定身份验证器。",
        "This account has no second factor to reset: its holder signs in and sets up an authenticator app.",
    ),
    "reset_open": (
        "该账号已有一项重置等待另一管理员确认，无须重复申请；请联系另一管理员办理。",
        "A reset of this account awaits another administrator already: ask one to confirm it.",
    ),
    "invitation_open": (
        "已用这一角色邀请过此人，请等待对方答复，或先撤回原邀请。",
        "This person has an open invitation with this role: wait for the answer, or withdraw it first.",
    ),
    "invitations_today": (
        "一日内最多发出 {most} 份邀请，请明天再试。",
        "At most {most} invitations can be sent within a day: try again tomorrow.",
    ),
    "user_unknown": (
        "没有这个用户，或该用户已停用：请核对用户名，或请对方先注册账号。",
        "There is no active user with this name: check it, or ask the person to open an account first.",
    ),
    "password_too_short": (
        "密码至少须有 {min_length} 个字符。",
        "The password must have at least {min_length} characters.",
    ),
    "password_too_common": ("密码过于常见，请换一个。", "This password is too common: choose another."),
    "password_entirely_numeric": (
        "密码不能全是数字，请加入字母或符号。",
        "The password must not consist of digits only: add letters or signs.",
    ),
    "password_too_similar": (
        "密码与您的其他信息过于相似，请换一个。",
        "This password is too similar to your other details: choose another.",
    ),
    "password_blank": (
        "密码不能只由空格或看不见的字符组成，请换一个。",
        "The password must not consist of blanks or invisible characters: choose another.",
    ),
    "password_weak": ("密码不符合要求，请换一个。", "This password does not meet the rules: choose another."),
    "uscc_shape": (
        "统一社会信用代码的格式不对：应为 18 位，不含 I、O、S、V、Z。",
        "This is not a unified social credit code: it must have 18 characters without I, O, S, V, Z.",
    ),
    "uscc_check": (
        "统一社会信用代码 {uscc} 的校验位不符，请核对；确认无误的，请联系主管部门放行。",
        "The check character of {uscc} is wrong: check the code. If it is right, ask the authority for a waiver.",
    ),
    "uscc_valid": ("该代码校验无误，无须放行。", "This code is valid and needs no waiver."),
    "uscc_waived": ("该代码已经放行，无须重复办理。", "This code already has a waiver; there is nothing to do."),
    "party_exists": (
        "该统一社会信用代码已有核实的单位。请联系本单位负责人邀请您；负责人已失联的，可申请接管。",
        "A verified organisation holds this code. Ask its manager to invite you; if the manager cannot be reached, "
        "request a takeover.",
    ),
    "registrations_pending": (
        "您已有 {most} 个主体待核实，须待其中一个核实办结后再注册；主管部门要求补充材料的，请先补充。",
        "{most} parties that you registered await verification: you can register another once one of them is decided. If the "
        "authority asked for evidence, add it.",
    ),
    "registration_files": (
        "注册材料最多 {most} 个文件。请等待主管部门核实；要求补充材料的，届时可以再传。",
        "A registration has at most {most} files. Wait for the authority: if it asks for more, you can add files again.",
    ),
    "authority_exists": (
        "主管部门已经建立，不能重复建立。",
        "The authority exists already and cannot be created again.",
    ),
    "takeover_open": (
        "您的同一接管申请正在办理，请等待其办结。",
        "Your takeover request for this is pending: wait for its decision.",
    ),
    "takeovers_today": (
        "一日内最多提出 {most} 项接管申请，请明天再试。",
        "At most {most} takeovers can be requested within a day: try again tomorrow.",
    ),
    "member_already": (
        "该用户已具有此角色，无须重复授予。",
        "This user has this role already; there is nothing to do.",
    ),
    "role_not_given": (
        "您不能授予或收回此角色（{role}），请联系有权限的负责人或系统管理员。",
        "You cannot grant or revoke this role ({role}): ask the manager or administrator who can.",
    ),
    "roles_collide": (
        "角色 {role} 与已有角色 {held} 不能由同一人兼任：系统管理与审计须分设。请先收回已有角色，或指定另一人。",
        "{role} cannot be combined with {held}: system administration and audit are separate duties. "
        "Revoke the other role first, or choose another person.",
    ),
    "last_manager": (
        "{role} 不能再少了（系统管理员至少两位，负责人至少一位），不能移除；请先另行指定一位。",
        "There must not be fewer of {role} (two administrators, one manager): appoint another first.",
    ),
    "appointment_open": (
        "该用户的此项任命已在等待确认，无须重复提请。",
        "This appointment is waiting for confirmation already; there is nothing to do.",
    ),
    "replaced_recently": (
        "七日内已更换过一位系统管理员，{until} 之后才能再次更换。",
        "An administrator was replaced within the last seven days: wait until {until}.",
    ),
    "conflict_of_interest": (
        "您与“{party}”有利害关系（{reasons}），不能办理涉及该单位的事项。",
        "You have a conflict of interest with “{party}” ({reasons}) and cannot act on what concerns it.",
    ),
    "operation_without_case": (
        "此类事项不能移交或指定代办。",
        "This operation is not about one case and cannot be handed over.",
    ),
    "hand_over_taker": (
        "此人不能接办：须有相应的角色，且与有关单位没有利害关系。请另选一人。",
        "This person cannot take the case: it needs the role, and no conflict of interest. Choose another.",
    ),
    "hand_over_open": (
        "这一事项已经移交给此人，尚未办结。",
        "The case was handed over to this person already and is not done.",
    ),
    "substitute_not_staff": (
        "代办人须是主管部门的工作人员，不能是系统管理员或审计人员。请另选一人。",
        "A substitute must be a member of staff, neither administrator nor auditor. Choose another person.",
    ),
    "substitute_conflict": (
        "此人与有关单位有利害关系，不能代办。请另选一人。",
        "This person has a conflict of interest and cannot act. Choose another person.",
    ),
    "substitution_open": (
        "已为这一事项指定此人，等待另一位系统管理员确认。",
        "This person was named for the case already: another administrator has to confirm.",
    ),
    "substitution_over": (
        "已于 {expires_on} 到期，请重新指定。",
        "It ended on {expires_on}: name a substitute again.",
    ),
    "interest_days": (
        "终止日不能早于起始日（{since}）。",
        "The last day cannot be before the first day ({since}).",
    ),
}

ADVICE: dict[str, tuple[str, str]] = {
    "conflict_of_interest": (
        "请移交给另一位有此职责且无利害关系的人员；没有这样的人员的，请系统管理员指定代办人。",
        "Hand it over to another person with this role and without a conflict; where there is none, ask an administrator "
        "for a substitute.",
    ),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "party_one_holds_a_uscc": ("party_exists", "uscc"),
    "party_one_authority": ("authority_exists", ""),
    "membership_once_while_live": ("member_already", "username"),
    "membership_staff_apart": ("staff_no_membership", ""),
    "second_factor_reset_one_open": ("reset_open", ""),
    "second_factor_reset_by_two": ("same_person", ""),
    "second_factor_reset_of_another": ("same_person", ""),
    "invitation_one_open_a_person": ("invitation_open", "named"),
    "takeover_one_open_a_claimant": ("takeover_open", ""),
    "takeover_decided_by_another": ("same_person", ""),
    "appointment_one_proposed_a_role": ("appointment_open", "username"),
    "appointment_confirmed_by_another": ("same_person", ""),
    "appointment_one_replacement_in_seven_days": ("replaced_recently", ""),
    "hand_over_to_another": ("same_person", "username"),
    "hand_over_once_while_open": ("hand_over_open", "username"),
    "substitution_three_persons": ("same_person", ""),
    "substitution_once_while_named": ("substitution_open", "username"),
    "accounts_user_username_key": ("username_taken", "username"),
    "accounts_user_skeleton_key": ("username_taken", "username"),
    "accounts_usccwaiver_uscc_key": ("uscc_waived", "uscc"),
}

EVENTS: dict[str, tuple[str, str]] = {
    "appointment.proposed": ("提请任命", "Appointment proposed"),
    "appointment.confirmed": ("任命生效", "Appointment confirmed"),
    "appointment.refused": ("不予任命：{reason}", "Appointment refused: {reason}"),
    "appointment.withdrawn": ("撤回任命", "Appointment withdrawn"),
    "appointment.expired": ("任命逾期未确认，自动失效", "Appointment expired without confirmation"),
    "administrator.replaced": (
        "更换系统管理员：{former} → {successor}，{reason}",
        "Administrator replaced: {former} → {successor}, {reason}",
    ),
    "user.registered": ("注册账号", "Account opened"),
    "user.ended": ("注销账号：{reason}", "Account ended: {reason}"),
    "user.sign_ins_ended": ("结束全部登录", "All sign-ins of the account ended"),
    "second_factor_reset.requested": ("申请重置二次验证：{reason}", "Reset of the second factor requested: {reason}"),
    "second_factor_reset.confirmed": ("确认重置二次验证", "Reset of the second factor confirmed"),
    "second_factor_reset.refused": ("不予重置二次验证", "Reset of the second factor refused"),
    "second_factor_reset.ended": ("重置申请失效", "Reset of the second factor ended"),
    "user.signed_in": ("登录", "Signed in"),
    "user.locked_out": ("登录失败次数过多，暂时锁定", "Temporarily locked after too many failed sign-ins"),
    "user.password_changed": ("修改密码", "Password changed"),
    "user.second_factor_set": ("启用二次验证", "Second factor set up"),
    "user.second_factor_removed": ("停用二次验证", "Second factor removed"),
    "user.recovery_codes_made": ("生成恢复码", "Recovery codes generated"),
    "token.issued": ("签发接口令牌", "Token issued"),
    "token.revoked": ("撤销接口令牌", "Tokens revoked"),
    "party.registered": ("注册“{name}”", "“{name}” registered"),
    "party.verified": ("主体核实通过", "Identity verified"),
    "party.refused": ("主体核实不通过：{reason}", "Registration refused: {reason}"),
    "party.ended": ("注册终止", "Registration ended"),
    "party.evidence_requested": ("要求在 {until} 前补充材料：{reason}", "Evidence requested by {until}: {reason}"),
    "party.suspended": ("暂停主体：{reason}", "Party suspended: {reason}"),
    "party.resumed": ("恢复主体：{reason}", "Party resumed: {reason}"),
    "uscc.waived": ("放行统一社会信用代码 {uscc}：{reason}", "Check of code {uscc} waived: {reason}"),
    "member.added": ("授予角色 {role}", "Role {role} granted"),
    "member.removed": ("收回角色 {role}", "Role {role} revoked"),
    "member.left": ("本人退出，角色 {role}", "Left, role {role}"),
    "member.became_staff": (
        "因任主管部门角色，角色 {role} 结束",
        "Role {role} ended because of a role of the authority",
    ),
    "invitation.sent": ("邀请成员，任 {role}", "Invited as {role}"),
    "invitation.accepted": ("接受邀请", "Invitation accepted"),
    "invitation.declined": ("谢绝邀请", "Invitation declined"),
    "invitation.ended": ("邀请失效", "Invitation ended"),
    "hand_over.made": ("移交“{operation} {case}”：{reason}", "{operation} {case} handed over: {reason}"),
    "hand_over.done": ("移交事项办结", "Handed-over case done"),
    "substitution.named": (
        "为“{operation} {case}”指定代办人：{reason}",
        "Substitute named for {operation} {case}: {reason}",
    ),
    "substitution.confirmed": ("确认代办人", "Substitute confirmed"),
    "substitution.refused": ("不同意代办人", "Substitute refused"),
    "interest.declared": ("申报与“{party}”的利害关系", "Interest in “{party}” declared"),
    "interest.ended": ("申报与“{party}”的利害关系终止", "Interest in “{party}” ended"),
    "takeover.requested": ("申请接管，任 {role}", "Takeover as {role} requested"),
    "takeover.approved": ("同意接管：{reason}", "Takeover approved: {reason}"),
    "takeover.refused": ("不同意接管：{reason}", "Takeover refused: {reason}"),
    "takeover.ended": ("接管申请终止", "Takeover request ended"),
}

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
    "hand_over.made": (
        "有事项移交给您",
        "A case was handed over to you",
        "有一项事项（编号 {case}）移交给您，请在“移交事项”中查看和办理。",
        "A case (number {case}) was handed over to you: see “Handed-over cases”.",
    ),
    "substitution.named": (
        "代办人待确认",
        "A substitute waits for confirmation",
        "有一项事项（编号 {case}）指定了代办人，请另一位系统管理员在“指定代办”中确认。",
        "A substitute was named for a case (number {case}): another administrator confirms it under “Substitutes”.",
    ),
    "substitution.confirmed": (
        "您被指定为代办人",
        "You are the substitute for a case",
        "您可以就一项事项（编号 {case}）代为办理，请在“指定代办”中查看。有利害关系的，不能办理。",
        "You may act on a case (number {case}): see “Substitutes”. With a conflict of interest you may not.",
    ),
    "interest.reminder": (
        "请核对您的利害关系申报",
        "Check your declared interests",
        "请核对您在 {year} 年的利害关系申报：新发生的请申报，已终止的请登记终止。没有变化的无须办理。",
        "Check your declared interests for {year}: declare new ones and end those that are over. "
        "If nothing has changed, there is nothing to do.",
    ),
}
