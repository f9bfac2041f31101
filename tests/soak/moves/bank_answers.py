"""The bank's answers: imported in any order and twice, entered by hand by two persons, and returns of paid money."""

from core.files.uploads import Accepted
from core.models import Attachment
from payments.models import PaymentAttempt
from payments.rules.bank_answers import AnswerOutcome
from payments.services.bank_answers import import_answer
from payments.services.manual_answers import confirm_answer, enter_answer, refuse_answer
from tests.factories.batches import answer_file
from tests.soak.model import ManualAnswer, Order, Payment
from tests.soak.moves import often, state
from tests.soak.moves.decisions import close_finished
from tests.soak.moves.finding import coupons_of, pick
from tests.soak.world import World

SAID = {"成功": "paid", "失败": "failed", "退汇": "returned", "处理中": "pending"}
ALLOWED = {"sent": ("paid", "failed"), "paid": ("returned",)}


def _reconcile(w: World, order: Order) -> None:
    waiting = [row for row in w.payments.values() if row.order is order and row.state in ("ordered", "sent")]
    if order.state == "exported" and not waiting:
        order.state = "reconciled"


def pay(w: World, row: Payment) -> None:
    redemption = row.redemption
    row.state = redemption.state = "paid"
    w.enter("paid", row)
    for coupon in coupons_of(w, redemption.contract, "approved"):
        w.books.pay(coupon)
    redemption.contract.state = "closed"
    if redemption.batch:
        redemption.batch.state = "paying" if redemption.batch.state == "approved" else redemption.batch.state
        close_finished(w, redemption.batch)


def give_back(w: World, row: Payment) -> None:
    """The bank returns what it paid."""
    redemption = row.redemption
    row.state, redemption.state = "failed", "final"
    w.enter("returned", row)
    for coupon in coupons_of(w, redemption.contract, "paid"):
        w.books.take_back(coupon)
        coupon.round.state = "closed" if coupon.round.state == "settled" else coupon.round.state
    if redemption.batch and redemption.batch.state == "closed":
        redemption.batch.state = "paying"


def settle(w: World, row: Payment, outcome: str) -> None:
    """What an answer about the last attempt of a payment changes."""
    assert row.order is not None
    if row.state == "paid" and outcome == "returned":
        give_back(w, row)
    if row.state != "sent" or outcome == "pending":
        return
    if outcome == "paid":
        pay(w, row)
    else:
        row.state = "failed"
        w.enter("failed", row)
    _reconcile(w, row.order)


@often(80)
def answer(w: World) -> None:
    """Import an answer about any attempt of a payment, mostly the last one, which is mostly sent."""
    row = pick(w, w.payments, "sent")
    attempts = (
        list(PaymentAttempt.objects.select_related("payment").filter(payment=row.pk).order_by("pk")) if row else []
    )
    if row is None or not attempts:
        return
    attempt = attempts[-1] if w.chance(0.9) else w.rng.choice(attempts)
    said = w.rng.choices(list(SAID), [70, 12, 14, 4])[0]
    file = answer_file((attempt.number, attempt.amount, said, f"说明{len(w.log)}"))
    last = row.order is not None and row.order.pk == attempt.order_id
    w.answered.append((row, attempt.order_id, file))
    w.attempt(
        "import_answer",
        import_answer,
        why=(),
        effect=lambda _: settle(w, row, SAID[said]) if last else None,
        file=file,
        order_id=attempt.order_id,
        actor_id=w.rng.choice(w.finance),
    )


@often(12)
def give_back_by_file(w: World) -> None:
    """Import a return of a paid payment."""
    row = w.pick([row for row in w.payments.values() if row.state == "paid"])
    if row is None or row.order is None:
        return
    attempt = PaymentAttempt.objects.select_related("payment").get(payment=row.pk, order=row.order.pk)
    file = answer_file((attempt.number, attempt.amount, "退汇", f"退汇{len(w.log)}"))
    w.attempt(
        "import_return",
        import_answer,
        why=(),
        effect=lambda _: give_back(w, row),
        file=file,
        order_id=row.order.pk,
        actor_id=w.rng.choice(w.finance),
    )


@often(6)
def answer_twice(w: World) -> None:
    """Import a file that was imported before."""
    if not w.answered:
        return
    _, order_id, file = w.rng.choice(w.answered)
    actor_id = w.rng.choice(w.finance)
    w.attempt("import_twice", import_answer, why={"bank_answer_once"}, file=file, order_id=order_id, actor_id=actor_id)


@often(20)
def enter(w: World) -> None:
    row = pick(w, w.payments, "sent", "paid")
    if row is None:
        return
    outcome, order = w.rng.choice(["paid", "paid", "failed", "returned"]), row.order
    was_sent = order is not None and order.state in ("exported", "reconciled")
    why: set[str] = set()
    if not was_sent:
        why = {"illegal_state"}
    elif any(each.state == "entered" and each.order is order and each.payment is row for each in w.manual.values()):
        why = {"manual_answer_open"}
    elif row.state not in ALLOWED:
        why = {"illegal_state"}
    elif outcome not in ALLOWED[row.state]:
        why = {"answer_outcome"}
    actor = w.rng.choice(w.finance)

    def effect(made) -> None:
        paper = Attachment.objects.get(owner_kind="manual_answer", owner_id=made.pk)
        assert order is not None
        w.manual[made.pk] = ManualAnswer(made.pk, row, order, outcome, actor, paper.pk)

    text = str(len(w.log)).encode()
    w.attempt(
        "enter_answer",
        enter_answer,
        why=why,
        effect=effect,
        payment_id=row.pk,
        outcome=AnswerOutcome(outcome),
        said_on=w.today,
        reason="账户已销户",
        file=Accepted(name="回单.pdf", media_type="application/pdf", data=text, shown=None),
        actor_id=actor,
    )


@often(30)
def decide(w: World) -> None:
    """Confirm or refuse an answer entered by hand, sometimes as the same person, sometimes overtaken by a file."""
    row = pick(w, w.manual, "entered")
    if row is None:
        return
    actor, refuses = w.rng.choice(w.finance), w.chance(0.2)
    before = "paid" if row.outcome == "returned" else "sent"
    why = state(row, "entered")
    if not why and actor == row.entered_by:
        why = {"same_person"}
    if not why and not refuses and (row.payment.state != before or row.payment.order is not row.order):
        why = {"attempt_answered"}

    def effect(_) -> None:
        row.state, row.decided_by = "refused" if refuses else "confirmed", actor
        if not refuses:
            settle(w, row.payment, row.outcome)

    more = {"reason": "回单不清"} if refuses else {"version": None}
    w.attempt(
        "refuse_answer" if refuses else "confirm_answer",
        refuse_answer if refuses else confirm_answer,
        why=why,
        effect=effect,
        answer_id=row.pk,
        actor_id=actor,
        **more,
    )
