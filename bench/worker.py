"""Read days from standard input, lapse the coupons due on each, print the count, the seconds and the peak memory so far."""

import json
import resource
import sys
from datetime import UTC, date, datetime, time
from time import monotonic

import django


def main() -> None:
    django.setup()
    from vouchers.services.lapses import lapse_unregistered  # needs the settings

    for line in sys.stdin:
        at = datetime.combine(date.fromisoformat(line.strip()), time(4), tzinfo=UTC)  # noon in Beijing
        start = monotonic()
        lapsed = lapse_unregistered(at=at, progress=lambda _count: None)["lapsed"]
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"lapsed": lapsed, "seconds": monotonic() - start, "kilobytes": kilobytes}), flush=True)


if __name__ == "__main__":
    main()
