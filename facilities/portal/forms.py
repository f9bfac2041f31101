"""Search forms of open units and services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.fields import SearchField
from core.web.words import choices


class SearchForm(forms.Form):
    """Search of services."""

    text = SearchField(label=_("服务项目或开放单位"))
    category = forms.ChoiceField(
        label=_("服务类别"), required=False, choices=choices("service_category", first=_("全部"))
    )


class UnitSearchForm(forms.Form):
    """Search of open units."""

    text = SearchField(label=_("开放单位名称"))
    category = forms.ChoiceField(label=_("单位类别"), required=False, choices=choices("unit_category", first=_("全部")))
