"""A process that does jobs of a day, as a worker of the site would: it reads them from standard input, one a line, and prints
the count, the seconds and the peak memory so far."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from time import monotonic

import django

from config.env import environment

A_FILE = 19_999
"""Lines of a file, with its headings the most rows of an uploaded table."""


class Worker:
    """The process, from outside."""

    def __init__(self, *, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker"],
            env=environment(extra={"DATABASE_URL": url}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.kilobytes: list[int] = []

    def do(self, job: str, today: date, *, expected: int) -> float:
        """Do a job of a day; return rows per second. AssertionError for another number of rows than expected."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the worker has no pipes")
        self.process.stdin.write(f"{job} {today.isoformat()}\n")
        self.process.stdin.flush()
        done = json.loads(self.process.stdout.readline())
        self.kilobytes.append(done["kilobytes"])
        if done["rows"] != expected:
            raise AssertionError(f"{job}: {done['rows']} rows instead of {expected}")
        return float(done["rows"] / done["seconds"])

    def stop(self) -> None:
        """End the process."""
        self.process.communicate()


def lapse(at: datetime) -> int:
    """Lapse the coupons due on a day; return how many."""
    from vouchers.services.lapses import lapse_unregistered  # needs the settings

    return int(lapse_unregistered(at=at, progress=lambda _count: None)["lapsed"])


def build(at: datetime) -> int:
    """Build an order of every payment that is due; return how many are on it."""
    from accounts.models import User
    from payments.models import PaymentOrder
    from payments.rules.payee_accounts import AccountKind
    from payments.rules.states import OrderState
    from payments.services.building import build_order

    order = build_order(kind=AccountKind.BANK, actor_id=User.objects.get(username="officer").pk, at=at)
    _continue(at)
    return PaymentOrder.objects.get(pk=order.pk, state=OrderState.PREPARED).count


def send(at: datetime) -> int:
    """Approve the newest order and send it; return how many payments are in its file."""
    from accounts.models import User
    from payments.models import PaymentOrder
    from payments.rules.states import OrderState
    from payments.services.orders import approve_order
    from payments.services.sending import export_order

    order = PaymentOrder.objects.filter(state=OrderState.PREPARED).latest("pk")
    approve_order(order_id=order.pk, actor_id=User.objects.get(username="approver").pk, at=at)
    export_order(order_id=order.pk, actor_id=User.objects.get(username="officer").pk, at=at)
    _continue(at)
    return PaymentOrder.objects.get(pk=order.pk, state=OrderState.EXPORTED).file.count


def answer(at: datetime) -> int:
    """Import the bank's answer that everything of the newest order is paid, in files of at most A_FILE lines, and settle it;
    return how many payments are paid."""
    from accounts.models import User
    from payments.models import Payment, PaymentOrder
    from payments.rules.states import OrderState, PaymentState
    from payments.selectors.bank_files import iterate_order_attempts
    from payments.services.bank_answers import import_answer, open_answer, settle_answers

    order = PaymentOrder.objects.filter(state=OrderState.EXPORTED).latest("pk")
    lines = [f"{each.number},0123,示例研究所,{each.amount:.2f},成功," for each in iterate_order_attempts(order.pk)]
    officer_id = User.objects.get(username="officer").pk
    for first in range(0, len(lines), A_FILE):
        table = ["流水号,收款账号,收款户名,金额,处理状态,失败原因", *lines[first : first + A_FILE], ""]
        file = open_answer(format_code="table", name="回盘.csv", data="\r\n".join(table).encode("gb18030"))
        import_answer(file=file, order_id=order.pk, actor_id=officer_id, at=at)
        settle_answers(at=at, progress=lambda _count: None)
    return Payment.objects.filter(order=order, state=PaymentState.PAID).count()


def _continue(at: datetime) -> None:
    from payments.services.order_runs import continue_orders

    continue_orders(at=at, progress=lambda _count: None)


JOBS: Mapping[str, Callable[[datetime], int]] = {"lapse": lapse, "build": build, "send": send, "answer": answer}


def main() -> None:
    django.setup()
    for line in sys.stdin:
        job, day = line.split()
        at = datetime.combine(date.fromisoformat(day), time(4), tzinfo=UTC)  # noon in Beijing
        start = monotonic()
        rows = JOBS[job](at)
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"rows": rows, "seconds": monotonic() - start, "kilobytes": kilobytes}), flush=True)


if __name__ == "__main__":
    main()
