"""What texts that came back mean, in the words and spellings of those who write them."""

import pytest

from heard.core.replies import Kind, Reply, read_reply
from heard.core.text.triage import Danger, Family, triage
from heard.core.text.words import split

STOP, WRONG, HELP, OTHER = Kind.STOP, Kind.WRONG_NUMBER, Kind.HELP, Kind.OTHER


def kinds(text: str) -> tuple[Kind, Kind]:
    """Give what a text means after a question on a scale, and after one in own words."""
    return tuple(read_reply(text, in_own_words=own).kind for own in (False, True))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        # The words of the domain factbook, 3.6, in any case, spacing and punctuation.
        *((word, "en") for word in ("STOP", "stop", " Stop! ", '"stop"', "(STOP)", "STOP.")),
        *((word, "en") for word in ("UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REMOVE", "Remove me")),
        *((word, "en") for word in ("OPT OUT", "opt-out", "OptOut", "opt me out", "NO MORE")),
        *((word, "cy") for word in ("STOPIO", "Stopio os gwelwch yn dda", "DIM MWY", "dim  mwy")),
        # Full-width letters, figures for letters, letters apart, doubled, swapped, lost.
        *((word, "en") for word in ("\uff33\uff34\uff2f\uff30", "ST0P", "5top", "STOPP", "sstop")),
        *((word, "en") for word in ("s t o p", "S.T.O.P.", "stpo", "sotp", "stp o", "stop\u200b")),
        *((word, "en") for word in ("unsubcribe", "unsuscribe", "unsubscibe", "cancle", "remvoe")),
        # With courtesies, or with what is to be stopped.
        *((word, "en") for word in ("stop please", "Pls stop", "STOP thx", "Hello, please stop")),
        *((word, "en") for word in ("please stop texting me", "Stop sending me these messages")),
        *((word, "en") for word in ("don't text me again", "Do not contact me.", "no more texts")),
        *((word, "en") for word in ("take me off your list", "I want to unsubscribe", "STOP STOP")),
        *((word, "en") for word in ("Leave me alone!!", "stop u muppets", "\N{OCTAGONAL SIGN}")),
        # The other languages of the West Midlands.
        *((word, "pa") for word in ("ਬੰਦ ਕਰੋ", "ਕਿਰਪਾ ਕਰਕੇ ਬੰਦ ਕਰੋ", "ਰੋਕੋ", "band karo")),
        *((word, "ur") for word in ("بند کریں", "بند کرو", "براہ کرم بند کریں", "mat bhejo")),
        *((word, "pl") for word in ("przestań", "PRZESTAN", "Przestańcie pisać", "Koniec", "usun")),
        *((word, "pl") for word in ("proszę, wypisz mnie", "rezygnuje", "nie wysyłajcie")),
        *((word, "bn") for word in ("বন্ধ করুন", "দয়া করে বন্ধ করুন", "থামুন", "আর না")),
        *((word, "gu") for word in ("બંધ કરો", "કૃપા કરીને બંધ કરો", "રોકો", "bandh karo")),
        *((word, "hi") for word in ("बंद करो", "रोको")),
        *((word, "ro") for word in ("oprește", "opriti", "Dezabonare", "nu mai vreau", "gata")),
        *((word, "ar") for word in ("توقف", "تَوَقَّف", "إيقاف", "ايقاف", "من فضلك توقف", "الغاء")),
        *((word, "so") for word in ("jooji", "Jooji fariimaha", "fadlan jooji", "joogso")),
        *((word, "pt") for word in ("parar", "SAIR", "não mais", "nao enviem", "Pare por favor")),
        *((word, "es") for word in ("basta", "BAJA", "no más", "detener", "paren por favor")),
        *((word, "fr") for word in ("arrêt", "ARRET", "Arrêtez svp", "désabonner", "desinscrire")),
        *(
            (word, "zh")
            for word in ("停止", "请停止", "退订", "退訂", "取消", "不要再发", "别发了 谢谢")
        ),
    ],
)
def test_a_wish_to_stop_is_heard_after_any_question(text: str, language: str) -> None:
    for in_own_words in (False, True):
        reply = read_reply(text, in_own_words=in_own_words)
        assert (reply.kind, reply.language) == (STOP, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He saw it. Peidiwch â chysylltu â mi eto", "cy"),
        ("Mae'n flin gen i ond peidiwch â thecstio fi eto", "cy"),
        ("براہ کرم مجھے پیغام نہ بھیجیں", "ur"),
        ("آپ لوگ براہ کرم میسج بھیجنا بند کریں", "ur"),
        ("ਕਿਰਪਾ ਕਰਕੇ ਮੈਨੂੰ ਮੈਸੇਜ ਭੇਜਣਾ ਬੰਦ ਕਰੋ", "pa"),
        ("দয়া করে আমাকে আর মেসেজ পাঠাবেন না", "bn"),
        ("Mam już dosyć, proszę przestać pisać", "pl"),
        ("Proszę nie pisać do mnie więcej", "pl"),
        ("Vă rog, nu-mi mai trimiteți mesaje", "ro"),
        ("Bună ziua, nu mai trimite mesaje la acest număr", "ro"),
        ("لقد تعبت من فضلك توقف عن مراسلتي", "ar"),
        ("Waan daalay, fadlan fariimaha jooji hadda", "so"),
    ],
)
def test_a_request_in_the_middle_is_heard_in_every_language(text: str, language: str) -> None:
    for in_own_words in (False, True):
        reply = read_reply(text, in_own_words=in_own_words)
        assert (reply.kind, reply.language) == (STOP, language)


@pytest.mark.parametrize(
    "text",
    [
        "Policja powinna przestać wysyłać jeden radiowóz",
        "Nie wiem dlaczego nikt do mnie nie napisał",
        "Poliția nu a mai trimis pe nimeni aici",
        "Ni wnaeth neb gysylltu â mi eto",
        "پولیس نے مجھ سے کوئی رابطہ نہیں کیا",
        "لم ترسل الشرطة أحدا إلى بيتي",
    ],
)
def test_a_story_in_another_language_is_no_request(text: str) -> None:
    assert read_reply(text, in_own_words=True).kind is OTHER


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("I have had enough, stop this nonsense with me", OTHER),
        ("They should stop crime in our street", OTHER),
        ("8 but stop it now you lot", OTHER),
        ("They should stop", STOP),
        ("STOP he can hear me", STOP),
        ("Stop shouting at people who call", STOP),
    ],
)
def test_a_stopping_word_counts_inside_a_text_but_of_own_words_only_as_the_first(
    text: str, own: Kind
) -> None:
    assert kinds(text) == (STOP, own)
    assert read_reply(text, in_own_words=True).may_stop == (own == OTHER)


@pytest.mark.parametrize(
    "text",
    [
        "they did not stop to explain",
        "They didn't even stop to explain what would happen",
        "nobody would stop and talk to me",
        "he wouldn't stop for the police",
        "Please don't stop",
        "The stop and search was rude",
        "I waited at the bus stop for an hour",
        "full stop",
    ],
)
def test_a_story_in_which_something_stops_is_no_wish_but_is_pointed_out(text: str) -> None:
    for in_own_words in (False, True):
        reply = read_reply(text, in_own_words=in_own_words)
        assert (reply.kind, reply.may_stop) == (OTHER, True)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "8",
            "eight",
            "10/10",
            "yes",
            "No",
            "shop",
            "step",
            "quite",
            "quiet",
            "held",
            "",
            "$@",
            "?",
        ),
        *(
            "I was stopped",
            "the end result was good",
            "cancelled at the last minute",
            "endless wait",
        ),
        *(
            "removed my car quickly",
            "They helped",
            "no more than I expected",
            "gun",
            "\N{THUMBS UP SIGN}",
        ),
    ],
)
def test_answers_are_answers(text: str) -> None:
    assert kinds(text) == (OTHER, OTHER)
    reply = read_reply(text, in_own_words=True)
    assert (reply.may_stop, reply.says_nothing) == (
        False,
        text in {"", "$@", "?", "\N{THUMBS UP SIGN}"},
    )


@pytest.mark.parametrize(
    ("text", "after_scale", "in_own_words"),
    [
        *(
            (text, WRONG, WRONG)
            for text in ("Wrong number", "wrong nubmer", "who is this?", "Not me")
        ),
        *(
            (text, WRONG, WRONG)
            for text in ("Who's this", "new phone who dis", "It wasn't me", "打错了")
        ),
        *((text, WRONG, WRONG) for text in ("Pomyłka", "número equivocado", "غلط نمبر", "رقم خطأ")),
        ("I think you have the wrong number love", WRONG, OTHER),
        ("I didn't call you lot yesterday", WRONG, OTHER),
        ("they gave me the wrong number to ring", WRONG, OTHER),
        ("who is this service for", OTHER, OTHER),
        *(
            (text, HELP, HELP)
            for text in ("HELP", "help!", "Info", "pomoc", "ayuda", "مدد", "help please")
        ),
        ("they did not help", OTHER, OTHER),
        ("wrong number, STOP", STOP, STOP),
    ],
)
def test_wrong_numbers_and_calls_for_help(text: str, after_scale: Kind, in_own_words: Kind) -> None:
    assert kinds(text) == (after_scale, in_own_words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he is going to kill me", ["TRG-013"]),
        ("I can't breathe", ["TRG-014"]),
        ("I CAN\N{RIGHT SINGLE QUOTATION MARK}T BREATHE!!", ["TRG-014"]),
        ("I want to end it all", ["TRG-055"]),
        ("thinking of self-harm", ["TRG-060", "TRG-061"]),
        ("I was strangeld", ["TRG-086"]),
        ("he had a kn1fe", ["TRG-039"]),
        ("55", ["TRG-035"]),
        ("55 minutes", []),
        ("a 999 call for the zombie knife", ["TRG-039", "TRG-041"]),
        ("it is racist and he has a gun", ["TRG-036", "TRG-156"]),
        ("they refuse to help", []),
        ("Pomocy!", ["TRG-H04"]),
        ("救命啊", ["TRG-H08"]),
        ("8", []),
        ("", []),
    ],
)
def test_phrases_of_danger_are_found_however_they_are_spelt(text: str, expected: list[str]) -> None:
    found = [danger.trigger_id for danger in triage(text)]
    assert sorted(name for name in found if name.startswith("TRG")) == expected
    assert bool(found) is bool(expected)


def test_danger_is_found_beside_whatever_else_a_text_means() -> None:
    found = read_reply("Help me", in_own_words=True)
    cry = Danger(trigger_id="TRG-H02", category="immediate danger", level="L0", family=Family.LIFE)
    assert (found.kind, found.dangers[0], found.dangers) == (HELP, cry, found.signs)
    other = read_reply("stop texting me he has a knife", in_own_words=False)
    assert (other.kind, other.dangers[0].trigger_id) == (STOP, "TRG-039")
    assert Reply(kind=HELP).dangers == ()
    thanks = read_reply("thank you to the officer", in_own_words=False)
    assert ([sign.family for sign in thanks.signs], thanks.dangers) == ([Family.PRAISE] * 2, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Él  dijo: NO ", ("el", "dijo", "no")),
        ("10/10", ("10", "10")),
        ("it's 8.5", ("its", "8", "5")),
        ("s t o p", ("stop",)),
        ("a 1 b", ("a", "1", "b")),
        ("你 好", ("你", "好")),
        ("$ @", ()),
        ("100 pounds", ("100", "pounds")),
    ],
)
def test_words_are_compared_bare(text: str, words: tuple[str, ...]) -> None:
    assert split(text) == words
