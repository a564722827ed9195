"""A client of OpenRosa over HTTP that shares no code with the server, and goes as ODK Collect."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import requests
from defusedxml.ElementTree import fromstring
from requests.auth import AuthBase

LIST = "{http://openrosa.org/xforms/xformsList}"
RESPONSE = "{http://openrosa.org/http/response}"
HEADERS = {"X-OpenRosa-Version": "1.0", "Date": "Mon, 12 Oct 2020 10:10:00 GMT"}


@dataclass(kw_only=True)
class Collect:
    """A device with the address that it was given, and maybe a way to prove who it is."""

    base: str
    auth: AuthBase | tuple[str, str] | None = None
    log: list[int] = field(default_factory=list)

    def ask(self, method: str, url: str, **more: object) -> requests.Response:
        answer = requests.request(
            method,
            url if url.startswith("http") else f"{self.base}/{url}",
            headers=HEADERS,
            auth=self.auth,
            timeout=30,
            **more,  # type: ignore[arg-type] # what requests takes
        )
        self.log += [*(one.status_code for one in answer.history), answer.status_code]
        return answer

    def forms(self, query: str = "") -> list[dict[str, str]]:
        """List the forms, each as what its elements hold."""
        answer = self.ask("GET", f"formList{query}")
        assert (answer.status_code, answer.headers["X-OpenRosa-Version"]) == (200, "1.0")
        root = fromstring(answer.content)
        assert root.tag == f"{LIST}xforms"
        return [{one.tag.removeprefix(LIST): one.text for one in form} for form in root]

    def download(self, form: dict[str, str]) -> Element:
        """Download a form, see that it is what the list says, and give its primary instance."""
        content = self.ask("GET", form["downloadUrl"]).content
        assert form["hash"] == f"md5:{hashlib.md5(content).hexdigest()}"  # noqa: S324 - the standard's
        found: Element = fromstring(content).find(".//{http://www.w3.org/2002/xforms}instance")[0]
        return found

    def submit(
        self,
        xml: bytes,
        *,
        files: Iterable[tuple[str, bytes, str]] = (),
        incomplete: bool = False,
        first: bool = True,
    ) -> tuple[int, str]:
        """Ask where to send it, send it, and give the status and the message."""
        head = self.ask("HEAD", "submission")
        assert (head.status_code, head.content) == (204, b"")
        assert int(head.headers["X-OpenRosa-Accept-Content-Length"]) == 5_000_000
        form = ("xml_submission_file", ("form.xml", xml, "text/xml"))
        parts = [(name, (name, content, kind)) for name, content, kind in files]
        whole = [form, *parts] if first else [*parts, form]
        if incomplete:
            whole.append(("*isIncomplete*", (None, b"yes", None)))  # type: ignore[arg-type]
        answer = self.ask("POST", head.headers["Location"], files=whole)
        return answer.status_code, message(answer)


def message(answer: requests.Response) -> str:
    """Give what a client would show."""
    root = fromstring(answer.content)
    assert root.tag == f"{RESPONSE}OpenRosaResponse"
    return str(root.findtext(f"{RESPONSE}message"))
