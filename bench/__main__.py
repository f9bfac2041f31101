"""python -m bench [NAME...]: run all benchmarks, or those named; print one JSON object per line."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench.ground import Ground, ground

NAMES = (
    "claim",
    "claim_page",
    "sold_out",
    "claim_rush",
    "lapse",
    "order_build",
    "prove",
    "claim_growth",
    "api_list",
    "slow_clients",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--against", type=Path, metavar="DIR", help="another version's folder, to claim in turns with")
    options = parser.parse_args()
    chosen = options.names or NAMES
    with ground() as here:
        # here, because models need the settings that the ground chooses
        from bench import against, claims, lapses, lists, orders, pages, rush, sizes, slow_clients, stock

        measures: Mapping[str, Callable[[Ground, stock.Stock], None]] = {
            "claim": claims.claim,
            "claim_page": pages.claim_page,
            "sold_out": claims.sold_out,
            "claim_rush": rush.claim_rush,
            "lapse": lapses.lapse,
            "order_build": orders.order_build,
            "prove": sizes.prove,
            "claim_growth": sizes.claim_growth,
            "api_list": lists.api_list,
            "slow_clients": slow_clients.slow_clients,
        }
        have = stock.prepare(here)
        for name in chosen:
            measures[name](here, have)
        if options.against:
            against.claim_against(here, have, project=options.against.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
