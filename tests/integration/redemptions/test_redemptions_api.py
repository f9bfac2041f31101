"""Redemptions and their files over the API: the normal course, invalid input, and visibility for each party."""

from uuid import uuid4

import pytest

from core.models import Attachment, Event
from redemptions.models import Invoice, Redemption
from tests import files
from tests.factories import batches
from tests.factories.api import Caller
from tests.factories.contracts import acting, staff, unit
from tests.factories.redemptions import (
    DONE,
    KINDS,
    bring,
    complete,
    contract,
    draft,
    enter,
    invoice,
    operator,
    submit,
    submitted,
)
from tests.factories.rounds import round_

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def done(time_machine, settings, tmp_path):
    """The day after the contract's end, 09:00 in Beijing."""
    time_machine.move_to(DONE, tick=False)
    settings.MEDIA_ROOT = tmp_path


def of_unit(row):
    return Caller(operator(row))


def applicant(row):
    return Caller(acting(row.applicant, "applicant_operator"))


def officer():
    return Caller(staff("case_officer"))


def seen(row):
    """Return the version that a page of the redemption shows, as a command sends it."""
    return {"version": Redemption.objects.get(pk=row.pk).version}


def codes(answer):
    return [error["code"] for error in answer.json()["errors"]]


def upload(caller, row, *, name="报告.pdf", data=None, kind="result", key=""):
    body = {"kind": kind, "file": files.upload(name, files.pdf() if data is None else data)}
    headers = {**caller.headers, "Idempotency-Key": key or str(uuid4())}
    path = f"/api/v1/redemptions/{row.pk}/attachments/"
    return caller.client.post(path, body, format="multipart", headers=headers)


def plain(facts):
    shown = {name: str(getattr(facts, name)) for name in facts.__slots__}
    return shown | {"issued_on": facts.issued_on.isoformat()}


def test_a_redemption_goes_from_its_draft_to_the_formal_check():
    row = contract("50000.00")
    caller = of_unit(row)
    made = caller.post("redemptions/", {"contract": row.pk})
    assert (made.status_code, made.json()["state"], made.json()["redeem_by"]) == (201, "draft", "2026-06-22")
    path, redemption = f"redemptions/{made.json()['id']}/", Redemption.objects.get()
    amounts = {"actual_amount": "90000.00", "own_payment": "45000.00", "version": 1}
    changed = caller.post(f"{path}update/", amounts).json()
    assert (changed["payable"], changed["version"]) == ("45000.00", 2)
    redemption.refresh_from_db()
    entered = caller.post(f"{path}invoices/", {"invoices": [plain(invoice(redemption))], "version": 2}).json()
    assert [upload(caller, redemption, kind=kind, data=files.pdf(kind)).status_code for kind in KINDS] == [
        201,
        201,
        201,
        201,
    ]
    sent = caller.post(f"{path}submit/", {"version": entered["version"]}).json()
    assert sent["state"] == "submitted"
    assert officer().post(f"{path}accept/", {"version": sent["version"]}).json()["state"] == "accepted"


def test_a_return_is_answered_with_its_day():
    row = submitted()
    body = {"reason": "缺少盖章页", "fault": "unit", **seen(row)}
    answer = officer().post(f"redemptions/{row.pk}/return/", body).json()
    assert (answer["state"], answer["correct_by"], answer["fault"]) == ("returned", "2026-06-04", "unit")


def test_a_withdrawal_is_the_units_fault_unless_said_otherwise():
    row = submitted()
    answer = of_unit(row).post(f"redemptions/{row.pk}/withdraw/", {"reason": "金额有误", **seen(row)}).json()
    assert (answer["state"], answer["fault"]) == ("withdrawn", "unit")


def test_a_refusal_names_everything_in_the_readers_language():
    row = draft()
    caller = of_unit(row)
    caller.headers["Accept-Language"] = "en"
    answer = caller.post(f"redemptions/{row.pk}/submit/", seen(row))
    assert (answer.status_code, codes(answer)) == (409, ["invoice_total", "evidence_missing"])
    assert answer.json()["title"] == "The invoices sum up to 0.00 yuan, less than the 100,000.00 required."


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("", {}, "required"),
        ("", {"contract": "x"}, "invalid"),
        ("", {"contract": 2**63}, "invalid"),
        ("update/", {"actual_amount": 1.5}, "invalid"),
        ("update/", {"actual_amount": "NaN"}, "invalid"),
        ("update/", {"actual_amount": "1.001"}, "invalid"),
        ("update/", {"actual_amount": "1" * 13}, "invalid"),
        ("update/", {"actual_amount": "1.00", "state": "paid"}, "unknown_field"),
        ("invoices/", {"invoices": "x"}, "invalid"),
        ("invoices/", {"invoices": [{"number": "1"}]}, "required"),
        ("withdraw/", {"reason": "x", "fault": "nobody"}, "invalid"),
        ("withdraw/", {"reason": "x" * 501}, "invalid"),
        ("submit/", {"version": 0}, "invalid"),
        ("submit/", {"version": None}, "invalid"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_written(path, body, code):
    client = of_unit(row := draft())
    body = {**seen(row), **body} if path else body
    events = Event.objects.count()
    answer = client.post(f"redemptions/{row.pk}/{path}" if path else "redemptions/", body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert Event.objects.count() == events


def test_a_stale_version_is_a_conflict():
    row = draft()
    answer = of_unit(row).post(f"redemptions/{row.pk}/update/", {"actual_amount": "1.00", "version": 7})
    assert (answer.status_code, codes(answer)) == (409, ["stale_version"])


def test_one_invoice_of_several_is_named_by_its_place():
    row = draft()
    bad = plain(invoice(row)) | {"seller_uscc": "91110108MA0000019E"}
    answer = of_unit(row).post(f"redemptions/{row.pk}/invoices/", {"invoices": [plain(invoice(row)), bad], **seen(row)})
    assert answer.json()["errors"][0]["field"] == "invoices[1].seller_uscc"
    assert Invoice.objects.count() == 0


# Files


def test_an_upload_is_answered_with_what_is_known_of_it():
    answer = upload(of_unit(row := draft()), row, name="../报\u202e告.pdf")
    assert answer.status_code == 201
    assert (answer.json()["name"], answer.json()["kind"], answer.json()["media_type"]) == (
        "报告.pdf",
        "result",
        "application/pdf",
    )


@pytest.mark.parametrize(
    ("name", "data", "kind", "status", "code"),
    [
        ("a.pdf", b"", "result", 400, "file_empty"),
        ("a.pdf", b"MZ", "result", 400, "file_content"),
        ("a.exe", b"MZ", "result", 400, "file_extension"),
        ("a.png", files.image(), "contract", 400, "file_extension"),
        ("a.pdf", files.pdf(), "acceptance", 400, "invalid"),
        ("a.csv", b"1," * 10_500_000, "result", 400, "file_too_large"),
    ],
)
def test_a_wrong_file_is_named_and_leaves_nothing(tmp_path, name, data, kind, status, code):
    row = draft()
    answer = upload(of_unit(row), row, name=name, data=data, kind=kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (Attachment.objects.count(), [path for path in tmp_path.rglob("*") if path.is_file()]) == (0, [])


def test_an_upload_sent_twice_is_kept_once():
    row, key = draft(), str(uuid4())
    caller, data = of_unit(row), files.pdf()
    answers = [upload(caller, row, key=key, data=data) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert Attachment.objects.count() == 1
    other = upload(caller, row, key=key, data=files.pdf("另一份"))
    assert (other.status_code, codes(other)) == (409, ["idempotency_key_reused"])


def test_json_is_no_upload():
    row = draft()
    answer = of_unit(row).post(f"redemptions/{row.pk}/attachments/", {"kind": "result"})
    assert (answer.status_code, codes(answer)) == (415, ["unsupported_media_type"])


def test_a_file_is_given_out_to_be_saved():
    row = draft()
    data = files.pdf()
    kept = upload(of_unit(row), row, data=data).json()
    answer = of_unit(row).get(f"attachments/{kept['id']}/content/")
    assert b"".join(answer.streaming_content) == data
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == str(len(data))


def test_a_disk_that_does_not_answer_is_no_defect(tmp_path):
    row = draft()
    kept = upload(of_unit(row), row).json()
    (tmp_path / "attachments").rename(tmp_path / "unmounted")
    answer = of_unit(row).get(f"attachments/{kept['id']}/content/")
    assert (answer.status_code, codes(answer)) == (503, ["storage_unreadable"])


def test_a_lost_file_is_named_to_its_reader_and_to_the_auditor(tmp_path):
    row = draft()
    kept = upload(of_unit(row), row).json()
    (tmp_path / Attachment.objects.get(pk=kept["id"]).path).unlink()
    answer = of_unit(row).get(f"attachments/{kept['id']}/content/")
    assert (answer.status_code, codes(answer)) == (409, ["file_lost"])
    [line] = Caller(staff("auditor")).get("damaged-evidence/").json()["results"]
    assert (line["owner_id"], line["id"], line["problem"], line["problem_part"]) == (
        row.pk,
        kept["id"],
        "lost",
        "original",
    )


def test_the_list_of_damaged_evidence_is_for_staff():
    assert of_unit(draft()).get("damaged-evidence/").status_code == 403


def test_a_picture_is_shown_encoded_again():
    row = draft()
    data = files.image("PNG", size=(20, 20)) + b"trailer"
    kept = upload(of_unit(row), row, name="图.png", data=data).json()
    original = of_unit(row).get(f"attachments/{kept['id']}/content/")
    shown = of_unit(row).get(f"attachments/{kept['id']}/shown/")
    assert b"".join(original.streaming_content) == data
    assert b"trailer" not in b"".join(shown.streaming_content)
    assert shown.headers["Content-Disposition"].startswith("inline; filename")


def test_a_file_taken_back_is_gone():
    row = draft()
    caller = of_unit(row)
    kept = upload(caller, row).json()
    assert caller.post(f"redemptions/{row.pk}/attachments/{kept['id']}/remove/").status_code == 200
    assert caller.get(f"attachments/{kept['id']}/content/").status_code == 404


# Who sees what


def strangers():
    return {
        "unit": Caller(acting(unit().party, "unit_operator")),
        "applicant": applicant(draft()),
    }


@pytest.mark.parametrize("who", ["unit", "applicant"])
def test_anothers_redemption_is_as_absent(who):
    row = submitted()
    file = Attachment.objects.filter(owner_id=row.pk).first()
    caller = strangers()[who]
    absent = caller.get("redemptions/999999999/")
    for path in (f"redemptions/{row.pk}/", f"attachments/{file.pk}/content/"):
        answer = caller.get(path)
        assert (answer.status_code, answer.json()) == (404, absent.json())
    assert row.pk not in [each["id"] for each in caller.get("redemptions/").json()["results"]]


@pytest.mark.parametrize("path", ["update/", "submit/", "withdraw/", "invoices/"])
def test_another_unit_commands_nothing(path):
    row = draft()
    bodies = {"update/": {"actual_amount": "1.00"}, "withdraw/": {"reason": "x"}, "invoices/": {"invoices": []}}
    answer = strangers()["unit"].post(f"redemptions/{row.pk}/{path}", {**bodies.get(path, {}), **seen(row)})
    assert (answer.status_code, codes(answer)) == (404, ["not_found"])
    assert Redemption.objects.get(pk=row.pk).version == row.version


def test_the_applicant_sees_state_amounts_and_deadlines_but_no_evidence():
    row = submitted()
    shown = applicant(row).get(f"redemptions/{row.pk}/").json()
    assert (shown["state"], shown["payable"], shown["redeem_by"]) == ("submitted", "50000.00", "2026-06-22")
    assert shown["coupons"][0]["state"] == "in_redemption"
    assert shown["evidence"] is None
    file = Attachment.objects.filter(owner_id=row.pk).first()
    assert applicant(row).get(f"attachments/{file.pk}/content/").status_code == 404
    assert applicant(row).get(f"redemptions/{row.pk}/checks/").status_code == 403


@pytest.mark.parametrize("role", ["case_officer", "approver", "finance", "auditor"])
def test_staff_see_everything(role):
    row = submitted()
    shown = Caller(staff(role)).get(f"redemptions/{row.pk}/").json()
    assert [len(shown["evidence"][name]) for name in ("invoices", "attachments")] == [1, 4]


@pytest.mark.parametrize("command", ["accept/", "return/"])
@pytest.mark.parametrize("role", ["approver", "finance", "auditor", "system_admin"])
def test_only_officers_check_the_form(role, command):
    row = submitted()
    body = {"reason": "x", "fault": "unit"} if command == "return/" else {}
    answer = Caller(staff(role)).post(f"redemptions/{row.pk}/{command}", body)
    assert (answer.status_code, Redemption.objects.get(pk=row.pk).state) == (403, "submitted")


def test_a_decision_is_told_to_the_parties_only_when_it_is_made_known():
    row = submitted()
    assert officer().post(f"redemptions/{row.pk}/accept/", seen(row)).status_code == 200
    batches.reviewing(row)
    batches.decide(row, "reject")
    shown = of_unit(row).get(f"redemptions/{row.pk}/").json()
    assert [shown[name] for name in ("decision", "decided_amount", "decision_reason", "fault")] == ["", None, "", ""]
    assert officer().get(f"redemptions/{row.pk}/").json()["decision"] == "reject"


# Lists and the check sheet


def test_a_list_is_filtered():
    of = unit()
    first, second = submitted(contract(of=of)), draft(contract(of=of))
    caller = of_unit(first)

    def found(**query):
        return [each["id"] for each in caller.get("redemptions/", **query).json()["results"]]

    assert found() == [second.pk, first.pk]
    assert found(state="draft") == [second.pk]
    assert found(contract=first.contract_id) == [first.pk]
    assert found(applicant=first.applicant_id) == [first.pk]
    assert found(due_until="2026-06-22") == [second.pk]
    assert found(due_until="2026-06-21") == []


def test_a_list_costs_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    of, open_round = unit(), round_()
    rows = [submitted(contract(of=of, in_round=open_round)) for _ in range(3)]
    caller = of_unit(rows[0])
    with django_assert_num_queries(2):
        assert len(caller.get("redemptions/").json()["results"]) == 3


def test_the_check_sheet_of_a_sound_redemption():
    row = submitted()
    sheet = officer().get(f"redemptions/{row.pk}/checks/").json()
    odd = {line["code"]: line["verdict"] for line in sheet if line["verdict"] != "ok"}
    assert (len(sheet), odd) == (12, {"own_share_paid": "warn", "service_of_unit": "warn"})


def test_the_check_sheet_finds_the_same_file_and_the_same_invoice_elsewhere():
    data = files.pdf("同一份报告")
    first, second = complete(number="26" + "1" * 18), draft()
    upload(of_unit(first), first, data=data)
    upload(of_unit(second), second, data=data, name="又一份.pdf")
    enter(second, invoice(second, number="26" + "1" * 18))
    submit(first)
    sheet = {line["code"]: line for line in of_unit(second).get(f"redemptions/{second.pk}/checks/").json()}
    assert sheet["file_unique"]["detail"] == "相同文件曾在其他申请中提交：又一份.pdf。"
    assert sheet["invoice_unused"]["verdict"] == "fail"
    assert sheet["complete"]["params"]["missing"] == ["contract", "invoice", "payment_proof"]


def test_evidence_is_listed_with_what_was_brought():
    row = draft()
    bring(row, "result", "contract")
    shown = of_unit(row).get(f"redemptions/{row.pk}/").json()
    assert [each["kind"] for each in shown["evidence"]["attachments"]] == ["result", "contract"]
