"""Texts of applicants: refusals, events, words and menu entries."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords, Entry, KindNames, Menu, SubjectWords

MESSAGES: dict[str, tuple[str, str]] = {
    "not_an_applicant": (
        "本主体不是申领单位，请先注册为企业或团队。",
        "This party is not an applicant: register it as an enterprise or a team.",
    ),
    "established_in_future": (
        "成立日期不能晚于今天，请核对。",
        "The day of establishment is after today: correct it.",
    ),
    "enterprise_exists": ("该企业已经注册，请更新申报信息。", "This enterprise is registered: update its declaration."),
    "id_number": ("居民身份证号码有误，请核对。", "This ID number is not valid: check it."),
    "team_member_twice": (
        "这位成员重复填写，请删去重复的一行。",
        "This member is entered twice: remove one of the two rows.",
    ),
    "founder_twice": (
        "这位创始人重复填写，请删去重复的一行。",
        "This founder is entered twice: remove one of the two rows.",
    ),
    "team_member_taken": (
        "成员中有人已是另一团队的主要成员，一人只能参加一个团队；请先由该团队删除此人。",
        "A member is already a main member of another team, and a person may be in one team only: that team must remove "
        "the member first.",
    ),
    "reason_names_team": (
        "理由会告知团队，请不要写出其他团队的名称。",
        "The reason is sent to the team: do not write another team's name in it.",
    ),
    "team_renamed": (
        "团队名称须与核实时一致。",
        "The name of the team cannot change after its registration: enter the registered name.",
    ),
    "certificate_number": (
        "证书编号“{value}”的格式不对，请核对编号和证书种类。",
        "“{value}” is not a number of this kind of certificate: check the number and the kind.",
    ),
    "certificate_number_taken": ("该编号的证书已经录入。", "A certificate of this number has been entered already."),
    "certificate_days": (
        "日期顺序不对：{first} 至 {last}，请核对。",
        "These days are out of order: {first} to {last}. Correct them.",
    ),
    "certificate_other_holder": (
        "编号 {value} 已登记在另一单位名下；更名或更正请逐件办理。",
        "The number {value} belongs to another holder; enter corrections and changes of name one by one.",
    ),
    "list_imported_once": (
        "这份名单已于 {at} 以“{name}”导入，不再重复登记。",
        "This list was imported already, as “{name}” on {at}; nothing is recorded twice.",
    ),
    "list_not_final": (
        "这是公示或拟认定名单，不作为资质依据；请导入正式公告的名单。",
        "This is a draft list published for comments, which proves nothing: import the final list.",
    ),
    "list_not_entries": (
        "这是取消、撤销或更名名单，不能作为新增资质导入；请逐件办理。",
        "This list revokes or renames certificates and grants none: enter its rows one by one.",
    ),
    "list_header_missing": (
        "没有找到表头：须有“企业名称”和证书或登记编号两列。",
        "No header row was found: the list needs a column of names and one of numbers.",
    ),
    "list_empty": ("名单中没有数据。", "The list has no rows."),
    "list_name_missing": ("第 {row} 行没有企业名称。", "Row {row} has no firm name."),
    "list_name_long": ("第 {row} 行的企业名称过长。", "The name in row {row} is too long."),
    "list_formula": (
        "第 {row} 行的企业名称是公式，请改为文本。",
        "The name in row {row} is a formula: enter it as text.",
    ),
    "list_number_missing": ("第 {row} 行没有编号。", "Row {row} has no number."),
    "list_number_twice": (
        "第 {row} 行的编号 {value} 重复。",
        "The number {value} in row {row} repeats an earlier row.",
    ),
    "list_digits_lost": (
        "第 {row} 行的长编号以数值保存，末位已丢失；请将该列改为文本后重新录入。",
        "The long number in row {row} was stored as a numeric value and lost its last digits: format the column as text and "
        "enter it again.",
    ),
    "list_letter_for_zero": (
        "第 {row} 行的编号“{value}”疑似把数字 0 写成字母 O，请更正。",
        "“{value}” in row {row} seems to contain the letter O instead of the digit 0: correct it.",
    ),
    "list_day": (
        "第 {row} 行的日期“{value}”无法识别，请写成 2026-01-31 的形式。",
        "“{value}” in row {row} is not a day: write it like 2026-01-31.",
    ),
    "list_validity": (
        "第 {row} 行的有效期“{value}”无法识别，请写出两个日期，如 2023-10-26至2026-10-25。",
        "“{value}” in row {row} is not a validity: write both days like 2023-10-26~2026-10-25.",
    ),
    "list_days_differ": (
        "第 {row} 行的有效期“{value}”与发证日期或截止日期不一致，请更正。",
        "The validity “{value}” in row {row} differs from the days in other columns: correct them.",
    ),
    "list_error_value": (
        "第 {row} 行“{column}”是错误值，请更正。",
        "“{column}” in row {row} is an error value: correct it.",
    ),
    "list_formula_without_value": (
        "第 {row} 行“{column}”是没有保存结果的公式，请改为值。",
        "“{column}” in row {row} is a formula without a stored value: enter the value.",
    ),
    "list_unconfirmed": (
        "名单有需要确认的地方，请先预览，再带上预览给出的确认码（confirmation）导入。",
        "The list leaves something open: preview it, then import it with the confirmation of the preview.",
    ),
    "list_sheets_hidden": (
        "隐藏的工作表不会导入：{sheets}。",
        "Hidden sheets are not imported: {sheets}.",
    ),
    "list_sheets_unread": (
        "没有表头、不会导入的工作表：{sheets}。",
        "Sheets without a header are not imported: {sheets}.",
    ),
    "list_columns_unused": (
        "这些列不会使用：{columns}。",
        "These columns are not used: {columns}.",
    ),
    "list_columns_hidden": (
        "这些列被隐藏，但会使用：{columns}。",
        "These columns are hidden and will be used: {columns}.",
    ),
    "list_rows_hidden": (
        "有 {count} 行被隐藏，但会导入：第 {rows} 行。",
        "{count} hidden rows will be imported: {rows}.",
    ),
    "list_days_assumed": (
        "有 {count} 行没有写起始日期，将从公布日 {day} 起算：第 {rows} 行。",
        "{count} rows say no first day and would begin on the day of publication, {day}: rows {rows}.",
    ),
    "list_days_numbers": (
        "有 {count} 行的日期是未设格式的数字，将按 Excel 的日期序数读取：第 {rows} 行。",
        "{count} rows have bare numbers for days, which would be read as serial numbers of Excel: rows {rows}.",
    ),
    "list_last_days_computed": (
        "有 {count} 行没有写截止日期，将按种类推算（高新技术企业为起始日后三年，科技型中小企业按编号的年度）：第 {rows} 行。",
        "{count} rows say no last day. It would follow from the kind of certificate (three years from the first day, for a "
        "small technology firm the year of its number): rows {rows}.",
    ),
    "list_first_entries_assumed": (
        "有 {count} 行没有首次入库日期，以前的名单中也没有该企业，将以本次起始日为首次入库日：第 {rows} 行。",
        "{count} rows say no first entry, and no earlier list has the firm: the first day of this row would count as its "
        "first entry: rows {rows}.",
    ),
    "sheet_too_long": (
        "表格过大：每份最多 {rows} 行、{columns} 列。",
        "The table is too large: at most {rows} rows and {columns} columns.",
    ),
}

ADVICE: dict[str, tuple[str, str]] = {
    "list_validity": ("请更正后重新上传。", "Correct it and upload the list again."),
    "list_days_differ": ("请更正后重新上传。", "Correct it and upload the list again."),
    "list_error_value": ("请更正后重新上传。", "Correct it and upload the list again."),
    "list_formula_without_value": (
        "请在表格软件中打开、重新计算并保存，再上传。",
        "Open the list in a spreadsheet program, let it calculate, save it and upload it again.",
    ),
    "list_unconfirmed": ("请逐条核对后确认。", "Check each point, then confirm."),
    "list_sheets_hidden": (
        "需要的话，取消隐藏后重新上传。",
        "If they are needed, unhide them and upload the list again.",
    ),
    "list_sheets_unread": (
        "需要的话，补上“企业名称”和编号的表头。",
        "If they are needed, add headings for the names and the numbers.",
    ),
    "list_columns_unused": (
        "其中若有日期，请改列名为“发证日期”“有效期至”等。",
        "If one of them has days, give it the heading of a day of issue or of a last day.",
    ),
    "list_columns_hidden": ("请取消隐藏，核对其内容。", "Unhide them and check what they say."),
    "list_rows_hidden": ("请取消隐藏或清除筛选，核对这些行。", "Unhide them and check what they say."),
    "list_days_assumed": (
        "请核对公布日，或在名单中补上日期。",
        "Check the day of publication, or enter the days in the list.",
    ),
    "list_last_days_computed": (
        "请核对名单所附的有效期说明；另有规定的，在名单中补上“有效期至”一列。",
        "Check what the notice says of their validity. If it differs, add a column 有效期至.",
    ),
    "list_first_entries_assumed": (
        "请先导入以前各批名单，或补上“首次入库日期”一列；该日影响成立满五年的企业能否申领。",
        "Import the earlier lists first, or add a column 首次入库日期: the day decides whether older firms may claim.",
    ),
    "list_days_numbers": ("请核对，或把该列设为日期格式。", "Check them, or format the column as dates."),
}

CONSTRAINTS: dict[str, tuple[str, str]] = {
    "team_member_in_one_verified_team": ("team_member_taken", "members"),
    "certificate_number_once_a_kind": ("certificate_number_taken", "number"),
    "list_imported_once": ("file_just_stored", "file"),
}

ARTICLES: dict[str, str] = {"not_an_applicant": "7"}

EVENTS: dict[str, tuple[str, str]] = {
    "enterprise.registered": ("登记企业申报信息", "Facts of the enterprise declared"),
    "enterprise.declared": ("更新企业申报信息", "Facts of the enterprise updated"),
    "team.registered": ("登记团队，成员 {members} 人", "Team of {members} registered"),
    "team.member_taken": ("另一团队已通过核实，含本团队填报的成员", "A verified team has a member named here"),
    "team.member_confirmed": ("确认新增成员", "Added member confirmed"),
    "team.member_refused": ("不予确认新增成员：{reason}", "Added member refused: {reason}"),
    "team.declared": ("更新团队信息，成员 {members} 人", "Team of {members} updated"),
    "certificate.entered": ("录入资质 {number}，有效期至 {until}", "Certificate {number} entered, valid until {until}"),
    "certificate.bound": ("匹配资质 {number}，有效期至 {until}", "Certificate {number} bound, valid until {until}"),
    "certificate.revoked": (
        "资质 {number} 自 {revoked_on} 起撤销：{reason}",
        "Certificate {number} revoked from {revoked_on}: {reason}",
    ),
    "certificate_list.imported": (
        "导入名单 {rows} 行，匹配 {matched} 行，待匹配 {waiting} 行",
        "List of {rows} rows imported, {matched} bound, {waiting} without a party",
    ),
    "personal_data.revealed": ("查看完整个人信息：{reason}", "Personal data revealed: {reason}"),
}


WORDS: CodeWords = {
    "region": {
        "beijing": _("北京"),
        "tianjin": _("天津"),
        "hebei": _("河北"),
        "other": _("其他地区"),
    },
    "industry": {
        "new_generation_it": _("新一代信息技术"),
        "health": _("医药健康"),
        "intelligent_manufacturing": _("智能制造"),
        "new_materials": _("新材料"),
        "green_energy": _("绿色能源与节能环保"),
        "other": _("其他"),
    },
    "project_stage": {
        "planning": _("计划"),
        "development": _("研发"),
        "testing": _("测试"),
    },
    "list_column": {
        "name": _("企业名称"),
        "uscc": _("统一社会信用代码"),
        "number": _("证书编号"),
        "valid_from": _("起始日期"),
        "valid_until": _("截止日期"),
        "validity": _("有效期"),
        "first_entry": _("首次入库日期"),
    },
    "certificate": {
        "national_hnte": _("国家高新技术企业"),
        "zhongguancun_hnte": _("中关村高新技术企业"),
        "tech_sme": _("科技型中小企业"),
        "incubator_tenant": _("认定孵化器在孵企业"),
    },
}

CODE_PARAMS: KindNames = {"column": "list_column"}

SUBJECTS: SubjectWords = {
    "enterprise": (16, _("企业申报信息")),
    "team": (17, _("创业团队")),
    "team_member": (18, _("团队成员")),
    "certificate": (21, _("资质证书")),
    "certificate_list": (22, _("资质名单")),
    "uscc_waiver": (23, _("信用代码放行")),
}

MENU: Menu = {
    ("applicant", "profile"): Entry(_("本单位"), "building", 60),
    ("staff", "certificate_imports"): Entry(_("资质名单"), "certificate", 80, "units"),
    ("staff", "team_member_list"): Entry(_("团队新增成员"), "user-check", 13, "units"),
    ("auditor", "team_member_list"): Entry(_("团队新增成员"), "user-check", 13, "units"),
    ("auditor", "certificate_imports"): Entry(_("资质名单"), "certificate", 80, "units"),
}

NOTICES: dict[str, tuple[str, str, str, str]] = {
    "team.member_confirmed": (
        "新增成员已确认",
        "An added member is confirmed",
        "“{party}”新增的成员{name}已经确认。",
        "{name}, whom “{party}” added, is confirmed as a member.",
    ),
    "team.members_overdue": (
        "团队新增成员待确认超过十日",
        "Members that a team added wait for confirmation",
        "“{party}”新增的成员已等待确认十日以上，请督促办理。",
        "The members that “{party}” added have waited for an officer for more than ten days.",
    ),
    "team.member_refused": (
        "新增成员未予确认",
        "An added member is not confirmed",
        "“{party}”新增的成员{name}未予确认：{reason}",
        "{name}, whom “{party}” added, is not confirmed as a member: {reason}",
    ),
    "team.member_taken": (
        "团队成员已在其他团队",
        "A member is in another team",
        "另一团队已通过核实，其中有“{party}”填报的成员；一人只能在一个团队，请更换成员后再申请核实。",
        "Another team was verified with a member that “{party}” names. A person is in one team: change the members before "
        "the verification.",
    ),
}
