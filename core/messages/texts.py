"""Every text of the kernel that is not on a page: refusals, advice, constraints, events."""

MESSAGES: dict[str, tuple[str, str]] = {
    "busy": ("系统繁忙，请稍后再试。", "The system is busy; please try again in a moment."),
    "outcome_unknown": (
        "保存时连接中断，尚不能确定是否成功：请用同一幂等键重试，或刷新后查看。",
        "The connection broke while this was being saved, so it may have been done or not: send it again with the same "
        "key, or reload and look.",
    ),
    "not_found": ("没有找到，或您无权查看。", "Not found, or not yours to see."),
    "denied": ("您的角色不能执行此操作。", "Your role does not allow this."),
    "not_authenticated": ("请先登录。", "Please sign in first."),
    "authentication_failed": ("登录信息无效或已过期，请重新登录。", "Your credentials are not valid or have expired."),
    "invalid": ("填写的内容有误，请检查。", "Something in the request is not valid."),
    "unknown_field": ("没有这个字段。", "There is no such field."),
    "required": ("此项必填。", "This field is required."),
    "parse_error": ("请求内容无法读取。", "The request could not be read."),
    "characters": ("含有不能使用的字符。", "It holds characters that cannot be used."),
    "defect": ("系统出现错误，已记录。", "Something went wrong on our side; it is on record."),
    "body_too_large": ("请求内容过大。", "The request is too large."),
    "method_not_allowed": ("不支持此操作方法。", "This method is not allowed here."),
    "unsupported_media_type": ("不支持此内容类型。", "This media type is not supported."),
    "not_acceptable": ("不能以所要求的格式应答。", "No acceptable answer format."),
    "throttled": ("操作过于频繁，请在 {wait} 秒后再试。", "Too many requests; try again in {wait} seconds."),
    "acting_party_required": (
        "您属于多个单位，请用 Acting-Party 指明代表哪一个。",
        "You belong to several parties: name one in Acting-Party.",
    ),
    "idempotency_key_required": (
        "此操作需要幂等键：请在 Idempotency-Key 中给出一个 UUID。",
        "This operation needs an Idempotency-Key header holding a UUID.",
    ),
    "idempotency_key_reused": (
        "该幂等键已用于内容不同的请求，请换用新的键。",
        "This key was used for a request with another content: use a new one.",
    ),
    "stale_version": (
        "内容已被他人更新，请刷新后再试。",
        "It was changed by somebody else meanwhile: reload and try again.",
    ),
    "illegal_state": (
        "当前状态（{state}）不允许此操作。",
        "The present state ({state}) does not allow this.",
    ),
    "same_person": ("须由另一人办理：经办与审批不得为同一人。", "This must be done by a second person."),
    "file_too_large": ("文件超过 {limit} MB 的上限。", "The file is larger than the limit of {limit} MB."),
    "file_kind": ("不支持此类文件：{reason}。", "This kind of file is not accepted: {reason}."),
    "file_empty": ("文件是空的。", "The file is empty."),
    "file_name": ("文件名无效或含有可执行扩展名，请改名后再上传。", "This file name is not usable: rename the file."),
    "file_extension": ("此处只接受这些类型：{allowed}。", "Only these kinds are accepted here: {allowed}."),
    "file_content": ("文件内容与扩展名不符。", "The content of the file is not what its name says."),
    "file_damaged": ("文件已损坏或不完整，请重新导出后上传。", "The file is damaged: export it again."),
    "file_encrypted": ("文件已加密，请上传未加密的文件。", "The file is encrypted: bring it without."),
    "file_script": ("文件含有脚本、宏或自动执行的动作，不能上传。", "The file holds scripts, macros or actions."),
    "file_embedded": ("文件内嵌有其他文件，请分别上传。", "The file holds other files; bring each by itself."),
    "file_expands": ("文件解压后过大或结构异常，不能上传。", "The file expands too far."),
    "image_too_large": ("图片超过 {limit} 百万像素的上限。", "The picture has more than {limit} million pixels."),
    "file_known": ("这个文件已经上传过。", "This file is here already."),
    "storage_full": ("文件存储空间不足，请稍后再试。", "There is no room for the file; try again later."),
    "storage_unreadable": ("文件暂时无法读取，请稍后再试。", "The file cannot be read now; try again later."),
    "calendar_year_known": ("{year} 年的放假安排已录入。", "The notice of {year} is entered already."),
    "calendar_day_known": ("{day} 已由另一年度的安排录入。", "{day} is entered already, by another year's notice."),
    "calendar_day_twice": ("{day} 重复出现。", "{day} is listed twice."),
    "calendar_day_outside": ("{day} 不属于 {year} 年度的安排。", "{day} cannot be of the notice of {year}."),
    "calendar_days_missing": ("放假安排不能为空。", "A notice has days."),
    "clock_forward_only": ("时钟只能向前调整。", "The clock moves forward only."),
    "job_unknown": ("没有名为“{job}”的作业。", "There is no job named “{job}”."),
    "job_running": ("该作业正在等待或执行中，请稍后再试。", "This job is waiting or running; try again later."),
    "clock_fixed": ("正式环境不能调整时钟。", "The clock cannot be moved in production."),
}


ADVICE: dict[str, tuple[str, str]] = {
    "stale_version": (
        "请返回并重新打开页面，核对后再提交。",
        "Go back, open the page again, look at it, and send it anew.",
    ),
    "illegal_state": ("请返回查看现在的状态和下一步。", "Go back and look at the state and the next step."),
    "same_person": ("请另一位有此职责的人登录办理。", "Ask another person with this role to do it."),
    "file_extension": ("请另存为这些类型之一，再上传。", "Save it as one of these kinds and bring it again."),
    "file_content": ("请重新导出文件，不要只改扩展名。", "Export the file again; a new name alone does not do."),
    "file_empty": ("请选择有内容的文件。", "Choose a file that holds something."),
    "file_too_large": ("请压缩或拆分后再上传。", "Make it smaller, or bring it in parts."),
}
"""What to do now after a code of the kernel's."""


CONSTRAINTS: dict[str, tuple[str, str]] = {
    "job_runs_one_at_a_time": ("job_running", "job"),
    "job_runs_once_a_period": ("job_running", "job"),
    "attachment_once_an_owner": ("file_known", "file"),
}


EVENTS: dict[str, tuple[str, str]] = {
    "attachment.removed": ("撤回附件“{name}”", "File “{name}” taken back"),
    "attachment.stored": ("上传附件“{name}”", "File “{name}” brought"),
    "access.denied": ("访问被拒绝：{method} {path}", "Access denied: {method} {path}"),
    "calendar.entered": ("录入放假安排（{source}），共 {days} 天", "Holiday notice entered ({source}), {days} days"),
    "clock.moved": ("模拟时钟由 {from} 调至 {to}", "Clock moved from {from} to {to}"),
    "clock.reset": ("模拟时钟复位", "Clock back to real time"),
    "job.requested": ("手动执行作业“{job}”", "Job “{job}” requested"),
    "job.restarted": ("重新执行作业“{job}”", "Job “{job}” restarted"),
    "outbox.restarted": ("重新投递事件 {event}", "Event {event} delivered again"),
}
"""Event type → what happened, over the event's data."""
