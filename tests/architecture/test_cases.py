"""Every write of the authority asks for a conflict of interest, or is listed with the reason why it concerns no single party."""

from accounts.rules.roles import STAFF_ROLES, Role
from core.access.checks import ANYBODY, cases, operations, without_case
from core.web.words import WORDS
from tests.world.calls import WRITES, calls
from tests.world.pages import addresses

AUTHORITY = STAFF_ROLES | {Role.EXPERT}


def of_the_authority(operation: str) -> bool:
    """Whether staff or experts may do it for their role, not as anybody."""
    roles = operations().get(operation, frozenset())
    return roles is not ANYBODY and not roles.isdisjoint(AUTHORITY)


def written() -> set[str]:
    """Return the operations of the authority that a command of the API or the form of a page performs."""
    of_api = {call.operation for call in calls(*WRITES)}
    of_pages = {page.operation for page in addresses() if page.is_form}
    return {operation for operation in of_api | of_pages if of_the_authority(operation)}


def test_every_write_of_the_authority_is_in_one_of_the_tables() -> None:
    assert len(written()) > 30
    assert written() - set(cases()) - set(without_case()) == set()


def test_the_tables_list_only_writes_of_the_authority_and_none_twice() -> None:
    assert set(cases()) | set(without_case()) == written()
    assert set(cases()) & set(without_case()) == set()


def test_every_operation_with_a_case_has_a_word() -> None:
    assert set(cases()) - set(WORDS["case_operation"]) == set()


def test_every_operation_without_a_case_has_a_reason() -> None:
    assert [operation for operation, reason in without_case().items() if len(reason) < 10] == []
