"""银行账号与联行号: the forms of account numbers and of the bank codes of the large-value system. Pure."""

import re

from stdnum.iso7064 import mod_11_10

_BANK_CODE = re.compile(r"[0-9]{12}")
_ACCOUNT_NUMBER = re.compile(r"[0-9]+(-[0-9]+)*")
SHORTEST, LONGEST = 9, 32
"""The characters of an account number, hyphens included."""


def is_bank_code(code: str) -> bool:
    """Whether a bank code (联行号) has 12 digits, the last of which is the check digit of ISO 7064 MOD 11,10.

    Only the form is checked: a code of a closed branch passes.
    """
    return _BANK_CODE.fullmatch(code) is not None and bool(mod_11_10.is_valid(code))


def is_account_number(number: str) -> bool:
    """Whether an account number in its normal form consists of 9 to 32 digits, possibly with single hyphens between."""
    return SHORTEST <= len(number) <= LONGEST and _ACCOUNT_NUMBER.fullmatch(number) is not None


def plain_digits(number: str) -> str:
    """Return an account number without hyphens, to compare it with another spelling of it."""
    return number.replace("-", "")
