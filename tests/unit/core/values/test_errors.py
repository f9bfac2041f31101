import pytest

from core.values.errors import DomainError, Refusal, Refused


def test_an_error_is_its_own_single_refusal():
    error = DomainError("annual_limit", field="amount", kind="refused", left="0.00")
    assert error.refusals == (Refusal(code="annual_limit", params={"left": "0.00"}, field="amount"),)
    assert error.args == ("annual_limit", {"left": "0.00"})


def test_an_error_without_more_is_an_invalid_request_about_no_field():
    error = DomainError("amount")
    assert (error.kind, error.field, error.params) == ("invalid", None, {})


def test_a_refusal_without_more_is_about_no_field():
    assert (Refusal(code="region").params, Refusal(code="region").field) == ({}, None)


def test_a_refusal_carries_every_reason_in_order():
    reasons = [Refusal(code="region"), Refusal(code="staff", params={"limit": 500})]
    error = Refused(reasons)
    assert (error.code, error.kind, str(error)) == ("region", "refused", "region, staff")
    assert error.refusals == tuple(reasons)


def test_the_first_reason_stands_for_all():
    error = Refused([Refusal(code="staff", params={"limit": 500}, field="staff"), Refusal(code="region")])
    assert (error.code, error.field, error.params) == ("staff", "staff", {"limit": 500})


def test_several_reasons_may_make_a_request_invalid():
    assert Refused([Refusal(code="staff"), Refusal(code="region")], kind="invalid").kind == "invalid"


def test_a_refusal_without_reasons_is_a_defect():
    with pytest.raises(ValueError, match="at least one"):
        Refused([])
