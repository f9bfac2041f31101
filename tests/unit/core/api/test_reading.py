"""What the API reads: an object has each field once, an id has one spelling."""

import io

import pytest
from rest_framework.exceptions import ParseError, ValidationError

from core.api.parsers import StrictJSONParser
from core.api.serializers import IdField, VersionField


def parse(text: str):
    return StrictJSONParser().parse(io.BytesIO(text.encode()))


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"amount": "1.00", "amount": "2.00"}', "amount"),
        ('{"a": {"b": 1, "c": 2, "b": 1}}', "b"),
        ('[{"a": 1}, {"a": 1, "a": 1}]', "a"),
        ('{"\\u0061": 1, "a": 2}', "a"),
        ('{"\\ud800": 1, "\\ud800": 2}', ""),
    ],
)
def test_a_field_that_is_there_twice_is_refused(text, field) -> None:
    with pytest.raises(ValidationError) as error:
        parse(text)
    assert error.value.get_codes() == {field: "field_twice"}


def test_the_same_name_in_two_objects_is_none_twice() -> None:
    assert parse('{"a": {"a": 1}, "b": [{"a": 2}]}') == {"a": {"a": 1}, "b": [{"a": 2}]}


@pytest.mark.parametrize("text", ["", "{", '{"a": NaN}', "[1e999]"])
def test_what_is_no_json_is_refused(text) -> None:
    with pytest.raises(ParseError):
        parse(text)


@pytest.mark.parametrize("given", [7, "7"])
def test_an_id_is_read(given) -> None:
    assert IdField().run_validation(given) == 7


@pytest.mark.parametrize("given", ["1.0", 1.0, "１", "٣", " 1", "01", "+1", "1e3", 1e3, True, "", [], {}, 0, -1, 2**63])
def test_anything_else_is_no_id(given) -> None:
    with pytest.raises(ValidationError):
        IdField().run_validation(given)
    with pytest.raises(ValidationError):
        VersionField().run_validation(given)


def test_a_version_fits_its_column() -> None:
    assert VersionField().run_validation(str(2**31 - 1)) == 2**31 - 1
    with pytest.raises(ValidationError):
        VersionField().run_validation(2**31)
