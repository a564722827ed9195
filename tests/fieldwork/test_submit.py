"""What a client of OpenRosa filled in is taken like any form, and kept if it cannot be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import ANY

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from heard.accounts.models import User
from heard.dialogues import alerts
from heard.dialogues.models import Alert
from heard.fieldwork import again, attachments, forms, rejected
from heard.fieldwork.attachments import File
from heard.fieldwork.models import Attachment, Rejected, Submission
from heard.fieldwork.receive import Receipt, Unacceptable
from heard.fieldwork.submit import NoXml, Sent, submit
from heard.invitations import collectors
from heard.invitations.models import Collector
from heard.questionnaires.publish import publish
from heard.responses.models import Answer, Comment, Detail, Response
from tests.fieldwork.instances import START, instance
from tests.open_ways import ANN, BEGAN, NOW, every_kind, way_in
from tests.questionnaires.all_kinds import ALL_KINDS, SAID
from tests.web.citizen.test_kinds import WRITTEN
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
JPEG = File(name="park.jpg", kind="image/jpeg", content=b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40))
PNG = File(name="a.png", kind="image/png", content=b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" * 4)
AUDIT = File(
    name="audit.csv",
    kind="text/csv",
    content=b"event,node,start,end\nform start,,1602496260000,\nquestion,/data/age,1,2\n",
)


@pytest.fixture
def way() -> Collector:
    every_kind()
    return way_in("trial", channel="officer")


@pytest.fixture
def officer() -> User:
    return a_person("bob@example.org", password=None)


def sent(xml: bytes, *files: File) -> Receipt:
    who = User.objects.filter(email="bob@example.org").first()
    return submit(Sent(xml=xml, files=files, interviewer=who, device="tablet 7"), now=NOW)


def numbers() -> list[int]:
    """Give the versions by which what is here was filled in."""
    return list(Response.objects.values_list("version__number", flat=True))


def refused(xml: bytes, *files: File) -> Unacceptable:
    with pytest.raises(Unacceptable) as caught:
        sent(xml, *files)
    return caught.value


def test_the_rows_are_those_that_the_pages_write(way: Collector, officer: User) -> None:
    receipt = sent(instance(way.code))
    rows = Detail.objects.order_by("question_id", "nth", "position")
    expected = [("where", 0, 1, "E05001197") if row[0] == "where" else row for row in WRITTEN]
    assert list(rows.values_list("question_id", "nth", "position", "value")) == expected
    assert list(Answer.objects.values_list("question_id", "value")) == [("treatment", 8)]
    words = {(one.question_id, one.nth): one.text for one in Comment.objects.all()}
    assert words == {
        ("why", 0): "They sell them at the corner",
        ("called", 1): "Ada",
        ("called", 2): "Bo",
    }
    response = receipt.response
    assert (response.collector, response.language, response.started_at) == (way, "en", START)
    paradata = Submission.objects.get()
    assert (paradata.instance, paradata.via, paradata.interviewer, paradata.device) == (
        *("uuid:1", "openrosa", officer, "tablet 7"),
    )


def test_a_repeat_is_known_and_other_answers_under_its_id_are_refused(way: Collector) -> None:
    first, again_ = sent(instance(way.code)), sent(instance(way.code))
    assert (first.known, again_.known) == (False, True)
    assert again_.response == first.response
    fault = refused(instance(way.code, {**SAID, "age": "35"}))
    assert fault.why == "It was here before with other answers, and those stay."
    assert Response.objects.count() == Rejected.objects.count() == 1


def test_a_form_that_stands_for_one_that_is_here_is_not_counted_twice(way: Collector) -> None:
    def changed(earlier: str, uuid: str) -> bytes:
        told = f"<orx:deprecatedID>{earlier}</orx:deprecatedID></orx:meta>"
        return instance(way.code, uuid=uuid).replace(b"</orx:meta>", told.encode())

    sent(instance(way.code))
    assert refused(changed("uuid:1", "uuid:2")).why == (
        "It changes answers that are here already, and those stay."
    )
    assert sent(changed("uuid:0", "uuid:3")).known is False  # the first was never taken
    assert Response.objects.count() == 2


def test_what_is_written_is_kept_as_text(way: Collector) -> None:
    evil = "<script>alert(1)</script> & \"quotes\" ]]> 'x'"
    sent(instance(way.code, {**SAID, "why": evil}))
    assert Comment.objects.get(question_id="why").text == evil


@pytest.mark.parametrize(
    ("changes", "key", "why"),
    [
        ({"age": "12"}, "age", "You must be 16 or over"),
        ({"treatment": "11"}, "treatment", "treatment takes one of 0, 1, 2"),
        ({"worries": "drugs wolves"}, "worries", "worries does not take that: choice."),
    ],
)
def test_a_rule_that_is_broken_is_named(
    changes: dict[str, str], key: str, why: str, way: Collector
) -> None:
    fault = refused(instance(way.code, {**SAID, **changes}))
    assert fault.key == key
    assert why in fault.why
    assert Rejected.objects.get().collector == way


@pytest.mark.parametrize(
    ("more", "key", "why"),
    [
        ("<invented>x</invented>", "invented", "invented is no question of this version."),
        ("<age>20</age>", "age", "age stands there twice."),
        ("<seen/>said", "seen", "There is a text beside seen, where none belongs."),
        (f"<{101 * 'a'}/>", "", "An element has a longer name than any question."),
        (f"{51 * '<child><called>Ada</called></child>'}", "child", "child is there more than 50"),
    ],
)
def test_nothing_that_stands_there_is_passed_over(
    more: str, key: str, why: str, way: Collector
) -> None:
    fault = refused(instance(way.code, more=more))
    assert (fault.key, fault.why.startswith(why)) == (key, True)
    assert not Response.objects.exists()
    assert Rejected.objects.count() == 1


def test_a_template_of_a_repeat_and_blank_text_are_no_answers(way: Collector) -> None:
    template = '<child xmlns:jr="http://openrosa.org/javarosa" jr:template=""><called>X</called>'
    sent(instance(way.code, more=f"\n  {template}</child>\n <park> </park>"))
    assert set(Comment.objects.filter(question_id="called").values_list("nth", flat=True)) == {1, 2}


def test_a_group_may_be_there_not_once(way: Collector) -> None:
    said = {key: text for key, text in SAID.items() if not key.startswith("child/")}
    sent(instance(way.code, said))
    assert not Comment.objects.filter(question_id="called").exists()
    assert sent(instance(way.code, said)).known is True


def test_a_language_that_the_instance_says_counts(way: Collector) -> None:
    xml = instance(way.code)
    welsh = sent(xml.replace(b"<data ", b'<data xml:lang="cy" '))
    french = sent(xml.replace(b"<data ", b'<data xml:lang="fr" ').replace(b"uuid:1", b"uuid:2"))
    assert (welsh.response.language, french.response.language) == ("cy", "en")


def test_the_end_is_the_start_where_the_form_asks_for_no_end_and_now_without_both(
    way: Collector,
) -> None:
    first = sent(instance(way.code)).response
    second = sent(instance(way.code, uuid="uuid:2", start=None)).response
    assert (first.submitted_at, second.submitted_at) == (START, NOW)


def test_the_metadata_of_openrosa_count_where_the_form_has_none(way: Collector) -> None:
    told = (
        "<orx:timeStart>2020-10-12T10:41:00+01:00</orx:timeStart>"
        "<orx:timeEnd>2020-10-12T10:52:00.123+01:00</orx:timeEnd>"
        "<orx:deviceID>collect:abc</orx:deviceID></orx:meta>"
    )
    sent(instance(way.code, start=None).replace(b"</orx:meta>", told.encode()))
    paradata = Submission.objects.get()
    assert (paradata.started_at, paradata.ended_at, paradata.device) == (
        datetime(2020, 10, 12, 9, 41, tzinfo=UTC),
        datetime(2020, 10, 12, 9, 52, 0, 123000, tzinfo=UTC),
        "collect:abc",
    )


def test_a_moment_without_an_offset_is_by_the_clocks_of_london(way: Collector) -> None:
    sent(instance(way.code, start=datetime(2020, 10, 12, 10, 30)))  # noqa: DTZ001 - what is tried
    assert Submission.objects.get().started_at == datetime(2020, 10, 12, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("yesterday", "start is no moment in ISO 8601."),
        ("0001-01-01T00:00:00+14:00", "start is a moment of another century."),
    ],
)
def test_a_moment_that_is_none_is_refused(text: str, why: str, way: Collector) -> None:
    xml = instance(way.code).replace(
        START.isoformat(timespec="milliseconds").encode(), text.encode()
    )
    assert refused(xml).why == why


def test_a_form_or_version_that_is_not_there_is_kept_and_taken_once_it_is(way: Collector) -> None:
    for xml in (
        instance("nowhere2"),
        instance(way.code, version="x"),
        instance(way.code, version="2"),
    ):
        with pytest.raises(forms.Unknown):
            sent(xml)
    assert Rejected.objects.count() == 3
    row = Rejected.objects.get(why__contains="There is no version 2")
    with pytest.raises(forms.Unknown):
        again.take_again(row, by=ANN, now=NOW)
    later = ALL_KINDS.replace("| trial | 1 |", "| trial | 2 |")
    publish(slug="trial", source=later, valid_from=BEGAN + timedelta(days=9), now=NOW)
    receipt = again.take_again(row, by=ANN, now=NOW)
    row.refresh_from_db()
    assert (receipt.known, numbers(), row.settled_at) == (False, [2], NOW)


def test_a_version_that_is_no_longer_asked_is_taken_as_it_was_filled_in(way: Collector) -> None:
    later = ALL_KINDS.replace("| trial | 1 |", "| trial | 2 |")
    publish(slug="trial", source=later, valid_from=BEGAN + timedelta(days=9), now=NOW)
    sent(instance(way.code))
    assert numbers() == [1]


@pytest.mark.parametrize("uuid", ["", "uuid:" + 250 * "a"])
def test_a_form_without_an_id_that_can_be_kept_is_refused_and_kept(
    uuid: str, way: Collector
) -> None:
    assert refused(instance(way.code, uuid=uuid)).why == (
        "A form needs an instanceID of at most 249 characters."
    )
    assert Rejected.objects.get().instance == ""


def test_danger_in_what_nobody_could_read_raises_an_alert() -> None:
    every_kind()
    words = {**SAID, "why": "He is outside and has a knife"}
    with pytest.raises(forms.Unknown):
        sent(instance("nowhere2", words))
    alerts.read_comments(now=NOW, limit=10)
    alert = Alert.objects.get(question_id__endswith="/why")
    assert (alert.rejected, alert.level) == (Rejected.objects.get(), Alert.Level.L0)
    assert Rejected.objects.get().due_at is None


def test_a_long_id_of_a_form_is_refused_and_kept(way: Collector) -> None:
    with pytest.raises(forms.Unknown) as caught:
        sent(instance(9000 * "ab" + way.code))
    assert len(caught.value.why) < 200
    assert Rejected.objects.count() == 1


BOMB = "<!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><data id='trial.x'>&b;</data>"
OUTSIDE = "<!DOCTYPE d SYSTEM 'http://127.0.0.1:9/x.dtd'><data id='trial.x'/>"


@pytest.mark.parametrize(
    "xml",
    [
        *(b"", b"no xml", b"<data>", b"<data>\0</data>", BOMB.encode(), OUTSIDE.encode()),
        b"<?xml version='1.0' encoding='utf-99'?><data/>",
        (20 * "<a>" + 20 * "</a>").encode(),
        f"<data>{20_000 * '<a/>'}</data>".encode(),
        f"<data>{1_000_000 * 'x'}</data>".encode(),
    ],
)
def test_what_is_no_xml_or_wants_too_much_is_refused_at_once(xml: bytes) -> None:
    with pytest.raises(NoXml):
        sent(xml)
    assert not Rejected.objects.exists()


def test_files_may_follow_and_each_is_kept_once_and_sealed(way: Collector) -> None:
    xml = instance(way.code)
    sent(xml, JPEG)
    assert sent(xml, AUDIT, PNG).known is True
    sent(xml, JPEG)
    kept = Attachment.objects.order_by("name").values_list("name", "kind")
    assert list(kept) == [
        *(("a.png", "image/png"), ("audit.csv", "text/csv"), ("park.jpg", "image/jpeg")),
    ]
    assert sorted(attachments.names("uuid:1")) == ["a.png", "audit.csv", "park.jpg"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM fieldwork_attachment")
        assert [row for row in cursor.fetchall() if "4AAQSkZJR" in row[0]] == []
    with pytest.raises(ProgrammingError, match="permission denied"):
        Attachment.objects.update(name="x")


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (replace(JPEG, content=PNG.content), "park.jpg is not what it says it is, image/jpeg."),
        (replace(JPEG, content=b""), "park.jpg is not what it says it is"),
        (replace(JPEG, content=b"MZ\x90\0" + bytes(60)), "park.jpg is not what it says it is"),
        (replace(JPEG, name="park.html"), "park.html is not what it says it is"),
        (replace(AUDIT, content=b"\xff\xfe"), "audit.csv is not what it says it is, text/csv."),
        (replace(AUDIT, content=b"a,b\0"), "audit.csv is not what it says it is"),
        (replace(AUDIT, content=b"a,b\nc"), "audit.csv is not what it says it is"),
        (replace(AUDIT, content=b'"a",b"c"d\n"'), "audit.csv is not what it says it is"),
        (replace(JPEG, kind="application/pdf"), "park.jpg is of a kind that is not taken"),
        (replace(JPEG, name="../x.jpg"), "A file has a name of"),
        (replace(JPEG, name="a\0.jpg"), "A file has a name of"),
        (
            replace(JPEG, content=JPEG.content + bytes(2_000_000)),
            "park.jpg has more than 2,000,000",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_and_the_answers_are_kept(
    file: File, why: str, way: Collector
) -> None:
    assert refused(instance(way.code), AUDIT, file).why.startswith(why)
    assert not Response.objects.exists()
    assert not Attachment.objects.exists()
    row = Rejected.objects.get()
    assert again.take_again(row, by=ANN, now=NOW).known is False


def test_another_file_under_the_same_name_is_refused_and_so_are_too_many(way: Collector) -> None:
    xml = instance(way.code)
    sent(xml, AUDIT)
    other = replace(AUDIT, content=b"event\nx\n")
    assert (
        refused(xml, other).why == "audit.csv was here before with other content, and that stays."
    )
    many = [replace(AUDIT, name=f"{n}.csv") for n in range(11)]
    assert refused(xml, *many).why == "A form has at most 10 files."
    assert Attachment.objects.count() == 1


def test_what_was_rejected_can_be_read_and_taken_after_a_way_in_was_opened_again(
    way: Collector, officer: User
) -> None:
    collectors.close(way, by=ANN, now=START - timedelta(days=1), because="Done.")
    assert "was closed before the interview ended" in refused(instance(way.code)).why
    row = rejected.find(Rejected.objects.get().pk)
    assert row is not None
    assert rejected.told(row) == {**SAID, "where": SAID["where"]}
    with pytest.raises(Unacceptable, match="was closed"):
        again.take_again(row, by=ANN, now=NOW)
    Collector.objects.filter(pk=way.pk).update(closed_at=None)
    fresh = rejected.find(row.pk)
    assert fresh is not None
    response = again.take_again(fresh, by=ANN, now=NOW + timedelta(days=1)).response
    assert (response.submitted_at, Submission.objects.get().interviewer) == (START, officer)
    assert Rejected.objects.get().settled_at == NOW + timedelta(days=1)


def test_what_another_questionnaire_asked_is_not_taken_by_its_number_alone(way: Collector) -> None:
    refused(instance(way.code, {**SAID, "age": "12"}))
    Rejected.objects.update(content="0" * 64)
    row = Rejected.objects.select_related("collector__programme").get()
    with pytest.raises(Unacceptable, match="does not ask"):
        again.take_again(row, by=ANN, now=NOW)
    row.collector = None
    with pytest.raises(Unacceptable, match="Nobody knows"):
        again.take_again(row, by=ANN, now=NOW)


def test_what_is_sent_again_and_taken_settles_what_was_rejected(way: Collector) -> None:
    early = instance(way.code, version="2")
    with pytest.raises(forms.Unknown):
        sent(early)
    later = ALL_KINDS.replace("| trial | 1 |", "| trial | 2 |")
    publish(slug="trial", source=later, valid_from=BEGAN + timedelta(days=9), now=NOW)
    assert sent(early).known is False
    assert Rejected.objects.values_list("settled_at", "why").get() == (NOW, ANY)
