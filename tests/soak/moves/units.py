"""Open units: exits and striking off."""

from datetime import timedelta

from facilities.services.units import announce_exit, strike_off_unit
from tests.soak.days import months_on
from tests.soak.moves import often, state
from tests.soak.world import World


def _left(w: World) -> int:
    return sum(row.state == "admitted" for row in w.units.values())


@often(3)
def strike_off(w: World) -> None:
    row = w.rng.choice(list(w.units.values()))
    if not w.chance(0.1) or (row.state == "admitted" and _left(w) < 3):
        return

    def effect(_) -> None:
        row.state = "struck_off"
        w.struck.append((row.pk, w.today))

    w.attempt(
        "strike_off_unit",
        strike_off_unit,
        why=state(row, "admitted", "exiting"),
        effect=effect,
        unit_id=row.pk,
        reason="弄虚作假",
        actor_id=w.rng.choice(w.approvers),
    )


@often(3)
def leave(w: World) -> None:
    """Announce an exit a month ahead, counted backwards, never rolled."""
    row = w.rng.choice(list(w.units.values()))
    if not w.chance(0.1) or (row.state == "admitted" and _left(w) < 3):
        return
    leaves_on = months_on(w.today, 1) + timedelta(days=w.rng.choice((-1, 0, 0, 1, 3)))

    def effect(_) -> None:
        row.state, row.leaves_on = "exiting", leaves_on

    w.attempt(
        "announce_exit",
        announce_exit,
        why=state(row, "admitted") | ({"exit_notice"} if w.today > months_on(leaves_on, -1) else set()),
        effect=effect,
        unit_id=row.pk,
        leaves_on=leaves_on,
        reason="业务调整",
        actor_id=w.rng.choice(w.officers),
    )
