"""What runs by itself and how often: job name → service and cadence, by the business clock in Beijing.

A tick each minute starts what is due (core.services.jobs); each run is a row that administrators see and may restart.
"""

from core.jobs import MINUTELY, Job, daily, hourly

JOBS: dict[str, Job] = {
    "sweep_outbox": Job(
        service="core.services.outbox.sweep_outbox",
        cadence=MINUTELY,
        zh="投递待办事件",
        en="Deliver the events that wait",
    ),
    "send_mails": Job(
        service="core.services.mail.send_mails",
        cadence=MINUTELY,
        zh="发送通知邮件",
        en="Send the mails of notifications",
    ),
    "seal_events": Job(
        service="core.services.seals.seal_events",
        cadence=hourly(minute=5),
        zh="封存审计事件",
        en="Seal the audit events",
    ),
    "purge_idempotency_keys": Job(
        service="core.services.purges.purge_idempotency_keys",
        cadence=daily(hour=3, minute=30),
        zh="清理三十天前的幂等键",
        en="Remove idempotency keys older than 30 days",
    ),
    "purge_job_runs": Job(
        service="core.services.purges.purge_job_runs",
        cadence=daily(hour=3, minute=40),
        zh="清理三十天前已完成的作业记录",
        en="Remove finished job runs older than 30 days",
    ),
}
