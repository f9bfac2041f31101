"""Mails about an account: each is a notification, sent by a worker before all others."""

from datetime import datetime

from core.database.transactions import write
from core.notifications.sending import Message, notify_many
from core.values.errors import Param


@write
def send_account_mail(kind: str, *, user_id: int, at: datetime, to: str = "", **params: Param) -> None:
    """Notify a user about the account (账号通知), urgently by mail; of one kind about one address at most once a minute.

    `to` is another address than the user's. Links are made when the mail is sent (accounts.selectors.letters).
    """
    about = params.get("address", "")
    dedup = f"{kind}:{about}:{at:%Y%m%d%H%M}"
    message = Message(user_ids=[user_id], kind=kind, params=params, dedup=dedup, urgent=True, mail_to=to)
    notify_many([message], at=at)
