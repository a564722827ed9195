"""The refusal to run with other keys than those that the database was written with."""

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from heard.vault.models import KeyPrint
from heard.vault.ring import ring


class KeyMismatch(ImproperlyConfigured):
    """A configured key is not the one that bore its name before."""


@transaction.atomic
def require_same_keys() -> None:
    """Record the keys that are new to this database; KeyMismatch, and no record, if one changed.

    A key may leave the ring; the look-up key may not change, since opt-outs would be forgotten.
    """
    prints = ring().key_prints()
    KeyPrint.objects.bulk_create(
        [KeyPrint(key_id=key_id, fingerprint=value) for key_id, value in prints.items()],
        ignore_conflicts=True,
    )
    recorded = KeyPrint.objects.filter(key_id__in=prints).values_list("key_id", "fingerprint")
    for key_id, value in recorded:
        if prints[key_id] != value:
            raise KeyMismatch(
                f"The configured key {key_id!r} is not the one that this database was written "
                "with: restore the keys that belong to it."
            )
