"""Forms for the facts that applicants declare."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applicants.rules.profiles import LISTED_KINDS, ApplicantProfile
from applicants.services.enterprises import EnterpriseFacts
from applicants.services.founders import FounderEntry
from applicants.services.teams import Person, TeamFacts
from core.web.fields import AmountField, CodeField, CountField, DayField, TextField
from core.web.pages import FormData
from core.web.words import WORDS, choices

MOST_STAFF = 10_000_000
PLACES = 8
"""Rows for members in the form of a team."""
FOUNDER_PLACES = 4
"""Rows for founders in the form of an enterprise."""


class DeclarationForm(forms.Form):
    """The facts of an enterprise (article 7)."""

    region = forms.ChoiceField(label=gettext_lazy("注册地"), choices=choices("region"))
    established_on = DayField(label=gettext_lazy("成立日期"), first=date(1949, 1, 1), last=date(2199, 12, 31))
    industry = forms.ChoiceField(label=gettext_lazy("产业领域"), choices=choices("industry"))
    staff = CountField(label=gettext_lazy("职工总数（人）"), min_value=0, max_value=MOST_STAFF)
    annual_sales = AmountField(label=gettext_lazy("年销售收入（元）"), min_value=0)
    total_assets = AmountField(label=gettext_lazy("资产总额（元）"), min_value=0)
    legal_person = forms.BooleanField(label=gettext_lazy("具有独立法人资格"), required=False)
    sound_finance = forms.BooleanField(label=gettext_lazy("具有健全的财务机构和管理制度"), required=False)
    bad_credit = forms.BooleanField(label=gettext_lazy("存在不良诚信记录"), required=False)


class ListForm(forms.Form):
    """An official list to preview or import, and the confirmation of its preview."""

    kind = forms.ChoiceField(
        label=gettext_lazy("资质种类"), choices=lambda: [(kind, WORDS["certificate"][kind]) for kind in LISTED_KINDS]
    )
    published_on = DayField(label=gettext_lazy("公布日"), help_text=gettext_lazy("名单没有写日期的行从这一天起算。"))
    title = TextField(label=gettext_lazy("公告标题"), max_length=200, required=False)
    file = forms.FileField(label=gettext_lazy("文件"), max_length=200, allow_empty_file=True)
    confirmation = TextField(max_length=32, required=False, widget=forms.HiddenInput)


class EnterpriseForm(DeclarationForm):
    """An enterprise to register, with its founders from teams; empty rows are ignored."""

    name = TextField(label=gettext_lazy("企业名称"), max_length=200)
    uscc = CodeField(label=gettext_lazy("统一社会信用代码"), max_length=40)
    field_order = ("name", "uscc")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(FOUNDER_PLACES):
            numbered = {"place": place + 1}
            self.fields[f"founder_name_{place}"] = TextField(
                label=_("第 %(place)s 位创始人姓名") % numbered, max_length=50, required=False
            )
            self.fields[f"founder_id_number_{place}"] = CodeField(
                label=_("第 %(place)s 位创始人身份证号") % numbered,
                max_length=40,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def places(self) -> Iterator[dict[str, object]]:
        """The rows of founders, for the template."""
        for place in range(FOUNDER_PLACES):
            yield {"name": self[f"founder_name_{place}"], "id_number": self[f"founder_id_number_{place}"]}

    def clean(self) -> dict[str, object]:
        values = super().clean() or self.cleaned_data
        for place in range(FOUNDER_PLACES):
            pair = [values.get(f"founder_{part}_{place}", "") for part in ("name", "id_number")]
            if any(pair) and not all(pair):
                self.add_error(f"founder_name_{place}", _("姓名和身份证号须同时填写。"))
        return values


class TeamForm(forms.Form):
    """A team to register, with its main members; empty rows are ignored."""

    name = TextField(label=gettext_lazy("团队名称"), max_length=200)
    region = forms.ChoiceField(label=gettext_lazy("所在地"), choices=choices("region"))
    industry = forms.ChoiceField(label=gettext_lazy("产业领域"), choices=choices("industry"))
    project_stage = forms.ChoiceField(label=gettext_lazy("项目阶段"), choices=choices("project_stage"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(PLACES):
            numbered = {"place": place + 1}
            self.fields[f"name_{place}"] = TextField(
                label=_("第 %(place)s 位成员姓名") % numbered, max_length=50, required=False
            )
            self.fields[f"id_number_{place}"] = CodeField(
                label=_("第 %(place)s 位成员身份证号") % numbered,
                max_length=40,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"student_{place}"] = forms.BooleanField(label=_("在校学生"), required=False)

    def places(self) -> Iterator[dict[str, object]]:
        """The rows of members, for the template."""
        for place in range(PLACES):
            yield {
                "number": place + 1,
                "name": self[f"name_{place}"],
                "id_number": self[f"id_number_{place}"],
                "student": self[f"student_{place}"],
            }

    def clean(self) -> dict[str, object]:
        values = super().clean() or self.cleaned_data
        filled = 0
        for place in range(PLACES):
            pair = [values.get(f"{part}_{place}", "") for part in ("name", "id_number")]
            if any(pair) and not all(pair):
                self.add_error(f"name_{place}", _("姓名和身份证号须同时填写。"))
            filled += all(pair)
        if not filled:
            self.add_error("name_0", _("请至少填写一位主要成员。"))
        return values


def enterprise_facts(data: FormData) -> EnterpriseFacts:
    """The declared facts of an enterprise."""
    return EnterpriseFacts(district="", **{name: data[name] for name in DeclarationForm.base_fields})


def enterprise_founders(data: FormData) -> list[FounderEntry]:
    """The founders entered."""
    return [
        FounderEntry(name=data[f"founder_name_{place}"], id_number=data[f"founder_id_number_{place}"])
        for place in range(FOUNDER_PLACES)
        if data[f"founder_name_{place}"]
    ]


def enterprise_profile(data: FormData) -> ApplicantProfile:
    """The input of the self-check for an enterprise; certificates are not in the form, they come from the lists."""
    facts = {name: data[name] for name in DeclarationForm.base_fields}
    return ApplicantProfile(party_id=None, kind="enterprise", name="", party_state="", **facts)


def team_facts(data: FormData) -> TeamFacts:
    """The declared facts of a team. A team that registers has no legal personality yet."""
    return TeamFacts(
        region=data["region"], industry=data["industry"], project_stage=data["project_stage"], legal_person=False
    )


def team_people(data: FormData) -> list[Person]:
    """The members entered."""
    return [
        Person(name=data[f"name_{place}"], id_number=data[f"id_number_{place}"], student=data[f"student_{place}"])
        for place in range(PLACES)
        if data[f"name_{place}"]
    ]


def team_profile(data: FormData) -> ApplicantProfile:
    """The input of the self-check for a team."""
    people = team_people(data)
    return ApplicantProfile(
        party_id=None,
        kind="team",
        name=data["name"],
        party_state="",
        region=data["region"],
        legal_person=False,
        members=len(people),
        students=sum(person.student for person in people),
        project_stage=data["project_stage"],
        industry=data["industry"],
    )
