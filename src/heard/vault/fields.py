"""A text column that only Heard can read."""

import secrets
from typing import TYPE_CHECKING, Generic, TypeVar

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.lookups import Lookup

from heard.core.sealing import NONCE_BYTES
from heard.vault.ring import ring

_Set_contra = TypeVar("_Set_contra", contravariant=True)
_Get_co = TypeVar("_Get_co", covariant=True)

if TYPE_CHECKING:

    class _Text(models.TextField[_Set_contra, _Get_co]):
        """Django's column as the type checker knows it, generic in what is set and got."""

else:

    class _Text(models.TextField, Generic[_Set_contra, _Get_co]):
        """Django's column, which takes no type arguments by itself."""


class SealedTextField(_Text[_Set_contra, _Get_co]):
    """Text sealed on the way to the database and opened on the way back.

    A value opens only in the column that it was written for. Nothing can be looked up in it but
    whether it is null: keep a fingerprint beside it for that. Reading raises SealError where the
    value or its key is not ours.
    """

    @property
    def context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: object) -> str | None:
        plain = super().get_prep_value(value)
        if plain is None:
            return None
        nonce = secrets.token_bytes(NONCE_BYTES)
        return ring().seal(plain, context=self.context, nonce=nonce)

    def from_db_value(
        self, value: str | None, _expression: Expression, _connection: BaseDatabaseWrapper
    ) -> str | None:
        return None if value is None else ring().open(value, context=self.context)

    def get_lookup(self, lookup_name: str) -> type[Lookup] | None:
        if lookup_name != "isnull":
            raise FieldError(f"{self.context} is sealed: {lookup_name!r} cannot look into it")
        return super().get_lookup(lookup_name)
