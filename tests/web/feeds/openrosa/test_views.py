"""ODK Collect's way over HTTP: list, download, fill in, send, also in parts."""

import hashlib
import http.client
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from heard.eligibility.models import Programme
from heard.fieldwork.models import Attachment, Rejected, Submission
from heard.invitations import collectors
from heard.invitations.models import Collector
from heard.responses.models import Comment, Response
from tests.fieldwork.instances import START, instance
from tests.fieldwork.test_submit import AUDIT, JPEG
from tests.open_ways import ANN, NOW, way_in
from tests.questionnaires.all_kinds import SAID
from tests.web.feeds.openrosa.collect import Collect, message

AUDIT_PART = ("audit.csv", AUDIT.content, AUDIT.kind)
JPEG_PART = ("park.jpg", JPEG.content, JPEG.kind)


def test_a_form_is_listed_downloaded_filled_in_and_sent(collect: Collect, way: Collector) -> None:
    (form,) = collect.forms("?deviceID=collect:1")
    assert (form["formID"], form["name"], form["version"]) == (
        *(f"trial.{way.code}", "Trial, Larkfield (made up), Library", "1"),
    )
    primary = collect.download(form)
    assert (primary.get("id"), primary.get("version")) == (form["formID"], form["version"])
    assert collect.submit(instance(way.code)) == (201, "It is here.")
    assert collect.submit(instance(way.code)) == (
        *(201, "It was here already, and nothing changed."),
    )
    assert Response.objects.get().collector == way
    assert Submission.objects.get().device == "tablet 7"


def test_a_form_goes_out_as_it_was_published_but_for_its_id_and_title(
    collect: Collect, way: Collector
) -> None:
    Programme.objects.filter(pk=way.programme_id).update(equality=False)
    (form,) = collect.forms()
    sent = collect.ask("GET", form["downloadUrl"])
    published = collectors.version_of(way, now=NOW).xform
    own = f'<instance><data id="trial.{way.code}" version="1">'
    titled = published.replace(
        "<h:title>Every kind<", "<h:title>Trial, Larkfield (made up), Library<"
    )
    assert sent.text == titled.replace('<instance><data id="trial" version="1">', own)
    assert sent.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert "Date" in sent.headers


def test_the_equality_questions_are_its_last_group_where_they_are_asked(
    collect: Collect, way: Collector
) -> None:
    (form,) = collect.forms()
    primary = collect.download(form)
    assert [one.tag.rpartition("}")[2] for one in primary][-2:] == ["heard-equality-1", "meta"]
    xform = collect.ask("GET", form["downloadUrl"]).text
    assert form["hash"] == f"md5:{hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest()}"
    for words in ("Do you want to answer the equality questions?", "Beth yw eich crefydd?"):
        assert xform.count(words) == 1
    published = collectors.version_of(way, now=NOW).xform
    body = published.partition("<h:body>")[2].partition("</h:body>")[0]
    assert body in xform  # each letter of it
    Programme.objects.filter(pk=way.programme_id).update(equality=False)
    (without,) = collect.forms()
    assert without["hash"] != form["hash"]
    assert "heard-equality" not in collect.ask("GET", without["downloadUrl"]).text


def test_two_ways_into_one_questionnaire_are_two_forms(collect: Collect, way: Collector) -> None:
    other = way_in("trial", channel="officer", impact_area="tanner-row", place="Market")
    assert [one["name"] for one in collect.forms()] == [
        *("Trial, Larkfield (made up), Library", "Trial, Tanner Row (made up), Market"),
    ]
    (one,) = collect.forms(f"?formID=trial.{other.code}")
    assert collect.download(one).get("id") == f"trial.{other.code}"
    assert "descriptionText" not in one
    (told,) = collect.forms(f"?formID=trial.{other.code}&verbose=true&listAllVersions=true")
    assert told["descriptionText"] == "Trial"
    collect.submit(instance(other.code))
    assert Response.objects.get().impact_area == "tanner-row"


def test_a_manifest_is_empty_and_what_is_not_asked_is_not_found(
    collect: Collect, way: Collector
) -> None:
    (form,) = collect.forms()
    manifest = collect.ask("GET", form["manifestUrl"])
    assert manifest.status_code == 200
    assert b'<manifest xmlns="http://openrosa.org/xforms/xformsManifest" />' in manifest.content
    collectors.close(way, by=ANN, now=NOW, because="Done.")
    assert collect.forms() == []
    gone = [
        *(form["downloadUrl"], form["manifestUrl"], "forms/trial.x/1", "forms/trial.x/1/manifest"),
        *(f"forms/trial.{way.code}/2", f"forms/trial.{way.code}/one", "forms/trial/1"),
    ]
    answers = [collect.ask("GET", url) for url in gone]
    assert {answer.status_code for answer in answers} == {404}
    assert message(answers[0]) == f"The form trial.{way.code} is not asked now."


def test_files_come_in_several_requests_and_in_any_order(collect: Collect, way: Collector) -> None:
    xml = instance(way.code)
    assert collect.submit(xml, files=[AUDIT_PART], incomplete=True, first=False)[0] == 202
    assert collect.submit(xml, files=[JPEG_PART], first=False)[0] == 201
    names = Attachment.objects.order_by("name").values_list("instance", "name")
    assert list(names) == [("uuid:1", "audit.csv"), ("uuid:1", "park.jpg")]
    assert Response.objects.count() == 1


def test_what_is_wrong_is_said_and_kept(collect: Collect, way: Collector) -> None:
    wrong = [
        (instance(way.code, {**SAID, "age": "12"}), 400, "You must be 16 or over"),
        (instance(way.code, uuid=""), 400, "A form needs an instanceID of at most 249 characters."),
        (instance("nowhere2"), 404, "There is no form trial.nowhere2."),
        (
            instance(way.code, version="7"),
            404,
            f"There is no version 7 of the form trial.{way.code}.",
        ),
    ]
    for xml, status, said in wrong:
        assert collect.submit(xml) == (status, said)
    assert collect.submit(instance(way.code), files=[("a.jpg", b"MZ", "image/jpeg")]) == (
        *(400, "a.jpg is not what it says it is, image/jpeg."),
    )
    assert Rejected.objects.count() == 5
    bomb = b"<!DOCTYPE d [<!ENTITY a 'x'>]><data>&a;</data>"
    assert collect.submit(bomb)[0] == 400
    assert Rejected.objects.count() == 5
    assert not Response.objects.exists()


def test_markup_in_an_answer_stays_text(collect: Collect, way: Collector) -> None:
    evil = "<script>alert(1)</script>"
    assert collect.submit(instance(way.code, {**SAID, "why": evil}))[0] == 201
    assert Comment.objects.get(question_id="why").text == evil


def test_a_form_as_a_plain_field_is_taken_and_a_device_may_name_itself(
    collect: Collect, way: Collector
) -> None:
    parts = {"xml_submission_file": (None, instance(way.code))}
    answer = collect.ask("POST", "submission?deviceID=collect:9", files=parts)
    assert answer.status_code == 201
    assert Submission.objects.get().device == "collect:9"
    strange = {"xml_submission_file": (None, instance(way.code, uuid="uuid:2"))}
    head = collect.ask("HEAD", "submission?deviceID=collect%3A9")
    assert head.headers["Location"] == f"{collect.base}/submission?deviceID=collect%3A9"
    assert collect.ask("POST", "submission?deviceID=%00", files=strange).status_code == 201
    assert Submission.objects.get(instance="uuid:2").device == "tablet 7"


@pytest.mark.parametrize(
    "sent",
    [
        {"data": b"<data/>"},
        {"files": {"other": ("a.xml", b"<data/>", "text/xml")}},
        {"files": [("xml_submission_file", ("a", b"<a/>", "text/xml"))] * 2},
        {"files": {f"x{n}": ("a", b"a", "text/plain") for n in range(200)}},
    ],
)
def test_a_body_of_another_shape_is_refused(sent: dict[str, object], collect: Collect) -> None:
    answer = collect.ask("POST", "submission", **sent)
    assert answer.status_code == 400
    assert message(answer)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(collect: Collect) -> None:
    parts = urlsplit(collect.base)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=30)) as line:
        answer = _announced(line, f"{parts.path}/submission", 5_000_001)
        assert answer.status == 413
        assert b"at most 5,000,000 bytes" in answer.read()


def _announced(line: http.client.HTTPConnection, path: str, size: int) -> http.client.HTTPResponse:
    """Say how much will come, and send nothing of it."""
    line.putrequest("POST", path)
    line.putheader("Content-Length", str(size))
    line.putheader("Content-Type", "multipart/form-data; boundary=b")
    line.endheaders()
    return line.getresponse()


def test_a_body_without_a_length_is_refused_where_its_end_cannot_be_told(collect: Collect) -> None:
    answer = collect.ask("POST", "submission", data=iter([b"a"]))
    assert (answer.status_code, message(answer)) == (411, "Say how long the body is.")


def test_a_device_that_comes_back_after_the_end_brings_what_was_asked_before(
    collect: Collect, way: Collector
) -> None:
    collectors.close(way, by=ANN, now=NOW, because="Done.")
    assert START < NOW
    assert collect.submit(instance(way.code))[0] == 201
    late = instance(way.code, uuid="uuid:2", start=None)
    status, said = collect.submit(late)
    assert (status, "was closed before the interview ended" in said) == (400, True)
