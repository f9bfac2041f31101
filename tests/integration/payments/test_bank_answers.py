"""The bank's answers to orders: previewed, imported once, settled line by line; what fits nothing is kept."""

import base64

import pytest
from django.db import IntegrityError, transaction

from core.database.transactions import write
from core.models import Event
from core.personal_data.encryption import decrypt
from core.values.errors import DomainError
from payments.models import BankAnswer, BankAnswerLine, Payment, PaymentOrder
from payments.services import bank_answers as service
from payments.services.orders import approve_order, prepare_order
from payments.services.payments import retry_payment
from payments.services.sending import export_order
from redemptions.models import Redemption, RedemptionBatch
from tests.factories import batches as make
from tests.factories import conflicts
from tests.factories.bank_answers import attempts, imported, line, opened, table
from tests.factories.outcomes import broken
from vouchers.models import Coupon, Movement

pytestmark = pytest.mark.django_db

TABLES = (Event, Payment, PaymentOrder, BankAnswer, BankAnswerLine, Movement)


def sent(*amounts):
    """A sent order of payments with these amounts, and its attempts."""
    order_id = make.sent(*(make.payable(amount) for amount in amounts))
    return order_id, attempts(order_id)


def states(order_id):
    return list(Payment.objects.filter(order=order_id).order_by("pk").values_list("state", flat=True))


def verdicts(answer):
    return list(BankAnswerLine.objects.filter(answer=answer).order_by("row").values_list("verdict", flat=True))


def stored():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def refused(call, code):
    before = stored()
    with pytest.raises(DomainError) as caught:
        call()
    assert (caught.value.code, stored()) == (code, before)
    return caught.value


def test_an_answer_pays_fails_and_leaves_open():
    order_id, (one, two, three) = sent("1000.00", "2000.00", "3000.00")
    answer = imported(order_id, line(one), line(two, "失败", reason="账号户名不符"), line(three, "处理中"))
    assert (states(order_id), verdicts(answer)) == (["paid", "failed", "sent"], ["paid", "failed", "pending"])
    assert Payment.objects.get(pk=two.payment_id).failure_reason == "账号户名不符"
    assert Redemption.objects.get(pk=one.payment.subject_id).state == "paid"
    assert PaymentOrder.objects.get().state == "exported" and broken() == []


def test_the_last_answer_reconciles_the_order_and_closes_the_batch():
    order_id, (one,) = sent("1000.00")
    imported(order_id, line(one, "PENDING"))
    imported(order_id, line(one, "PAYOUT"))
    assert (PaymentOrder.objects.get().state, states(order_id)) == ("reconciled", ["paid"])
    assert RedemptionBatch.objects.get().state == "closed"
    assert set(Coupon.objects.values_list("state", flat=True)) == {"paid"} and broken() == []


def test_two_redemptions_of_one_batch_are_paid_by_one_answer():
    rows = [make.redemption("1000.00"), make.redemption("2000.00")]
    make.approve(make.publicised(*rows))
    order_id = make.sent(*Payment.objects.order_by("pk"))
    imported(order_id)
    assert (states(order_id), RedemptionBatch.objects.get().state) == (["paid", "paid"], "closed")
    assert broken() == []


def test_lines_that_fit_nothing_are_kept_and_change_no_payment():
    order_id, (one, two) = sent("1000.00", "2000.00")
    _, (other,) = sent("500.00")
    answer = imported(
        order_id,
        line(one, number="X"),
        line(one, number="ZF2026-9999999-1"),
        line(one, number=one.number.replace("2026", "2025")),
        line(other),
        line(one, amount="999.99"),
        line(one, amount="-1000.00"),
        line(one, "天知道"),
        line(two),
        line(two, "失败"),
        line(one)[:30],
    )
    expected = ["unknown_number"] * 3 + ["other_order", "other_amount", "no_amount", "no_outcome", "doubled", "doubled"]
    assert verdicts(answer) == [*expected, "cut"]
    assert (states(order_id), Payment.objects.get(pk=other.payment_id).state) == (["sent", "sent"], "sent")
    assert broken() == []


def test_the_same_file_twice_is_refused():
    order_id, (one,) = sent("1000.00")
    imported(order_id, line(one))
    again = {"file": opened(table(line(one))), "actor_id": make.someone("finance"), "at": make.OVER}
    earlier = BankAnswer.objects.get()
    error = refused(lambda: service.import_answer(order_id=order_id, **again), "bank_answer_once")
    assert error.params == {"name": earlier.file_name, "at": earlier.imported_at.isoformat()}


def test_one_line_in_two_files_changes_nothing_the_second_time():
    order_id, (one, two) = sent("1000.00", "2000.00")
    imported(order_id, line(one))
    moved = Movement.objects.count()
    answer = imported(order_id, line(one), line(two, "处理中"))
    assert (verdicts(answer), states(order_id)) == (["repeated", "pending"], ["paid", "sent"])
    assert (Movement.objects.count(), Event.objects.filter(type="payment.paid").count()) == (moved, 1)


def test_one_line_twice_in_one_file_settles_once():
    order_id, (one,) = sent("1000.00")
    answer = imported(order_id, line(one), line(one))
    assert (verdicts(answer), states(order_id), broken()) == (["paid", "repeated"], ["paid"], [])


@pytest.mark.parametrize(("first", "second"), [("成功", "失败"), ("失败", "成功")])
def test_an_answer_against_the_recorded_one_is_listed_and_changes_nothing(first, second):
    order_id, (one,) = sent("1000.00")
    imported(order_id, line(one, first))
    before = states(order_id)
    assert (verdicts(imported(order_id, line(one, second))), states(order_id)) == (["contradicts"], before)


def test_an_old_file_settles_no_later_attempt():
    order_id, (one,) = sent("1000.00")
    imported(order_id, line(one, "失败", reason="账户已销户"))
    finance = make.someone("finance")
    retry_payment(payment_id=one.payment_id, actor_id=finance, at=make.OVER)
    order = prepare_order(payment_ids=[one.payment_id], actor_id=finance, at=make.OVER)
    approve_order(order_id=order.pk, actor_id=make.someone("approver"), at=make.OVER)
    export_order(order_id=order.pk, actor_id=finance, at=make.OVER)
    assert verdicts(imported(order_id, line(one))) == ["contradicts"]
    assert verdicts(imported(order.pk, line(one), line(attempts(order.pk)[0]))) == ["other_order", "paid"]
    assert (states(order.pk), broken()) == (["paid"], [])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding):
    order_id, (one,) = sent("1000.00")
    data = table(line(one, "失败", reason="户名“示例”不符"), encoding=encoding)
    service.import_answer(file=opened(data), order_id=order_id, actor_id=make.someone("finance"), at=make.OVER)
    assert Payment.objects.get().failure_reason == "户名“示例”不符"


def test_the_text_of_cib():
    order_id, (one, two) = sent("1000.00", "2000.00")
    lines = [
        f'1|{one.account.last_four}|1000.00|示"例||行|N|兑现|{one.number}|9|PAYOUT|',
        f"2|{two.account.last_four}|2000.00|示例||行|N|兑现|{two.number}|9|FAIL|户名错",
    ]
    file = opened("\n".join(lines).encode("gb18030"), code="cib")
    service.import_answer(file=file, order_id=order_id, actor_id=make.someone("finance"), at=make.OVER)
    assert states(order_id) == ["paid", "failed"]


def test_a_file_cut_in_half_settles_its_whole_lines():
    order_id, (one, two) = sent("1000.00", "2000.00")
    data = table(line(one), line(two))
    half = data[: data.rindex(two.number.encode()) + len(two.number) + 8]
    answer = service.import_answer(file=opened(half), order_id=order_id, actor_id=make.someone("finance"), at=make.OVER)
    assert (verdicts(answer), states(order_id)) == (["paid", "cut"], ["paid", "sent"])


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"a,b\n1,2\n", "bank_answer_columns"), (table(), "bank_answer_empty"), (b"\x00\x01", "file_kind")],
)
def test_a_file_that_is_no_answer_is_refused(data, code):
    order_id, _ = sent("1000.00")
    finance = make.someone("finance")
    refused(lambda: service.import_answer(file=opened(data), order_id=order_id, actor_id=finance, at=make.OVER), code)


def test_an_order_that_was_not_sent_has_no_answer():
    payment, finance = make.payable("1000.00"), make.someone("finance")
    order = prepare_order(payment_ids=[payment.pk], actor_id=finance, at=make.OVER)
    file = opened(table("ZF2026-0000001-1,1,x,1.00,成功,"))
    who = {"file": file, "actor_id": finance, "at": make.OVER}
    refused(lambda: service.import_answer(order_id=order.pk, **who), "illegal_state")
    refused(lambda: service.import_answer(order_id=10**9, **who), "not_found")


def test_a_preview_says_what_the_import_will_do_and_writes_nothing():
    order_id, (one, two) = sent("1000.00", "2000.00")
    file, finance = opened(table(line(one), line(one), line(two, amount="1.00"))), make.someone("finance")
    before = stored()
    seen = service.preview_answer(file=file, order_id=order_id, actor_id=finance, at=make.OVER)
    previewed = [each.verdict for each in seen]
    assert (previewed, stored()) == (["paid", "repeated", "other_amount"], before)
    answer = service.import_answer(file=file, order_id=order_id, actor_id=make.someone("finance"), at=make.OVER)
    assert verdicts(answer) == previewed


def test_the_file_is_kept_encrypted_with_its_hash():
    order_id, (one,) = sent("1000.00")
    data = table(line(one))
    answer = imported(order_id, line(one))
    kept = base64.b64decode(decrypt(bytes(answer.content_encrypted), context=f"bank_answer:{order_id}"))
    assert (kept, answer.sha256, answer.size) == (data, opened(data).sha256, len(data))


def test_a_person_with_a_conflict_leaves_the_answer_to_another():
    order_id, (one, _) = sent("1000.00", "2000.00")
    tied = conflicts.tied("finance", one.payment.payee).user_id
    who = {"file": opened(table(line(one))), "order_id": order_id, "actor_id": tied, "at": make.OVER}
    refused(lambda: service.preview_answer(**who), "conflict_of_interest")
    refused(lambda: service.import_answer(**who), "conflict_of_interest")


def test_a_large_file_is_settled_chunk_by_chunk_and_continued_after_a_stop(monkeypatch):
    order_id, _ = sent("1000.00", "2000.00", "3000.00")
    monkeypatch.setattr(service, "CHUNK", 1)
    answer = imported(order_id)
    assert (verdicts(answer), states(order_id)) == (["paid", "waiting", "waiting"], ["paid", "sent", "sent"])
    done = []
    assert service.settle_answers(at=make.OVER, progress=done.append) == {"settled": 2}
    assert (states(order_id), done, broken()) == (["paid"] * 3, [1, 1], [])
    assert service.settle_answers(at=make.OVER, progress=done.append) == {"settled": 0}
    assert Event.objects.get(type="payment_order.answer_settled").data["unmatched"] == 0


def test_the_database_keeps_lines_and_settles_an_attempt_once():
    order_id, (one,) = sent("1000.00")
    answer = imported(order_id, line(one))
    row = BankAnswerLine.objects.get()
    tries = [
        lambda: BankAnswerLine.objects.update(verdict="failed"),
        lambda: BankAnswerLine.objects.update(amount="1.00"),
        row.delete,
        lambda: BankAnswer.objects.update(file_name="x"),
        lambda: BankAnswerLine.objects.create(answer=answer, row=9, verdict="paid", attempt=one, settled_at=make.OVER),
    ]
    for each in tries:
        with pytest.raises(IntegrityError), transaction.atomic():
            write(each)()
