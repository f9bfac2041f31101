"""The pauses of a supervisor: they grow with each failure, and begin anew after a steady minute."""

from dataclasses import dataclass, field

import pytest

from config.embedded import ServerError
from config.supervision import Supervisor


@dataclass
class Script:
    """A part whose ends and failures to start are given."""

    name: str = "part"
    code: int | None = None
    starts: list[Exception | None] = field(default_factory=list)
    restarted: int = 0

    def exit_code(self) -> int | None:
        return self.code

    def restart(self) -> None:
        self.restarted += 1
        if self.starts and (error := self.starts.pop(0)):
            raise error
        self.code = None


def watched(part: Script) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    return Supervisor([part], now=0.0, say=said.append), said


def test_what_runs_is_left_alone():
    supervisor, said = watched(part := Script())
    for now in range(100):
        supervisor.look(now=now)
    assert (part.restarted, said) == (0, [])


def test_what_ends_is_restarted_after_a_second_and_the_console_says_so():
    supervisor, said = watched(part := Script(code=-9))
    supervisor.look(now=5.0)
    supervisor.look(now=5.9)
    assert part.restarted == 0
    supervisor.look(now=6.0)
    assert part.restarted == 1
    assert said == [
        "part 已退出(-9)，1 秒后重新启动。 part ended, restart in 1 s.",
        "part 已重新启动。 part is running again.",
    ]


@pytest.mark.parametrize("error", [ServerError("no shared memory"), OSError("no such file")])
def test_the_pause_doubles_up_to_half_a_minute_while_it_does_not_start(error):
    supervisor, said = watched(part := Script(code=1, starts=[error] * 7))
    moments = [now / 2 for now in range(400)]
    tries = []
    for now in moments:
        before = part.restarted
        supervisor.look(now=now)
        tries += [now] * (part.restarted - before)
    assert tries == [1.0, 3.0, 7.0, 15.0, 31.0, 61.0, 91.0, 121.0]
    assert "(no s" in said[1]


@pytest.mark.parametrize(("ran", "pause"), [(59.9, 2.0), (60.0, 1.0)])
def test_after_a_steady_minute_the_pause_begins_anew(ran, pause):
    supervisor, _ = watched(part := Script(code=1))
    supervisor.look(now=0.0)
    supervisor.look(now=1.0)
    part.code = 1
    supervisor.look(now=1.0 + ran)
    supervisor.look(now=1.0 + ran + pause - 0.1)
    assert part.restarted == 1
    supervisor.look(now=1.0 + ran + pause)
    assert part.restarted == 2
