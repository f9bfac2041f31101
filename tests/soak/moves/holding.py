"""What a suspension of payments holds, and frees again, in the model."""

from tests.soak.model import Sanction
from tests.soak.world import World

UNSENT = ("pending", "ordered")


def begin(w: World, sanction: Sanction) -> None:
    """Put a measure in force; a suspension takes the party's payments out of unsent orders and holds them."""
    sanction.state = "in_force"
    if sanction.measure != "payments_suspended":
        return
    mine = [row for row in w.payments.values() if row.payee == sanction.party and row.state in UNSENT]
    left = {id(row.order): row.order for row in mine if row.order is not None}
    for row in mine:
        row.state, row.order = "suspended", None
    for order in left.values():
        if not any(row.order is order for row in w.payments.values()):
            order.state = "cancelled"


def end(w: World, sanction: Sanction, state: str) -> None:
    """End or lift a measure; payments held by no other suspension are pending again."""
    sanction.state = state
    if sanction.measure != "payments_suspended" or w.suspended_payee(sanction.party):
        return
    for row in w.payments.values():
        if row.payee == sanction.party and row.state == "suspended":
            row.state = "pending"
