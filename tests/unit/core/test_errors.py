import pytest

from core.errors import DomainError, Refusal, Refused


def test_an_error_is_its_own_single_refusal():
    error = DomainError("annual_limit", field="amount", kind="refused", left="0.00")
    assert error.refusals == (Refusal(code="annual_limit", params={"left": "0.00"}, field="amount"),)


def test_a_refusal_carries_every_reason_in_order():
    reasons = [Refusal(code="region"), Refusal(code="staff", params={"limit": 500})]
    error = Refused(reasons)
    assert (error.code, error.kind, str(error)) == ("region", "refused", "region, staff")
    assert error.refusals == tuple(reasons)


def test_a_refusal_without_reasons_is_a_defect():
    with pytest.raises(ValueError, match="at least one"):
        Refused([])
