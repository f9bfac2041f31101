"""Sentences of the refusals of accounts, what to do about them, and the constraints that they stand for: (Chinese, English)."""

MESSAGES: dict[str, tuple[str, str]] = {
    "second_factor_missing": (
        "您的角色须启用二次验证：请先在网站登录，绑定身份验证器后再试。",
        "Your role needs a second factor: sign in on the site and set up an authenticator app first.",
    ),
    "mail_unconfirmed": (
        "您的邮箱尚未确认：请在网站登录，用邮件中的链接确认邮箱后再试。",
        "Your mail address is not confirmed: sign in on the site and confirm it with the link in the mail, then try again.",
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
    "side_managed": (
        "本单位的{role}已有人担任。请联系现任人员邀请您；现任人员已失联的，可申请接管。",
        "This organisation has a {role} already. Ask them to invite you; if they cannot be reached, request a takeover.",
    ),
    "registrations_pending": (
        "您已有 {most} 个主体待核实，须待其中一个核实办结后再注册，填错的可以撤回；主管部门要求补充材料的，请先补充。",
        "{most} parties that you registered await verification: you can register another once one of them is decided, or after "
        "you withdraw one that you registered by mistake. If the "
        "authority asked for evidence, add it.",
    ),
    "registrations_today": (
        "一日内最多开始 {most} 次注册，您已达到；请核对统一社会信用代码，一日后再注册。",
        "You have begun {most} registrations within a day, the most there may be. Check the code, then register after a day.",
    ),
    "registration_without_authorisation": (
        "还没有上传授权书，不能提交。请先上传。",
        "No letter of authorisation was uploaded yet. Upload it, then send the registration.",
    ),
    "registration_without_licence": (
        "还没有上传营业执照、登记证书或学生证明，不能提交。请先上传。",
        "No licence, certificate or proof of enrolment was uploaded yet. Upload it, then send the registration.",
    ),
    "registration_unsent": (
        "该注册还没有提交核实，不能办理。提交后会列入待核实的主体。",
        "This registration has not been sent yet. Once it is, it is listed among those that await verification.",
    ),
    "registration_file_sent": (
        "“{name}”已随注册提交，不能撤回。",
        "“{name}” was sent with the registration and cannot be removed.",
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
    "correction_open": (
        "该项申报已申请更正，正在等待确认，或者已经更正。",
        "A correction of this declaration is pending, or was confirmed already.",
    ),
    "hand_over_taker": (
        "此人不能接办：须有相应的角色，且与有关单位没有利害关系。请另选一人。",
        "This person cannot take the case: it needs the role, and no conflict of interest. Choose another.",
    ),
    "hand_over_open": (
        "这一事项已经移交给此人，尚未办结。",
        "The case was handed over to this person already and is not done.",
    ),
    "substitute_needless": (
        "还有可以办理此事的同事（{names}）：有相应的角色，没有利害关系，也未经办过此事，无须指定代办人。请由其办理，或将此事移交给其中一人。",
        "Colleagues with the role, without a conflict and without a part in the case may take it ({names}): let one of "
        "them act, or hand the case over.",
    ),
    "substitute_not_staff": (
        "代办人须是主管部门的工作人员，不能是系统管理员或审计人员。请另选一人。",
        "A substitute must be a member of staff, neither administrator nor auditor. Choose another person.",
    ),
    "substitute_conflict": (
        "此人与有关单位有利害关系，不能代办。请另选一人。",
        "This person has a conflict of interest and cannot act. Choose another person.",
    ),
    "delegation_principal": (
        "只有主管部门的经办、审批、财务人员可以请人代理；系统管理员和审计人员不能。",
        "Only officers, approvers and finance may delegate, not administrators or auditors.",
    ),
    "delegate_not_staff": (
        "代理人须是主管部门的工作人员，不能是系统管理员或审计人员，请另选一人。",
        "The delegate must be a member of staff, neither administrator nor auditor: choose another person.",
    ),
    "delegation_operation": (
        "下列事项不是您本人的职责，不能请人代理：{operation}。",
        "You may not do this by a role of your own, so you cannot delegate it: {operation}.",
    ),
    "delegation_days": (
        "代理期间须自 {earliest} 起，不早于今天，最长 {days} 天（至 {latest}），请修改。",
        "A delegation begins on {earliest} or later and lasts {days} days at most, until {latest}: change the days.",
    ),
    "delegation_offered": (
        "已请过该人代理，尚未答复；可以先终止原来的。",
        "This person was asked already and has not answered: end that offer first.",
    ),
    "delegation_over": (
        "代理期间已于 {until_on} 结束，不能再接受。",
        "The delegation ended on {until_on} and can no longer be accepted.",
    ),
    "delegation_not_in_force": (
        "此刻没有对该事项有效的代理：代理须已接受、在期间内，且被代理人本人有此职责。",
        "No delegation is in force for this act: it must be accepted, within its days, and the principal must have the role.",
    ),
    "principal_required": (
        "您本人没有该职责：请说明以谁的名义办理。",
        "You have no role of your own for this: say in whose name you act.",
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
        "Hand it over to another person with this role and without a conflict; if there is no such person, ask an administrator "
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
    "interest_correction_once": ("correction_open", ""),
    "interest_correction_by_another": ("same_person", ""),
    "hand_over_to_another": ("same_person", "username"),
    "hand_over_once_while_open": ("hand_over_open", "username"),
    "delegation_one_offered": ("delegation_offered", "username"),
    "delegation_to_another": ("same_person", ""),
    "substitution_three_persons": ("same_person", ""),
    "substitution_once_while_named": ("substitution_open", "username"),
    "accounts_user_username_key": ("username_taken", "username"),
    "accounts_user_skeleton_key": ("username_taken", "username"),
    "accounts_usccwaiver_uscc_key": ("uscc_waived", "uscc"),
}
