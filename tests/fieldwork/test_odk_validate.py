"""ODK Validate takes every form that goes out, and refuses one that is broken."""

import re
from pathlib import Path

import pytest

from heard.eligibility.models import Programme
from heard.fieldwork import forms
from heard.fieldwork.forms import Offered
from heard.invitations.models import Collector
from heard.questionnaires.models import Version
from heard.web.gates import gates
from tests.odk_validate import refused
from tests.open_ways import NOW, every_kind, way_in
from tests.questionnaires.said_by_text import BY_TEXT

pytestmark = pytest.mark.django_db
PLAIN = """
| survey |
| | type | name | label |
| | text | why | Why? |
| settings |
| | form_title | form_id | version |
| | Plain | trial | 1 |
"""


def served(way: Collector, version: Version, title: str = "Trial & more, <Market>") -> bytes:
    """Give the form as a device gets it."""
    form = Offered(collector=way, version=version, title=title)
    return forms.xform(form, forms.last_questions(gates(), now=NOW))


def every_form() -> dict[str, bytes]:
    """Give every version of every questionnaire, with the equality questions and without."""
    every_kind()
    way = way_in("trial", channel="officer")
    found = {}
    for asks in (True, False):
        Programme.objects.filter(pk=way.programme.pk).update(equality=asks)
        way.programme.refresh_from_db()
        for version in Version.objects.exclude(questionnaire__slug="equality"):
            found[f"{version.questionnaire.slug} {version.number} {asks}"] = served(way, version)
    return found


def test_every_form_that_goes_out_is_one_for_odk_collect(tmp_path: Path) -> None:
    every = every_form()
    assert len(every) == 2 * (Version.objects.count() - 1) > 20
    assert sum(b"heard-equality-1" in form for form in every.values()) == len(every) // 2
    assert refused(every, tmp_path) == {}


@pytest.mark.parametrize("source", [PLAIN, BY_TEXT])
def test_a_form_without_languages_or_of_what_texts_carry_is_one_too(
    source: str, tmp_path: Path
) -> None:
    every_kind(source)
    way = way_in("trial", channel="officer")
    form = served(way, forms.offered(now=NOW)[0].version)
    assert (form.count(b"<translation "), b"What is your religion?" in form) == (1, True)
    assert refused({"plain": form}, tmp_path) == {}


def test_a_form_that_is_broken_is_refused_and_the_others_are_not(tmp_path: Path) -> None:
    every_kind()
    way = way_in("trial", channel="officer")
    good = served(way, forms.offered(now=NOW)[0].version).decode()
    broken = {
        "no question": good.replace('ref="/data/age"', 'ref="/data/nothing"'),
        "no words": re.sub(r'<text id="/data/age:label">.*?</text>', "", good),
        "no rule": good.replace("count-selected(.) &lt;= 2", "count-selected(. &lt;= 2"),
        "no equality": good.replace("<wanted/>", ""),
    }
    whole = {"good": good, **broken, "good too": good}
    found = refused({name: form.encode() for name, form in whole.items()}, tmp_path)
    assert found.keys() == broken.keys()
