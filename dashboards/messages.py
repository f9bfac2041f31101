"""Menu entries of the first pages."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import Entry, Menu

MENU: Menu = {
    ("public", "home"): Entry(_("首页"), "home", 0),
    ("applicant", "dashboard"): Entry(_("首页"), "home", 0),
    ("unit", "dashboard"): Entry(_("首页"), "home", 0),
    ("staff", "dashboard"): Entry(_("工作台"), "layout-dashboard", 0),
    ("system", "dashboard"): Entry(_("工作台"), "layout-dashboard", 0),
    ("expert", "dashboard"): Entry(_("首页"), "home", 0),
    ("auditor", "dashboard"): Entry(_("首页"), "home", 0),
}
