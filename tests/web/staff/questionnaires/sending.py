"""Sends the forms of these pages, and says what came of it."""

import html
import re
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heard.questionnaires.models import Manuscript

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

NEW = "/staff/questionnaires/new"


def problems(answer: "Response") -> str:
    """Give the words of the summary of problems, or none."""
    page = answer.content.decode()
    wrong = re.search(r'govuk-error-summary__list">(.*?)</ul>', page, re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", wrong[1]).split())) if wrong else ""


def said(answer: "Response") -> tuple[int, str]:
    """Give the status with where it leads, or with what is wrong."""
    if answer.status_code == 303:
        return 303, answer.headers["Location"]
    return answer.status_code, problems(answer)


def upload(client: Client, content: bytes, *, path: str = NEW, source: str = "") -> "Response":
    """Send a file from the page, with whatever stands in the box below it."""
    given = {"file": SimpleUploadedFile("form.xlsx", content), "source": source}
    answer: Response = client.post(path, given)
    return answer


def typed(client: Client, source: str, *, path: str = NEW) -> "Response":
    """Send tables as a browser does, with its own ends of lines."""
    answer: Response = client.post(path, {"source": source.replace("\n", "\r\n")})
    return answer


def newest() -> Manuscript:
    return Manuscript.objects.latest("pk")
