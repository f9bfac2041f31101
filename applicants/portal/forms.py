"""Forms for the facts that applicants declare."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applicants.portal.people_rows import PeopleRows, filled_rows
from applicants.rules.profiles import LISTED_KINDS, ApplicantProfile
from applicants.services.enterprises import EnterpriseFacts
from applicants.services.founders import FounderEntry
from applicants.services.teams import Person, TeamFacts
from core.web.fields import AmountField, CodeField, CountField, DayField, TextField
from core.web.pages import FormData
from core.web.words import WORDS, choices

MOST_STAFF = 10_000_000
BLANK_FACTS: Mapping[str, object] = {
    "region": "",
    "established_on": date.max,
    "industry": "",
    "staff": 0,
    "annual_sales": Decimal(0),
    "total_assets": Decimal(0),
    "legal_person": False,
    "sound_finance": False,
    "bad_credit": False,
}
"""What the self-check takes for a fact that is not entered yet; the condition on it is not shown."""


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


class EnterpriseForm(PeopleRows, DeclarationForm):
    """An enterprise to register, with its founders from teams."""

    name = TextField(label=gettext_lazy("企业名称"), max_length=200)
    uscc = CodeField(label=gettext_lazy("统一社会信用代码"), max_length=40)
    field_order = ("name", "uscc")
    row_prefix = "founder_"
    row_title = gettext_lazy("创始人")


class TeamForm(PeopleRows):
    """A team to register, with its main members."""

    name = TextField(label=gettext_lazy("团队名称"), max_length=200)
    region = forms.ChoiceField(label=gettext_lazy("所在地"), choices=choices("region"))
    industry = forms.ChoiceField(label=gettext_lazy("产业领域"), choices=choices("industry"))
    project_stage = forms.ChoiceField(label=gettext_lazy("项目阶段"), choices=choices("project_stage"))
    first_rows = 2
    row_title = gettext_lazy("成员")

    def row(self, place: int) -> dict[str, forms.Field]:
        student = forms.BooleanField(label=_("在校学生"), required=False)
        return {**super().row(place), f"student_{place}": student}

    def clean(self) -> dict[str, object]:
        values = super().clean()
        if not any(values.get(f"name_{place}") for place in range(self.row_count)):
            self.add_error("name_0", _("请至少填写一位主要成员。"))
        return values


def enterprise_facts(data: FormData) -> EnterpriseFacts:
    """The declared facts of an enterprise."""
    return EnterpriseFacts(district="", **{name: data[name] for name in DeclarationForm.base_fields})


def enterprise_founders(data: FormData) -> list[FounderEntry]:
    """The founders entered."""
    return [
        FounderEntry(name=row["name"], id_number=row["id_number"], kept=row["kept"] or None)
        for row in filled_rows(data, prefix="founder_")
    ]


def enterprise_profile(data: FormData) -> ApplicantProfile:
    """The input of the self-check for an enterprise, also of an incomplete form.

    Certificates are not in the form, they come from the lists.
    """
    facts = {name: data.get(name, blank) for name, blank in BLANK_FACTS.items()}
    return ApplicantProfile(party_id=None, kind="enterprise", name="", party_state="", **facts)


def team_facts(data: FormData) -> TeamFacts:
    """The declared facts of a team. A team that registers has no legal personality yet."""
    return TeamFacts(
        region=data["region"], industry=data["industry"], project_stage=data["project_stage"], legal_person=False
    )


def team_people(data: FormData) -> list[Person]:
    """The members entered."""
    return [
        Person(name=row["name"], id_number=row["id_number"], kept=row["kept"] or None, student=bool(row["student"]))
        for row in filled_rows(data)
    ]


def team_profile(data: FormData) -> ApplicantProfile:
    """The input of the self-check for a team, also of an incomplete form."""
    people = team_people(data)
    return ApplicantProfile(
        party_id=None,
        kind="team",
        name=data.get("name", ""),
        party_state="",
        region=data.get("region", ""),
        legal_person=False,
        members=len(people),
        students=sum(person.student for person in people),
        project_stage=data.get("project_stage", ""),
        industry=data.get("industry", ""),
    )
