"""Keeps sessions in our own table, beside whose they are, where they are open and since when."""

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from heard.admission.models import Session
from heard.clock.read import machine

BEGAN, DEVICE = "began", "device"


class SessionStore(DatabaseStore):
    """Django's store of sessions in the database, extended as its documentation describes."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    _read: Session | None = None

    def row(self) -> Session | None:
        """Give the row of this session: as it was read with what is in it, if it has been."""
        if self._read is None or self._read.session_key != self.session_key:
            self._read = Session.objects.filter(session_key=self.session_key or "").first()
        return self._read

    def _get_session_from_db(self) -> Session | None:
        self._read = super()._get_session_from_db()  # type: ignore[misc] # unknown to the stubs
        return self._read

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own
        """Save; a session of somebody begins when it is saved with them for the first time."""
        if SESSION_KEY in self and BEGAN not in self:
            self[BEGAN] = machine().isoformat()
        super().save(must_create=must_create)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast("Session", super().create_model_instance(data))
        if SESSION_KEY in data:
            row.user_id = int(data[SESSION_KEY])
            row.device = data.get(DEVICE, "")
            row.began_at = data[BEGAN]
            row.seen_at = machine()
        return row
