"""Facts as the product opens them, knowing nothing of those of other tests."""

import pytest


@pytest.fixture(autouse=True)
def _anew(sql_anew: None) -> None:
    """Turn what is asked here into SQL again in each test."""
