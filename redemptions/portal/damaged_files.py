"""The page of evidence whose stored files are altered or lost, for staff and auditors."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.files.attachment_selectors import AttachmentRow
from core.files.table_export import Column
from core.messages.object_numbers import map_numbers
from core.web.pages import FormData, ListPage
from core.web.words import WORDS, subject_word
from redemptions.selectors.damaged_files import damaged_files, name_recorded


class DamagedEvidence(ListPage):
    """Files of evidence that are no longer what was sent: which redemption or party, which file, since when."""

    operation = "evidence.audit"
    template = "redemptions/damaged_files.html"
    export_name = "damaged-evidence"

    def rows(self, wanted: FormData) -> QuerySet[Model]:
        return damaged_files()

    def page(self, status: int = 200, **extra: Any) -> HttpResponse:
        numbers = map_numbers((each.owner_kind, each.owner_id) for each in extra["page"].rows)
        lines = [
            {
                "file": each,
                "subject": f"{subject_word(each.owner_kind)} {numbers.get((each.owner_kind, each.owner_id), '')}".strip(),
                "problem": WORDS["file_problem"][each.problem],
                "part": WORDS["file_part"][each.part],
            }
            for each in name_recorded(extra["page"].rows)
        ]
        return super().page(status, lines=lines, **extra)

    def columns(self) -> Sequence[Column]:
        return (
            Column(label=_("附件"), value=lambda row: row.pk),
            Column(label=_("文件名"), value=lambda row: row.name),
            Column(label=_("对象"), value=_owner),
            Column(label=_("问题"), value=_problem),
            Column(label=_("最近完好"), value=lambda row: row.whole_at),
            Column(label=_("发现时间"), value=lambda row: row.problem_at),
        )


def _owner(row: AttachmentRow) -> str:
    number = map_numbers([(row.owner_kind, row.owner_id)]).get((row.owner_kind, row.owner_id), "")
    return f"{subject_word(row.owner_kind)} {number}".strip()


def _problem(row: AttachmentRow) -> str:
    return f"{WORDS['file_part'][row.problem_part]} {WORDS['file_problem'][row.problem]}"
