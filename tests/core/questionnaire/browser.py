"""The evaluator of the officer's phone, in a real Chromium, for tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from building.prepare import FIELD, bundle


@pytest.fixture(scope="session")
def engine(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page in which `heard` is the evaluator of the officer's phone."""
    script = tmp_path_factory.mktemp("engine") / "engine.js"
    bundle(FIELD / "engine/all.js", into=script, name="heard")
    with browser.new_context(timezone_id="America/New_York", locale="ar") as context:
        page = context.new_page()
        page.evaluate(f"{script.read_text()}; globalThis.heard = heard; null")
        yield page
