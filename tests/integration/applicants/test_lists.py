import io
from datetime import date

import pytest
import xlsxwriter

from accounts.rules.conflicts import Relation
from accounts.services.interests import declare_interest
from accounts.services.parties import verify_party
from applicants.models import Certificate, ListImport
from applicants.notifications import list_imported
from applicants.services.certificates import bind_certificate
from applicants.services.lists import ListFile, import_list, open_list, preview_list
from core.models import Event
from core.values.errors import DomainError
from tests.factories import parties
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db

HEADER = ["序号", "企业名称", "统一社会信用代码", "证书编号", "发证日期"]


def sheet(*rows: list[object], title: str = "北京市2025年第二批高新技术企业名单") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("名单")
        for number, row in enumerate([[title], ["（共 3 家）"], HEADER, *rows]):
            page.write_row(number, 0, row)
    return file.getvalue()


def listed(data: bytes, *, kind: str = "national_hnte", title: str = "") -> ListFile:
    return open_list(kind=kind, name="名单.xlsx", data=data, published_on=date(2025, 12, 1), title=title)


def take(data: bytes, **changes: str) -> ListImport:
    """Import a list, confirming whatever its preview asks."""
    file = listed(data, **changes)
    asked = preview_list(file=file).confirmation
    return import_list(file=file, confirmation=asked, actor=parties.staff(), at=parties.AT)


def codes(data: bytes, **changes: str) -> list[tuple[str, object]]:
    with pytest.raises(DomainError) as caught:
        take(data, **changes)
    return [(refusal.code, refusal.params.get("row")) for refusal in caught.value.refusals]


def row(name: str, number: str, *, code: str = "", day: object = "2025-12-01") -> list[object]:
    return ["1", name, code, number, day]


def test_rows_are_bound_by_code_and_by_name() -> None:
    first = parties.enterprise(name="甲示例有限公司")
    second = parties.enterprise(name="乙（北京）示例有限公司")
    done = take(
        sheet(
            row("甲旧名有限公司", "GR202511000001", code=first.party.uscc),
            row("乙(北京) 示例有限公司", "GR202511000002"),
            row("丙示例有限公司", "GR202511000003"),
        )
    )
    assert (done.rows, done.matched) == (3, 2)
    bound = dict(Certificate.objects.values_list("number", "party_id"))
    assert bound == {"GR202511000001": first.pk, "GR202511000002": second.pk, "GR202511000003": None}


def test_validity_counts_three_years_from_the_day_in_the_row() -> None:
    take(sheet(row("丙示例有限公司", "GR202511000003", day="2025年10月26日")))
    found = Certificate.objects.get()
    assert (found.valid_from, found.valid_until) == (date(2025, 10, 26), date(2028, 10, 26))


def test_wrong_rows_refuse_the_whole_file_each_with_row_and_code() -> None:
    data = sheet(
        row("甲示例有限公司", "GR202511000001"),
        row("", "GR202511000002"),
        row("丙示例有限公司", "GR2025110OOOO3"),
        row("丁示例有限公司", "GR202511000001", day="去年"),
        row("戊示例有限公司", "12345", code="91110108XXXXXXX19"),
    )
    assert codes(data) == [
        ("list_name_missing", 5),
        ("list_letter_for_zero", 6),
        ("list_day", 7),
        ("certificate_number", 8),
        ("uscc_shape", 8),
    ]
    assert (Certificate.objects.count(), ListImport.objects.count()) == (0, 0)


def test_number_twice_and_wrong_check_character() -> None:
    data = sheet(
        row("甲示例有限公司", "GR202511000001"),
        row("乙示例有限公司", "GR202511000001"),
        row("丙示例有限公司", "GR202511000003", code="91110108XXXXXXX19F"),
    )
    assert codes(data) == [("list_number_twice", 5), ("uscc_check", 6)]


def test_same_file_twice_is_refused() -> None:
    data = sheet(row("甲示例有限公司", "GR202511000001"))
    taken = take(data)
    with pytest.raises(DomainError) as caught:
        take(data)
    assert caught.value.code == "list_imported_once"
    assert caught.value.params == {"name": taken.file_name, "at": taken.at.isoformat()}
    assert Certificate.objects.count() == 1


def test_known_certificate_stays_as_it_is() -> None:
    take(sheet(row("甲示例有限公司", "GR202511000001")))
    plan = preview_list(file=listed(sheet(row("甲示例有限公司", "GR202511000001"), row("乙", "GR202511000002"))))
    assert (plan.rows, plan.known, plan.waiting, plan.errors) == (2, 1, 1, [])


def test_number_under_another_holder_is_an_error() -> None:
    take(sheet(row("甲示例有限公司", "GR202511000001")))
    assert codes(sheet(row("乙示例有限公司", "GR202511000001"))) == [("certificate_other_holder", 4)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于公示2025年拟认定高新技术企业名单", "list_not_final"),
        ("关于取消高新技术企业资格的公告", "list_not_entries"),
        ("关于高新技术企业更名的公告", "list_not_entries"),
    ],
)
def test_lists_that_grant_nothing_are_refused(title: str, expected: str) -> None:
    assert codes(sheet(row("甲示例有限公司", "GR202511000001"), title=title)) == [(expected, None)]
    assert Certificate.objects.count() == 0


def test_preview_writes_nothing_and_tells_the_errors() -> None:
    plan = preview_list(file=listed(sheet(row("甲示例有限公司", "GR202511000001"), row("", "坏编号"))))
    assert (plan.rows, plan.waiting, [error.code for error in plan.errors]) == (
        1,
        1,
        ["list_name_missing", "certificate_number"],
    )
    assert (Certificate.objects.count(), ListImport.objects.count()) == (0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_either_encoding(encoding: str) -> None:
    text = "企业名称,入库登记编号,入库日期\n甲示例有限公司,2026110108A8000001,2026/3/1\n"
    take(text.encode(encoding), kind="tech_sme")
    found = Certificate.objects.get()
    assert (found.holder_name, found.first_entry, found.valid_until) == (
        "甲示例有限公司",
        date(2026, 3, 1),
        date(2027, 3, 31),
    )


def test_first_entry_is_the_earliest_known() -> None:
    take("企业名称,登记编号,入库日期\n甲示例有限公司,2025110108A8000001,2025-06-01\n".encode(), kind="tech_sme")
    take("企业名称,登记编号,入库日期\n甲示例有限公司,2026110108A8000009,2026-05-01\n".encode(), kind="tech_sme")
    assert Certificate.objects.get(number="2026110108A8000009").first_entry == date(2025, 6, 1)


def test_waiting_row_is_bound_by_code_only_once_the_firm_is_verified() -> None:
    code = parties.make_uscc()
    take(sheet(row("甲示例有限公司", "GR202511000001", code=code)))
    firm = parties.enterprise(code=code, verified=False)
    assert Certificate.objects.get().party_id is None
    verify_party(party_id=firm.pk, actor=parties.staff(), at=parties.AT)
    assert Certificate.objects.get().party_id == firm.pk
    assert Event.objects.get(type="certificate.bound").party_id == firm.pk


def test_waiting_row_is_bound_by_name_only_once_the_firm_is_verified() -> None:
    take(sheet(row("甲（北京）示例有限公司", "GR202511000001")))
    firm = parties.enterprise(name="甲(北京)示例有限公司", verified=False)
    assert Certificate.objects.get().party_id is None
    verify_party(party_id=firm.pk, actor=parties.staff(), at=parties.AT)
    assert Certificate.objects.get().party_id == firm.pk
    assert Event.objects.filter(type="certificate.bound").count() == 1


def test_name_that_two_verified_firms_have_is_left_to_the_officer() -> None:
    first, _ = parties.enterprise(name="甲示例有限公司"), parties.enterprise(name="甲示例有限公司")
    take(sheet(row("甲示例有限公司", "GR202511000001")))
    waiting = Certificate.objects.get()
    assert waiting.party_id is None
    bind_certificate(certificate_id=waiting.pk, party_id=first.pk, actor=parties.staff(), at=parties.AT)
    assert Certificate.objects.get().party_id == first.pk


def test_branch_does_not_inherit() -> None:
    parties.enterprise(name="甲示例有限公司北京分公司")
    take(sheet(row("甲示例有限公司", "GR202511000001")))
    assert Certificate.objects.get().party_id is None


def test_firm_that_came_during_the_import_is_bound_after_it() -> None:
    done = take(sheet(row("甲示例有限公司", "GR202511000001")))
    firm = parties.enterprise(name="甲示例有限公司")
    list_imported(event=Event.objects.get(type="certificate_list.imported", subject_id=done.pk))
    assert Certificate.objects.get().party_id == firm.pk


def test_list_without_header_or_rows() -> None:
    assert codes("甲,乙\n1,2\n".encode()) == [("list_header_missing", None)]
    assert codes("企业名称,证书编号\n".encode()) == [("list_empty", None)]


def declare(officer, name: str) -> None:
    """Declare that the officer's spouse belongs to a firm."""
    terms = {"uscc": "", "relation": Relation.SPOUSE, "note": "", "since": date(2025, 1, 1), "until": None}
    declare_interest(party_name=name, **terms, actor=officer, at=parties.AT)


def test_an_officer_who_is_tied_to_a_listed_firm_leaves_the_list_to_another() -> None:
    firm = parties.enterprise(name="甲示例有限公司")
    officer = parties.staff()
    declare(officer, "甲示例有限公司")
    file = listed(sheet(row("甲示例有限公司", "GR202511000001")))
    asked = preview_list(file=file).confirmation
    with pytest.raises(DomainError, match="conflict_of_interest"):
        import_list(file=file, confirmation=asked, actor=officer, at=parties.AT)
    assert (ListImport.objects.count(), Certificate.objects.filter(party=firm.party).count()) == (0, 0)
    import_list(file=file, confirmation=asked, actor=parties.staff(), at=parties.AT)
    assert (Certificate.objects.get().party_id, broken()) == (firm.pk, [])


def test_a_declared_firm_that_has_not_registered_is_met_on_the_list_too() -> None:
    officer = parties.staff()
    declare(officer, "丙示例有限公司")
    file = listed(sheet(row("丙示例有限公司", "GR202511000003")))
    asked = preview_list(file=file).confirmation
    with pytest.raises(DomainError, match="conflict_of_interest"):
        import_list(file=file, confirmation=asked, actor=officer, at=parties.AT)


def test_a_first_entry_that_no_list_says_is_asked_about() -> None:
    with_header = sheet(row("甲示例有限公司", "2025110108A8000001", day="2025-12-01"))
    file = listed(with_header, kind="tech_sme")
    assert [(each.code, each.params) for each in preview_list(file=file).questions] == [
        ("list_last_days_computed", {"count": 1, "rows": "4"}),
        ("list_first_entries_assumed", {"count": 1, "rows": "4"}),
    ]
    with pytest.raises(DomainError, match="list_unconfirmed"):
        import_list(file=file, confirmation="", actor=parties.staff(), at=parties.AT)
    take(with_header, kind="tech_sme")
    later = listed(sheet(row("甲示例有限公司", "2026110108A8000009", day="2026-03-01")), kind="tech_sme")
    plan = preview_list(file=later)
    asked = [each.code for each in plan.questions]
    assert ([entry.first_entry for entry, _ in plan.fresh], asked) == ([date(2025, 12, 1)], ["list_last_days_computed"])


def test_a_title_is_kept_as_it_is_seen() -> None:
    data = sheet(row("甲示例有限公司", "GR202511000001"), title="")
    assert listed(data, title="关于\u200b公布  名单的通知\ufeff").title == "关于公布 名单的通知"
    assert take(data, title="关于公布名单的通知").title.startswith("关于公布名单的通知")
    with pytest.raises(DomainError) as caught:
        listed(data, title="关于\u202e公布")
    assert (caught.value.code, caught.value.field) == ("name_direction", "title")
