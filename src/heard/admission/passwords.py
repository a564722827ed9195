"""Gives somebody another password, which ends whatever they have open elsewhere."""

from datetime import datetime

from django.db import transaction

from heard.accounts.models import User
from heard.admission.factors import note
from heard.admission.sessions import end_others


@transaction.atomic
def change_password(user: User, new: str, *, kept: str | None, now: datetime) -> None:
    """Set a password that was checked before; the session `kept` goes on, all others end."""
    user.set_password(new)
    user.save(update_fields=["password"])
    note("admission.change_password", user, now=now)
    end_others(user, kept=kept, now=now, reason="password")
