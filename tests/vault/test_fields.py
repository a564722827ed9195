"""A sealed column in a real table: what the database holds, and what it cannot be asked."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import F
from django.test.utils import isolate_apps

from heard.core.sealing import SealError
from heard.vault.fields import SealedTextField
from heard.vault.ring import ring

PHONE = "+447700900123"

with isolate_apps("heard.vault"):

    class Note(models.Model):
        """A table of this test alone."""

        phone = SealedTextField()
        remark = SealedTextField(null=True)
        objects: models.Manager["Note"] = models.Manager()

        class Meta:
            app_label = "vault"


@pytest.fixture
def _table(db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Note)


def stored() -> list[tuple[str, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, remark FROM vault_note ORDER BY id")
        rows: list[tuple[str, str | None]] = cursor.fetchall()
    return rows


@pytest.mark.usefixtures("_table")
def test_the_database_holds_only_what_is_sealed() -> None:
    note = Note.objects.create(phone=PHONE, remark="")
    ((phone, remark),) = stored()
    assert PHONE not in phone
    assert ring().open(phone, context="vault_note.phone") == PHONE
    assert remark is not None
    assert ring().open(remark, context="vault_note.remark") == ""
    note.refresh_from_db()
    assert (note.phone, note.remark) == (PHONE, "")


@pytest.mark.usefixtures("_table")
def test_the_same_text_is_never_sealed_alike() -> None:
    Note.objects.bulk_create([Note(phone=PHONE), Note(phone=PHONE)])
    (first, _), (second, _) = stored()
    assert first != second


@pytest.mark.usefixtures("_table")
def test_every_way_of_writing_seals() -> None:
    note = Note.objects.create(phone="a", remark="b")
    Note.objects.update(phone="c")
    note.remark = "d"
    Note.objects.bulk_update([note], ["remark"])
    assert list(Note.objects.values_list("phone", "remark")) == [("c", "d")]
    ((phone, remark),) = stored()
    assert remark is not None
    assert (phone[:3], remark[:3]) == ("k1.", "k1.")


@pytest.mark.usefixtures("_table")
def test_nothing_stays_nothing_and_can_be_asked_for() -> None:
    Note.objects.create(phone=PHONE, remark=None)
    Note.objects.create(phone=PHONE, remark="said")
    assert stored()[0][1] is None
    assert Note.objects.get(remark__isnull=True).remark is None
    assert Note.objects.get(remark__isnull=False).remark == "said"


@pytest.mark.usefixtures("_table")
@pytest.mark.parametrize("lookup", ["exact", "in", "contains", "gt", "regex"])
def test_nothing_can_be_looked_up_in_it(lookup: str) -> None:
    with pytest.raises(FieldError, match=f"vault_note.phone is sealed: '{lookup}' cannot look"):
        Note.objects.filter(**{f"phone__{lookup}": [PHONE] if lookup == "in" else PHONE})


@pytest.mark.usefixtures("_table")
def test_a_value_moved_to_another_column_does_not_open() -> None:
    Note.objects.create(phone=PHONE)
    Note.objects.update(remark=F("phone"))
    with pytest.raises(SealError, match=r"^vault_note\.remark does not open under 'k1'$"):
        Note.objects.get()
