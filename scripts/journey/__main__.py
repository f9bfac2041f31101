"""Play the year; exit 0 with `books proven` as the last line, or 1 with the expected and the actual answer."""

import sys
import time

from config.demo import DemoError
from config.embedded import ServerError
from scripts.journey.instance import CommandFailed, fresh_instance
from scripts.journey.play import Deviation, Play
from scripts.journey.year import play_year


def main() -> int:
    begun = time.monotonic()
    try:
        with fresh_instance() as instance:
            play_year(Play(site=instance))
            proof = instance.manage("prove")
    except Deviation as deviation:
        print(f"\n与预期不符 / not as expected\n{deviation}", file=sys.stderr)
        return 1
    except (DemoError, ServerError, CommandFailed) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n全年用时 {time.monotonic() - begun:.0f} 秒。对账：\n{proof}", end="")
    return 0 if proof.endswith("books proven\n") else 1


if __name__ == "__main__":
    sys.exit(main())
