"""The steps of a registration, shown above each of its pages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.web.pages import Context

EVIDENCE = 2
"""The place of the step that uploads evidence."""


def registration_steps(current: int, *, has_evidence: bool = True) -> Sequence[Context]:
    """Return the steps for the template, those before the current one done; without evidence its step was left out."""
    labels = (_("填写信息"), _("上传材料"), _("核对并提交"), _("主管部门核实"))
    return [
        {"label": label, "status": _status(place, current, has_evidence=has_evidence)}
        for place, label in enumerate(labels, start=1)
    ]


def _status(place: int, current: int, *, has_evidence: bool) -> str:
    if place == EVIDENCE < current and not has_evidence:
        return "skipped"
    if place < current:
        return "done"
    return "current" if place == current else "todo"
