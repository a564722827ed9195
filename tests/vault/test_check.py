"""A database remembers its keys, and refuses others."""

from base64 import b64encode
from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from heard.vault.check import KeyMismatch, require_same_keys
from heard.vault.models import KeyPrint
from heard.vault.ring import ring

UseKeys = Callable[..., None]


@pytest.fixture
def use_keys(settings: Settings) -> Iterator[UseKeys]:
    """Start again with other keys: each is 32 times one byte."""

    def use(*, lookup: int, **numbers: int) -> None:
        keys = {name: b64encode(bytes([number]) * 32).decode() for name, number in numbers.items()}
        kept = b64encode(bytes([lookup]) * 32).decode()
        settings.HEARD_KEYS = {"ring": keys, "current": min(keys), "lookup": kept}
        ring.cache_clear()

    yield use
    ring.cache_clear()


def recorded() -> dict[str, str]:
    return dict(KeyPrint.objects.values_list("key_id", "fingerprint"))


@pytest.mark.django_db
def test_the_first_start_records_the_keys(use_keys: UseKeys) -> None:
    use_keys(k1=1, lookup=9)
    require_same_keys()
    assert recorded() == ring().key_prints()
    assert set(recorded()) == {"k1", "lookup"}


@pytest.mark.django_db
def test_the_same_keys_start_again_and_record_nothing_new(use_keys: UseKeys) -> None:
    use_keys(k1=1, lookup=9)
    require_same_keys()
    first = list(KeyPrint.objects.order_by("id").values())
    require_same_keys()
    assert list(KeyPrint.objects.order_by("id").values()) == first


@pytest.mark.django_db
def test_a_key_may_join_the_ring_and_an_old_one_leave(use_keys: UseKeys) -> None:
    use_keys(k1=1, lookup=9)
    require_same_keys()
    use_keys(k2=2, lookup=9)
    require_same_keys()
    assert set(recorded()) == {"k1", "k2", "lookup"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("keys", "name"), [({"k1": 1, "lookup": 8}, "lookup"), ({"k1": 2, "lookup": 9}, "k1")]
)
def test_another_key_under_a_known_name_is_refused(
    use_keys: UseKeys, keys: dict[str, int], name: str
) -> None:
    use_keys(k1=1, lookup=9)
    require_same_keys()
    before = recorded()
    use_keys(**keys, k3=3)
    with pytest.raises(KeyMismatch, match=f"^The configured key '{name}' is not the one"):
        require_same_keys()
    assert recorded() == before
