"""Official lists on pages: a preview that asks, the confirmed import, the list of imports."""

import pytest

from applicants.models import Certificate, ListImport
from tests import files
from tests.factories import parties
from tests.factories.pages import Visitor, codes, of, text

pytestmark = pytest.mark.django_db

PATH = "/certificate-imports/add/"
LIST = "企业名称,证书编号,发证日期,有效期至\n示例甲有限公司,GR202311000907,2023-10-26,2026-10-25\n"
OPEN = "企业名称,证书编号,区\n示例甲有限公司,GR202311000907,海淀\n"


def send(visitor, table: str, *, step: str = "preview", confirmation: str = ""):
    fields = {"kind": "national_hnte", "published_on": "2023-12-20", "title": "", "confirmation": confirmation}
    return visitor.post(PATH, step=step, file=files.upload("名单.csv", table.encode("gb18030")), **fields)


def confirmation_of(answer) -> str:
    return answer.context["preview"]["plan"].confirmation


def test_a_preview_asks_about_what_the_list_leaves_open_and_writes_nothing():
    answer = send(of("case_officer"), OPEN)
    assert (answer.status_code, codes(answer)) == (
        200,
        ["list_columns_unused", "list_days_assumed", "list_last_days_computed"],
    )
    page = text(answer)
    assert "这些列不会使用：区。" in page and "将从公布日 2023年12月20日 起算" in page
    assert "已逐条核对，确认导入" in page
    assert (Certificate.objects.count(), ListImport.objects.count()) == (0, 0)


def test_the_officer_confirms_and_the_list_is_imported():
    visitor = of("case_officer")
    confirmation = confirmation_of(send(visitor, OPEN))
    answer = send(visitor, OPEN, step="import", confirmation=confirmation)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/certificate-imports/")
    assert Certificate.objects.get().valid_from.isoformat() == "2023-12-20"
    assert "名单.csv" in text(visitor.get("/certificate-imports/"))


def test_an_import_without_the_confirmation_is_refused_with_the_questions():
    answer = send(of("case_officer"), OPEN, step="import")
    assert (answer.status_code, codes(answer)[0], Certificate.objects.count()) == (422, "list_unconfirmed", 0)


def test_the_confirmation_of_one_list_is_none_of_another():
    visitor = of("case_officer")
    confirmation = confirmation_of(send(visitor, OPEN))
    answer = send(visitor, OPEN.replace("甲", "乙"), step="import", confirmation=confirmation)
    assert (answer.status_code, Certificate.objects.count()) == (422, 0)


def test_a_list_that_leaves_nothing_open_is_imported_after_its_preview():
    visitor = of("case_officer")
    answer = send(visitor, LIST)
    assert (codes(answer), confirmation_of(answer)) == ([], "")
    assert send(visitor, LIST, step="import").status_code == 303


def test_wrong_rows_are_shown_and_the_list_cannot_be_imported():
    answer = send(of("case_officer"), LIST + ",GR202311000908,去年,\n")
    assert codes(answer) == ["list_name_missing", "list_day"]
    assert 'value="import"' not in answer.content.decode()


def test_a_file_that_is_no_table_is_refused_in_words():
    visitor = of("case_officer")
    fields = {"kind": "national_hnte", "published_on": "2023-12-20", "title": "", "confirmation": ""}
    answer = visitor.post(PATH, step="preview", file=files.upload("名单.xlsx", files.image()), **fields)
    assert (answer.status_code, codes(answer)) == (422, ["file_kind"])


def test_an_unit_does_not_import_lists():
    assert Visitor(parties.manager(parties.enterprise())).get(PATH).status_code == 403


def test_the_empty_list_says_what_may_be_imported():
    assert "还没有导入名单" in text(of("auditor").get("/certificate-imports/"))
