"""Files for the bank: made once with the attempts of an order, opened again as the same bytes."""

import hashlib
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from python_calamine import CalamineWorkbook

from core.models import Event
from core.values.errors import DomainError
from payments.models import BankFile, PayeeAccount, Payment, PaymentAttempt, PaymentOrder
from payments.rules.payee_accounts import AccountKind
from payments.services import orders, sending
from payments.services.bank_files import open_bank_file
from payments.services.payments import retry_payment
from tests.factories import batches as make
from tests.factories import conflicts, payee_accounts
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db

TABLES = (Event, Payment, PaymentOrder, PaymentAttempt, BankFile)
WALLET = {"kind": AccountKind.WALLET, "number": "0034600012345678", "bank_code": "", "bank_name": "示例银行"}


def due(amount="1000.00", **account):
    """A pending payment whose payee has an account with these details."""
    row = make.redemption(amount)
    make.approve(make.publicised(row))
    payment = Payment.objects.get(subject_id=row.pk)
    entered = payee_accounts.entered(payment.payee_id, **account)
    finance, number = make.someone("finance"), account.get("number", payee_accounts.NUMBER)
    payee_accounts.check_account(account_id=entered.pk, number=number, actor_id=finance, at=make.MONDAY)
    return payment


def approved(*payments):
    ids = [payment.pk for payment in payments]
    order = orders.prepare_order(payment_ids=ids, actor_id=make.someone("finance"), at=make.OVER)
    return orders.approve_order(order_id=order.pk, actor_id=make.someone("approver"), at=make.OVER)


def send(order, code="csv_utf8", who=0):
    finance = who or make.someone("finance")
    return sending.export_order(order_id=order.pk, format_code=code, actor_id=finance, at=make.OVER)


def opened(order):
    return open_bank_file(order_id=order.pk, actor_id=make.someone("finance"), at=make.OVER)


def refused(call, *codes):
    before = [list(table.objects.order_by("pk").values()) for table in TABLES]
    with pytest.raises(DomainError) as caught:
        call()
    assert [each.code for each in caught.value.refusals] == [*codes]
    assert [list(table.objects.order_by("pk").values()) for table in TABLES] == before


def test_a_csv_has_the_attempts_in_order_with_plain_digits_and_capitals():
    first, second = due("16409.02"), due("0.50", number="0000-1234-5678")
    order = send(approved(first, second), "csv_gb18030")
    lines = opened(order).content.decode("gb18030").splitlines()
    holder = PayeeAccount.objects.get(party=first.payee_id).holder
    assert lines[0] == "流水号,收款账号,收款户名,开户行,联行号,金额,金额大写,用途"
    assert lines[1] == (
        f"{first.number}-1,{payee_accounts.NUMBER},{holder},示例银行中关村支行,999100000011,16409.02,"
        f"人民币壹万陆仟肆佰零玖元零贰分,{first.label}"
    )
    assert lines[2].split(",")[1] == "0000-1234-5678" and lines[2].split(",")[6] == "人民币伍角整" and len(lines) == 3


def test_an_xlsx_keeps_digits_as_text_and_amounts_as_numbers():
    order = send(approved(due("50000.00")), "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(opened(order).content)).get_sheet_by_index(0).to_python()
    assert (book[1][1], book[1][4], book[1][5]) == (payee_accounts.NUMBER, "999100000011", 50000.0)


def test_a_file_is_opened_as_the_same_bytes_and_each_time_recorded():
    order = send(approved(due()), "xlsx")
    first, second = opened(order), opened(order)
    file = BankFile.objects.get()
    assert first == second and hashlib.sha256(first.content).hexdigest() == file.sha256
    assert (first.name, file.size) == (f"{order.number}-xlsx.xlsx", len(first.content))
    assert Event.objects.filter(type="payment_order.file_opened", subject_id=order.pk).count() == 2


def test_a_file_is_stored_encrypted_and_has_no_number_in_the_clear():
    order = send(approved(due()))
    assert payee_accounts.NUMBER.encode() in opened(order).content
    assert payee_accounts.NUMBER.encode() not in bytes(BankFile.objects.get().content_encrypted)


def test_an_order_that_is_not_sent_has_no_file():
    order = approved(due())
    finance = make.someone("finance")
    refused(lambda: open_bank_file(order_id=order.pk, actor_id=finance, at=make.OVER), "illegal_state")
    refused(lambda: open_bank_file(order_id=10**9, actor_id=finance, at=make.OVER), "not_found")


def test_each_attempt_has_a_number_of_its_own():
    payment = due()
    send(approved(payment))
    finance = {"payment_id": payment.pk, "actor_id": make.someone("finance"), "at": make.OVER}
    make.say(payment.pk, "失败", reason="户名不符")
    retry_payment(**finance)
    order = send(approved(payment))
    assert f"{payment.number}-2" in opened(order).content.decode("utf-8-sig")
    make.say(payment.pk, "成功")
    shown = PaymentAttempt.objects.order_by("pk").values_list("ordinal", "position", "amount")
    assert (list(shown), broken()) == ([(1, 1, Decimal("1000.00")), (2, 1, Decimal("1000.00"))], [])


def test_a_character_that_the_encoding_lacks_is_refused_and_nothing_is_sent():
    order, finance = approved(due(holder="示例𠮷院", holder_reason="曾用名")), make.someone("finance")
    refused(lambda: send(order, "csv_gbk", finance), "bank_file_character")
    assert send(order, "csv_gb18030").state == "exported"


def test_wallets_have_orders_and_formats_of_their_own():
    account, wallet, finance = due(), due(**WALLET), make.someone("finance")
    ids = [account.pk, wallet.pk]
    order = {"payment_ids": ids, "actor_id": finance, "at": make.OVER}
    refused(lambda: orders.prepare_order(**order), "payment_account_kinds")
    own = approved(wallet)
    refused(lambda: send(own, "csv_utf8", finance), "bank_file_format")
    lines = opened(send(own, "ecny_csv")).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("流水号,钱包编号") and lines[1].split(",")[1] == "0034600012345678"


def test_a_format_that_there_is_none_is_refused():
    order, finance = approved(due()), make.someone("finance")
    refused(lambda: send(order, "pdf", finance), "bank_file_format")


def broken_by(sql, *values):
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute(sql, values)
    return caught.value.__cause__.diag.constraint_name


def test_an_order_is_not_sent_without_its_file():
    order = approved(due())
    sql = "UPDATE payments_paymentorder SET state = 'exported' WHERE id = %s"
    assert broken_by(sql, order.pk) == "order_exported_has_file"


def test_a_payment_is_not_sent_without_an_attempt():
    payment = due()
    approved(payment)
    assert (
        broken_by("UPDATE payments_payment SET state = 'sent' WHERE id = %s", payment.pk) == "payment_sent_has_attempt"
    )


@pytest.mark.parametrize(
    ("table", "column", "name"),
    [
        ("payments_bankfile", "sha256", "bank_file_append_only"),
        ("payments_paymentattempt", "amount", "payment_attempt_append_only"),
    ],
)
def test_files_and_attempts_are_never_changed(table, column, name):
    send(approved(due()))
    assert broken_by(f"UPDATE {table} SET {column} = {column}") == name


def test_a_file_that_does_not_have_its_hash_is_not_given_out():
    order, finance = send(approved(due())), make.someone("finance")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = 'replica'")
        cursor.execute("UPDATE payments_bankfile SET sha256 = repeat('0', 64)")
        cursor.execute("RESET session_replication_role")
    refused(lambda: open_bank_file(order_id=order.pk, actor_id=finance, at=make.OVER), "bank_file_damaged")


def test_who_is_tied_to_a_payee_opens_no_file_of_its_numbers():
    payment = due()
    order = approved(payment)
    send(order)
    tied = conflicts.tied("finance", payment.payee).user_id
    refused(lambda: open_bank_file(order_id=order.pk, actor_id=tied, at=make.OVER), "conflict_of_interest")
    assert not Event.objects.filter(type="payment_order.file_opened").exists()
