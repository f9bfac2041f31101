"""Texts of attempts to pay and of the files for the bank: refusals, advice, events and words."""

from django.utils.translation import gettext_lazy as _

from core.messages.tables import CodeWords

MESSAGES: dict[str, tuple[str, str]] = {
    "payment_account_kinds": (
        "同一张拨款单不能既付银行账户又付数字人民币钱包。",
        "One order goes to bank accounts or to wallets of digital yuan, not to both.",
    ),
    "bank_file_format": (
        "该文件格式不适用于本拨款单的收款账户。",
        "This format of file does not fit the accounts of the order.",
    ),
    "bank_file_character": (
        "收款单位“{payee}”的“{heading}”含有该文件编码不支持的字符“{character}”。",
        "“{heading}” of the payee “{payee}” has the character “{character}”, which the encoding of the file lacks.",
    ),
    "bank_file_damaged": (
        "拨款文件 {file} 与生成时不一致，不能下载。",
        "The file {file} is not what was made; it is not given out.",
    ),
}

ADVICE: dict[str, tuple[str, str]] = {
    "payment_account_kinds": (
        "请把数字人民币钱包的款项另编一张拨款单。",
        "Put the payments to wallets on an order of their own.",
    ),
    "bank_file_format": (
        "请选择列出的格式：付钱包的用数字人民币格式，付银行账户的用其他格式。",
        "Choose one of the formats that the page lists for the order.",
    ),
    "bank_file_character": (
        "请换用 GB18030 或 UTF-8 编码的格式。",
        "Choose a format in GB18030 or UTF-8.",
    ),
    "bank_file_damaged": ("请联系系统管理员从备份恢复。", "Ask the system administrator to restore it from a backup."),
}

ARTICLES: dict[str, str] = {"payment_account_kinds": "15.5"}

EVENTS: dict[str, tuple[str, str]] = {
    "payment_order.file_opened": ("下载拨款文件 {file}", "The file {file} was downloaded"),
}

WORDS: CodeWords = {
    "bank_format": {
        "xlsx": _("Excel 工作簿"),
        "csv_gb18030": _("CSV，GB18030 编码"),
        "csv_gbk": _("CSV，GBK 编码"),
        "csv_utf8": _("CSV，UTF-8 编码"),
        "ecny_xlsx": _("数字人民币，Excel 工作簿"),
        "ecny_csv": _("数字人民币，CSV，UTF-8 编码"),
    },
}
