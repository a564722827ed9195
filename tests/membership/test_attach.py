"""Files of messages: checked, kept as they were written anew, frozen, and forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from random import Random

import pytest
from django.db import IntegrityError, transaction
from PIL import Image

from heard.delivery.models import Letter
from heard.journal.models import Entry
from heard.membership import attach, write
from heard.membership.attach import KEPT, Given
from heard.membership.models import Attachment, Copy, Member, Message
from heard.membership.scan import Found, NotScanned, scan
from heard.membership.tend import tend
from heard.membership.write import NoMessage, Who
from tests.core.attached.made import MAKER, archive, jpeg, pdf, png
from tests.membership.asked import NOW, draw, member
from tests.membership.told import AUTHOR, SECOND, approved, letters, sent, written
from tests.peers.clam import EICAR, scanner
from tests.peers.smsc import free_port


def given(content: bytes = b"", *, name: str = "Map.jpg", words: str = "A map") -> Given:
    return Given(name=name, words=words, content=content or jpeg())


def put(message: Message, file: Given, *, who: Who = AUTHOR, asks: str = "") -> Attachment:
    return attach.add(message, file, who=who, scanner=asks, now=NOW)


@pytest.mark.django_db
def test_three_are_kept_clean_and_one_makes_room_for_another() -> None:
    message = written()
    first = put(message, given(name="C:\\Users\\me\\Lost dog.EXE"))
    put(message, given(pdf(), name="leaflet"))
    put(message, given(png(), name="<b>é.pdf.png"))
    kept = attach.of(message)
    assert [one.name for one in kept] == ["Lost dog.jpg", "leaflet.pdf", "b é pdf.png"]
    assert [(one.kind, one.width, one.position) for one in kept] == [
        *(("jpg", 60, 1), ("pdf", 0, 2), ("png", 60, 3)),
    ]
    assert MAKER.encode() not in bytes(first.content)
    assert first.size == len(first.content)
    with pytest.raises(NoMessage, match=r"Map: a message has 3 files at most\."):
        put(message, given())
    attach.remove(message, 1, who=AUTHOR, now=NOW)
    attach.remove(message, 1, who=AUTHOR, now=NOW)
    assert attach.one(message, 1) is None
    assert put(message, given()).position == 1
    acts = Entry.objects.filter(act__in=("membership.attach", "membership.detach"))
    assert acts.count() == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "why"),
    [
        (given(words=" "), "Map: say in 250 characters at most what it shows."),
        (given(words="x" * 251), "Map: say in 250 characters at most what it shows."),
        (given(b"x" * 5_000_001), "Map has more than 5,000,000 bytes."),
        (given(archive(), name="Form.pdf"), "Form is no PDF, JPEG or PNG."),
        (given(b"<svg/>", name="..\\..//x\x00\r\n.svg"), "x is no PDF, JPEG or PNG."),
        (given(pdf(key=""), name="\u202efdp.exe"), "fdp is encrypted."),
        (given(b"GIF89a", name="."), "file is no PDF, JPEG or PNG."),
    ],
)
def test_what_breaks_a_rule_is_named_with_the_rule(file: Given, why: str) -> None:
    message = written()
    with pytest.raises(NoMessage) as refused:
        put(message, file)
    assert str(refused.value) == why
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_what_takes_too_long_or_grows_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attach, "_WAIT", 0.001)
    with pytest.raises(NoMessage, match=r"Map takes too much time or memory to read\."):
        put(written(), given())
    monkeypatch.undo()
    file, noise = BytesIO(), Random(1)  # noqa: S311
    speckled = Image.frombytes("P", (100, 100), noise.randbytes(10_000))
    speckled.putpalette(noise.randbytes(768))
    speckled.save(file, "PNG")
    monkeypatch.setattr(attach, "LARGEST", 12_000)
    with pytest.raises(NoMessage, match=r"Map has more than 12,000 bytes once it is written anew"):
        put(written(), given(file.getvalue()))


@pytest.mark.django_db
def test_from_the_moment_a_second_person_is_asked_nothing_changes() -> None:
    message = written()
    made = put(message, given())
    write.ask(message, who=AUTHOR, now=NOW)
    for act in (
        lambda: put(message, given()),
        lambda: attach.remove(message, 1, who=AUTHOR, now=NOW),
    ):
        with pytest.raises(NoMessage, match="meanwhile"):
            act()
    refused = (
        made.delete,
        lambda: Attachment.objects.update(words="Another"),
        lambda: Attachment.objects.create(message=message, position=2, name="x", at=NOW),
    )
    for around in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            around()
    write.send_back(message, "Another map", who=SECOND, now=NOW)
    attach.remove(message, 1, who=AUTHOR, now=NOW)
    assert attach.of(message) == []


@pytest.mark.django_db
def test_an_e_mail_says_that_there_are_files_and_carries_none() -> None:
    member()
    Member.objects.update(area="BE")
    message = written()
    put(message, given())
    write.ask(message, who=AUTHOR, now=NOW)
    write.approve(message, who=SECOND, now=NOW)
    sent()
    assert len(letters()) == 1
    letter = Letter.objects.get(kind="message")
    said = "There are files to see on its page."
    assert (said in str(letter.body), said in str(letter.html)) == (True, True)
    assert "img" not in str(letter.html)
    assert Copy.objects.count() == 1


@pytest.mark.django_db
def test_a_year_after_a_message_is_over_its_files_go() -> None:
    message, old = written(), approved(title="Kept")
    put(message, given())
    assert attach.forget(now=NOW + KEPT - timedelta(days=1), limit=10) == 0
    write.ask(message, who=AUTHOR, now=NOW)
    assert attach.forget(now=NOW + KEPT, limit=10) == 0
    write.cancel(message, "Over", who=AUTHOR, now=NOW)
    assert tend(site="https://x", draw=draw, now=NOW + KEPT, limit=10) == 1
    assert not Attachment.objects.exists()
    assert old.pk


@pytest.fixture(scope="module")
def clam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scanner(tmp_path_factory.mktemp("clam")) as address:
        yield address


def test_a_scanner_is_asked_and_what_it_cannot_answer_is_not_let_through(clam: str) -> None:
    scan(jpeg(), scanner="")
    scan(jpeg(), scanner=clam)
    with pytest.raises(Found):
        scan(EICAR, scanner=clam)
    for content, address in (
        (bytes(7_000_000), clam),  # more than it takes
        (jpeg(), f"tcp://127.0.0.1:{free_port()}"),  # nobody is there
    ):
        with pytest.raises(NotScanned):
            scan(content, scanner=address)


@pytest.mark.django_db
def test_a_file_that_the_scanner_knows_is_refused_whatever_else_it_is(clam: str) -> None:
    message = written()
    with pytest.raises(NoMessage, match="Map: the virus scanner knows it as harmful"):
        put(message, given(jpeg() + EICAR), asks=clam)
    nobody = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(NoMessage, match="the virus scanner does not answer"):
        put(message, given(), asks=nobody)
    assert put(message, given(), asks=clam).position == 1
