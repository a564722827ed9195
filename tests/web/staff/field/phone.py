"""An officer's phone: the app in a real browser, and what people do on it."""

import json
from collections.abc import Mapping
from typing import Any, Self

from playwright.sync_api import BrowserContext, Page, expect

from heard.accounts.models import User
from heard.eligibility.models import Programme
from heard.invitations.models import Collector
from tests.open_ways import every_kind, way_in
from tests.web.citizen.test_kinds import SENT
from tests.web.staff.people import a_link, a_person, go_in

# A disk without room cannot be had in a test: what Chromium does on one is done here by hand.
REFUSE = """(isFull) => {
  const store = IDBObjectStore.prototype;
  store.kept ??= store.put;
  store.put = !isFull ? store.kept : () => {
    throw new DOMException("The disk is full.", "QuotaExceededError");
  };
}"""
DUMP = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("heard-field");
    asked.onsuccess = () => done(asked.result);
  });
  const all = {};
  for (const name of db.objectStoreNames) {
    all[name] = await new Promise((done) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
  }
  const plain = (_, value) => {
    if (value instanceof CryptoKey) return `key:${value.extractable}`;
    if (value instanceof ArrayBuffer) return new TextDecoder("latin1").decode(value);
    return ArrayBuffer.isView(value) ? [...value] : value;
  };
  db.close();
  return JSON.stringify(all, plain);
}"""


def an_officer(email: str = "officer@example.org") -> User:
    return a_person(email, role=User.Role.OFFICER)


def a_way(target: int | None = None, *, equality: bool = False) -> Collector:
    """Open the survey that asks a question of every kind to officers."""
    Programme.objects.filter(pk=every_kind().pk).update(equality=equality)
    return way_in("trial", channel="officer", target=target)


class Phone:
    """A phone on which an officer has signed in, with the app on it and everything kept."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site, self.home = page, site, f"{site}/staff/field/"
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def sign_in(self, officer: User, *, byte: int = 0, worker: bool = True) -> Self:
        """Let an officer in. Without a `worker` a test sees every request, which it may hide."""
        if not worker:
            self.page.add_init_script("delete Navigator.prototype.serviceWorker")
        go_in(self.page, self.site + a_link(officer, byte=byte))
        if self.page.url != self.home:  # who is no officer begins elsewhere
            self.page.goto(self.home)
        expect(self.page.get_by_role("status")).to_contain_text("Connected.")
        if worker:
            self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        return self

    def killed(self) -> "Phone":
        """End the page without a word, and give the phone with the app opened anew."""
        fresh = Phone(self.context.new_page(), self.site)
        self.page.close(run_before_unload=False)
        fresh.page.goto(fresh.home)
        return fresh

    def room(self, quota: int | None) -> None:
        """Let the phone have so many bytes for the app; None for as many as there are."""
        session = self.context.new_cdp_session(self.page)
        size = {} if quota is None else {"quotaSize": quota}
        session.send("Storage.overrideQuotaForOrigin", {"origin": self.site, **size})

    def full(self, *, is_full: bool = True) -> None:
        """Let the browser refuse to keep anything, as it does on a disk without room."""
        self.page.evaluate(REFUSE, is_full)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def offline(self, *, off: bool = True) -> None:
        self.context.set_offline(off)

    def says(self, words: str) -> None:
        expect(self.page.locator("#page")).to_contain_text(words)

    def hand_over(self, language: str = "en") -> None:
        self.page.get_by_label("In which language to begin").select_option(language)
        self.page.get_by_role("button", name="Hand the phone over").click()
        expect(self.page.locator(".heard-languages")).to_be_visible()

    def press(self, nth: int = 0) -> None:
        """Press a button of the page by its place, whatever the language."""
        self.page.locator("#page button").nth(nth).click()

    def fill(self, key: str, fields: Mapping[str, str | list[str]]) -> None:
        """Fill in what a form of the citizen's pages would send for a question."""
        form = self.page.locator(f'form[data-question="{key}"]')
        expect(form).to_be_visible()
        for name, value in fields.items():
            box = form.locator(f'[name="{name}"]').first
            tag, kind = box.evaluate("one => [one.localName, one.type]")
            if kind in {"radio", "checkbox"}:
                for one in [value] if isinstance(value, str) else value:
                    form.locator(f'[name="{name}"][value="{one}"]').check()
            elif tag == "select":
                box.select_option(value)
            else:
                box.fill(str(value))

    def answer(self, key: str, fields: Mapping[str, str | list[str]]) -> None:
        self.fill(key, fields)
        self.page.locator(f'form[data-question="{key}"] button[type=submit]').click()
        expect(self.page.locator(f'form[data-question="{key}"]')).to_have_count(0)

    def go_through(self, until: str = "", **other: Mapping[str, str | list[str]]) -> None:
        """Press Start, and answer every question, or those before one."""
        self.press()
        for key, fields in SENT.items():
            if key == until:
                expect(self.page.locator(f'form[data-question="{key}"]')).to_be_visible()
                return
            self.answer(key, other.get(key, fields))
        expect(self.page.locator("dl")).to_be_visible()

    def finish(self) -> None:
        self.press()
        expect(self.page.locator(".govuk-panel")).to_be_visible()

    def back_to_officer(self) -> None:
        self.page.get_by_role("button", name="Officer: go on").click()
        expect(self.page.get_by_role("heading", name="In the field")).to_be_visible()

    def interview(self) -> None:
        """Hold a whole interview, and give the phone back."""
        self.hand_over()
        self.go_through()
        self.finish()
        self.back_to_officer()

    def kept(self) -> dict[str, Any]:
        """Give all that lies in the phone's own database."""
        found: dict[str, Any] = json.loads(self.page.evaluate(DUMP))
        return found

    def waits(self, count: int) -> None:
        words = {0: "Nothing waits to be sent.", 1: "1 interview waits to be sent."}
        self.says(words.get(count, f"{count} interviews wait to be sent."))
