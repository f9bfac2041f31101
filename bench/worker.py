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


def _continue(at: datetime) -> None:
    from payments.services.order_runs import continue_orders

    continue_orders(at=at, progress=lambda _count: None)


JOBS: Mapping[str, Callable[[datetime], int]] = {"lapse": lapse, "build": build, "send": send}


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
