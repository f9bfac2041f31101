"""Every write about a row with a version takes the version that its sender saw, or is listed with the reason why it need not."""

import pytest
from django.apps import apps

from applicants.models import Enterprise, Team
from core.api.serializers import VersionField
from core.models import CalendarYear
from facilities.models import OpenUnit, Service
from matching.models import Project
from payments.models import ManualAnswer, PaymentOrder
from redemptions.models import Redemption, RedemptionBatch
from tests.world.calls import Call, calls
from tests.world.matrix import by_name
from vouchers.models import Round, ServiceContract

VERSIONED = {
    Round: "round",
    RedemptionBatch: "batch",
    Redemption: "redemption",
    ServiceContract: "contract",
    Service: "service",
    Enterprise: "enterprise",
    Team: "team",
    OpenUnit: "open_unit",
    PaymentOrder: "payment_order",
    ManualAnswer: "manual_answer",
    Project: "project",
}
"""Model of rows with a version → the kind of row in an address."""
FIXED = "its state is the only thing of the row that changes, and the step asks for the state"
OWN = "the sender writes what they name; nothing that another wrote is signed"
BACK = "it takes back or sends back, with a reason; whoever goes on signs anew"
ORDERED = "nothing is added to an order; payments only leave it, each with an event, and the step asks for the state"
WITHOUT = {
    "round-withdraw": BACK,
    "round-refuse": BACK,
    "round-close": FIXED,
    "round-settle": FIXED,
    "round-budget": OWN,
    "batch-collect": OWN,
    "batch-remove": OWN,
    "batch-begin-review": "nothing is decided yet; each item is decided by its own version",
    "batch-send-back": BACK,
    "batch-publish": "the summary was cleared by its version and cannot change after that",
    "batch-refuse": BACK,
    "batch-approve-carried": "the items were publicised as they are; the objections say which of them are decided",
    "redemption-attachments": OWN,
    "redemption-attachment-remove": "a file is kept as it was sent; its removal asks for the state",
    "redemption-appeal": OWN,
    "redemption-waive-appeal": FIXED,
    "contract-drop": BACK,
    "contract-offer": OWN,
    "contract-register": "the terms are those of the contract that both sides signed",
    "contract-amend": OWN,
    "contract-confirm": "one amendment is open at a time",
    "contract-complete": FIXED,
    "contract-accept-results": FIXED,
    "contract-terminate": FIXED,
    "contract-press": OWN,
    "service-record-list": OWN,
    "open-unit-review": FIXED,
    "open-unit-decide": FIXED,
    "open-unit-refuse": BACK,
    "open-unit-publicise": FIXED,
    "open-unit-admit": FIXED,
    "open-unit-exit": FIXED,
    "open-unit-strike-off": FIXED,
    "payment-order-sign": ORDERED,
    "payment-order-approve": ORDERED,
    "payment-order-export": ORDERED,
    "payment-order-cancel": ORDERED,
    "bank-answer-list": "each line is judged under the lock of its payment",
    "manual-answer-refuse": BACK,
    "project-accept": FIXED,
    "project-decline": BACK,
    "project-withdraw": BACK,
}
"""Name of an address → why its write takes no version."""
COMMANDS = [call for call in calls("post") if call.is_keyed]
WRITES = [call for call in COMMANDS if call.kind in VERSIONED.values()]


def takes_version(call: Call) -> bool:
    return "version" in call.serializer_class().fields


def test_every_model_with_a_version_is_known() -> None:
    found = {model for model in apps.get_models() if any(field.name == "version" for field in model._meta.fields)}
    assert found - {CalendarYear} == set(VERSIONED)


@pytest.mark.parametrize("call", WRITES, ids=by_name)
def test_a_write_about_a_versioned_row_requires_the_version_or_has_a_reason(call: Call) -> None:
    assert takes_version(call) is (call.name not in WITHOUT)


def test_no_reason_is_for_a_write_that_is_not_there() -> None:
    assert set(WITHOUT) <= {call.name for call in WRITES}


@pytest.mark.parametrize("call", [call for call in COMMANDS if takes_version(call)], ids=by_name)
def test_a_version_is_never_optional(call: Call) -> None:
    field = call.serializer_class().fields["version"]
    assert isinstance(field, VersionField)
    assert (field.required, field.allow_null) == (True, False)
