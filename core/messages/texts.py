"""Texts of the kernel: refusals, advice, constraints, events."""

MESSAGES: dict[str, tuple[str, str]] = {
    "busy": ("系统繁忙，请稍后再试。", "The system is busy; please try again in a moment."),
    "outcome_unknown": (
        "保存时连接中断，尚不能确定是否成功：请用同一幂等键重试，或刷新后查看。",
        "The connection broke while saving, so the result is unknown: send the request again with the same key, or "
        "reload to see the result.",
    ),
    "not_found": ("没有找到，或您无权查看。", "Not found, or you may not see it."),
    "denied": ("您的角色不能执行此操作。", "Your role does not allow this operation."),
    "not_authenticated": ("请先登录。", "Please sign in first."),
    "authentication_failed": (
        "登录信息无效或已过期，请重新登录。",
        "Your credentials are invalid or have expired: sign in again.",
    ),
    "invalid": ("填写的内容有误，请检查。", "The request has an invalid value: check it."),
    "unknown_field": ("没有这个字段。", "There is no such field."),
    "field_twice": ("同一字段出现了两次，请只保留一处。", "The field is there twice: send it once."),
    "unknown_parameter": ("没有这个查询参数。", "There is no such query parameter."),
    "parameter_twice": (
        "同一查询参数出现了两次，请只保留一处。",
        "The query parameter is there twice: send it once.",
    ),
    "required": ("此项必填。", "This field is required."),
    "parse_error": ("请求内容无法读取。", "The request could not be read."),
    "characters": ("含有不能使用的字符。", "The text has characters that cannot be stored."),
    "name_not_visible": (
        "名称中没有可见的文字，请填写文字或数字。",
        "The name shows no letter and no digit: enter one that can be read.",
    ),
    "name_too_long": (
        "名称过长：最多 {most} 个字符，合写的符号按展开后的字数计。",
        "The name is too long: at most {most} characters; composed signs count as what they stand for.",
    ),
    "name_direction": (
        "名称含有改变文字方向的控制符，请删去后重新填写。",
        "The name has characters that change the direction of text: remove them.",
    ),
    "defect": ("系统出现错误，已记录。", "An error occurred in the system; it has been recorded."),
    "body_too_large": ("请求内容过大。", "The request is too large."),
    "method_not_allowed": ("不支持此操作方法。", "This method is not allowed here."),
    "unsupported_media_type": ("不支持此内容类型。", "This media type is not supported."),
    "not_acceptable": ("不能以所要求的格式应答。", "None of the accepted formats is available."),
    "throttled": ("操作过于频繁，请在 {wait} 秒后再试。", "Too many requests; try again in {wait} seconds."),
    "acting_party_required": (
        "您属于多个单位，请用 Acting-Party 指明代表哪一个。",
        "You belong to several parties: name one in Acting-Party.",
    ),
    "idempotency_key_required": (
        "此操作需要幂等键：请在 Idempotency-Key 中给出一个 UUID。",
        "This operation needs an Idempotency-Key header with a UUID.",
    ),
    "idempotency_key_reused": (
        "该幂等键已用于内容不同的请求，请换用新的键。",
        "This key was used for a request with other content: use a new one.",
    ),
    "stale_version": (
        "内容已被他人更新，请刷新后再试。",
        "Another user has changed this meanwhile: reload and try again.",
    ),
    "illegal_state": (
        "当前状态（{state}）不允许此操作。",
        "The present state ({state}) does not allow this operation.",
    ),
    "same_person": ("须由另一人办理：经办与审批不得为同一人。", "This must be done by another person."),
    "file_too_large": ("文件超过 {limit} MB 的上限。", "The file is larger than the limit of {limit} MB."),
    "file_kind": ("不支持此类文件：{reason}。", "This kind of file is not accepted: {reason}."),
    "file_empty": ("文件是空的。", "The file is empty."),
    "file_name": (
        "文件名无效或含有可执行扩展名，请改名后再上传。",
        "The file name is invalid or has an executable extension: rename the file and upload it again.",
    ),
    "file_extension": ("此处只接受这些类型：{allowed}。", "Only these types are accepted here: {allowed}."),
    "file_content": ("文件内容与扩展名不符。", "The content of the file does not match its extension."),
    "file_damaged": (
        "文件已损坏或不完整，请重新导出后上传。",
        "The file is damaged or incomplete: export it again and upload the new file.",
    ),
    "file_encrypted": ("文件已加密，请上传未加密的文件。", "The file is encrypted: upload it without encryption."),
    "file_script": (
        "文件含有脚本、宏或自动执行的动作，不能上传。",
        "The file contains scripts, macros or automatic actions and cannot be uploaded.",
    ),
    "file_embedded": (
        "文件内嵌有其他文件，请分别上传。",
        "The file contains other files: upload each of them separately.",
    ),
    "file_expands": (
        "文件解压后过大或结构异常，不能上传。",
        "The file is too large when unpacked, or its structure is abnormal; it cannot be uploaded.",
    ),
    "file_too_costly": (
        "文件过于复杂，读取它需要的时间或内存超过上限，不能上传。",
        "The file is too complex: reading it takes more time or memory than allowed, so it cannot be uploaded.",
    ),
    "image_too_large": ("图片超过 {limit} 百万像素的上限。", "The picture has more than {limit} million pixels."),
    "file_known": (
        "这个文件已经上传过：{at} 以“{name}”上传在“{heading}”一栏。",
        "This file was uploaded already: as “{name}” on {at}, under “{heading}”.",
    ),
    "file_just_stored": ("这个文件刚刚已经上传。", "This file was uploaded a moment ago."),
    "file_altered": (
        "文件“{name}”已不是上传时的内容，不能提供；已记录并通知审计人员。",
        "The file “{name}” is no longer what was sent and is not served; this is recorded and the auditors are notified.",
    ),
    "file_lost": (
        "文件“{name}”已丢失；已记录并通知审计人员。",
        "The file “{name}” is lost; this is recorded and the auditors are notified.",
    ),
    "storage_full": (
        "文件存储空间不足，请稍后再试。",
        "There is not enough storage for the file; try again later.",
    ),
    "storage_unreadable": ("文件暂时无法读取，请稍后再试。", "The file cannot be read now; try again later."),
    "calendar_year_known": ("{year} 年的放假安排已录入。", "The holiday notice of {year} was entered already."),
    "calendar_day_known": (
        "{day} 已由另一年度的安排录入。",
        "{day} was entered already with the notice of another year.",
    ),
    "calendar_day_twice": ("{day} 重复出现。", "{day} is listed twice."),
    "calendar_day_outside": ("{day} 不属于 {year} 年度的安排。", "{day} cannot belong to the notice of {year}."),
    "calendar_days_missing": ("放假安排不能为空。", "The notice must contain at least one day."),
    "clock_forward_only": ("时钟只能向前调整。", "The clock can only be moved forward."),
    "job_unknown": ("没有名为“{job}”的作业。", "There is no job named “{job}”."),
    "job_running": ("该作业正在等待或执行中，请稍后再试。", "This job is queued or running; try again later."),
    "clock_fixed": ("正式环境不能调整时钟。", "The clock cannot be moved in production."),
}


ADVICE: dict[str, tuple[str, str]] = {
    "file_known": (
        "不必重复上传；放错栏目的，提交前可在该文件下方“撤回”，再上传到正确的一栏；已提交的，审查人员按内容核对。",
        "It need not be uploaded again. Under the wrong heading: before you submit, remove it below that file and upload it again;"
        " after that the officers go by its content.",
    ),
    "file_just_stored": ("请重新打开页面查看。", "Open the page again to see it."),
    "stale_version": (
        "请返回并重新打开页面，核对后再提交。",
        "Go back, open the page again, check it, and submit it again.",
    ),
    "illegal_state": ("请返回查看现在的状态和下一步。", "Go back to see the present state and the next step."),
    "same_person": ("请另一位有此职责的人登录办理。", "Ask another person with this role to do it."),
    "file_extension": ("请另存为这些类型之一，再上传。", "Save the file as one of these types and upload it again."),
    "file_content": (
        "请重新导出文件，不要只改扩展名。",
        "Export the file again; changing its extension is not enough.",
    ),
    "file_empty": ("请选择有内容的文件。", "Choose a file with content."),
    "file_too_large": ("请压缩或拆分后再上传。", "Compress the file or split it, and upload it again."),
    "file_script": (
        "请另存为不含宏和脚本的文件，再上传。",
        "Save the file without macros and scripts, and upload it again.",
    ),
    "file_expands": ("请重新导出或拆分文件后再上传。", "Export the file again or split it, and upload it again."),
    "file_too_costly": (
        "请重新导出、拆分或简化文件后再上传。",
        "Export the file again, split or simplify it, and upload it.",
    ),
    "file_altered": (
        "系统管理员会从备份恢复，请过后再试。",
        "An administrator restores it from a backup: try again later.",
    ),
    "file_lost": (
        "系统管理员会从备份恢复，请过后再试。",
        "An administrator restores it from a backup: try again later.",
    ),
    "image_too_large": ("请缩小图片后再上传。", "Reduce the size of the picture and upload it again."),
    "calendar_day_twice": ("请只列一次。", "List it once only."),
}
"""What to do after an error of the kernel."""


CONSTRAINTS: dict[str, tuple[str, str]] = {
    "job_runs_one_at_a_time": ("job_running", "job"),
    "job_runs_once_a_period": ("job_running", "job"),
    "attachment_once_an_owner": ("file_just_stored", "file"),
}


EVENTS: dict[str, tuple[str, str]] = {
    "attachment.altered": ("附件“{name}”已不是上传时的内容", "File “{name}” is no longer what was sent"),
    "attachment.lost": ("附件“{name}”丢失", "File “{name}” lost"),
    "attachment.restored": ("附件“{name}”已恢复完好", "File “{name}” whole again"),
    "attachment.removed": ("撤回附件“{name}”", "File “{name}” withdrawn"),
    "attachment.stored": ("上传附件“{name}”", "File “{name}” uploaded"),
    "access.conflict": ("因利害关系被拒绝：{method} {path}", "Refused for a conflict of interest: {method} {path}"),
    "access.denied": ("访问被拒绝：{method} {path}", "Access denied: {method} {path}"),
    "access.denied_often": (
        "访问另被拒绝 {count} 次（{hour} 起一小时内）",
        "Access denied {count} more times in the hour from {hour}",
    ),
    "calendar.entered": ("录入放假安排（{source}），共 {days} 天", "Holiday notice entered ({source}), {days} days"),
    "clock.moved": ("模拟时钟由 {from} 调至 {to}", "Clock moved from {from} to {to}"),
    "clock.reset": ("模拟时钟复位", "Clock reset to real time"),
    "job.requested": ("手动执行作业“{job}”", "Job “{job}” requested"),
    "job.restarted": ("重新执行作业“{job}”", "Job “{job}” restarted"),
    "outbox.restarted": ("重新投递事件 {event}", "Event {event} delivered again"),
}
"""Event type → sentence with placeholders for the event's data."""
