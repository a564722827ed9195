"""What cannot wait is found however it is written, what is harmless is not, denial lowers it."""

from dataclasses import replace

import pytest

from heard.core.chat.triggers import PHRASES, Phrase, Trigger, look, of_category

IE = "\N{CYRILLIC SMALL LETTER IE}"


def found(text: str) -> Trigger:
    trigger = look(text)
    assert trigger is not None
    return trigger


def level(text: str) -> str | None:
    trigger = look(text)
    return trigger.level if trigger else None


def test_every_phrase_of_the_list_is_found_at_its_level_or_a_worse_one() -> None:
    assert len(PHRASES) >= 213
    missed = [one.phrase for one in PHRASES if (level(one.phrase) or "L9") > one.level]
    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "HELP ME",
            "h e l p",
            "helpme",
            "h.e.l.p",
            f"h{IE}lp m{IE}",
            "help\u200b me",
            "heeeelp meee",
        ),
        *("he has a 🔪", "🆘", "🩸🩸", "someone has a 🔫", "💣 in the station"),
        *("sui cidal", "su1c1dal", "suiside", "su.i.cidal", "s-u-i-c-i-d-e", "SÜÏCIDÁL"),
        *("r*pe", "ra-ped", "raep", "rpaed", "st4bbed", "kn-ife", "a knif", "macheteee"),
        *("my husbend hit me", "hes outsde the door now", "trppaed in the car", "kidnaped"),
    ],
)
def test_no_spelling_blank_sign_or_picture_hides_an_emergency(text: str) -> None:
    assert level(text) == "L0"


@pytest.mark.parametrize(
    "text",
    [
        *("rapid response", "a harmless dog", "killing time in a queue", "dead battery in my car"),
        *("renew shotgun certificate", "my cat has gone missing", "I cannot find my keys"),
        *("can you help me with my form", "a grape and a drape", "baby clothes never came"),
        *("my back is killing me", "the fence has collapsed", "they ran away with my bag"),
        *("my dog was hit by a car", "screenshot of the text", "they are attached", "no one hurt"),
        *("landlord locked me out", "boy racers on the ring road", "knife amnesty bin", "", "?"),
    ],
)
def test_what_only_sounds_like_danger_is_left_alone(text: str) -> None:
    assert look(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "I am not suicidal",
        "no weapons",
        "I do not want to kill myself",
        "nie mam noża",
        "not raped",
    ],
)
def test_a_negation_lowers_to_l1_and_takes_nothing_back(text: str) -> None:
    trigger = found(text)
    assert (trigger.level, trigger.negated) == ("L1", True)
    assert "999" not in trigger.action
    assert "transfer now" in trigger.action


@pytest.mark.parametrize(
    "text",
    [
        *("he is not breathing", "I do not want to live", "he will not stop, he will kill me"),
        *(
            "I am not suicidal but he has a knife",
            "please do not let him kill me",
            "cannot breathe",
        ),
        *("he won't let me leave", "she has not come home", "on ma nóż"),
    ],
)
def test_a_negation_that_denies_no_danger_lowers_nothing(text: str) -> None:
    trigger = found(text)
    assert (trigger.level, trigger.negated) == ("L0", False)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("mąż mnie bije", "domestic abuse"),
        ("sotul meu ma bate", "domestic abuse"),
        ("میرا شوہر مجھے مارتا ہے", "domestic abuse"),
        ("ਮੇਰਾ ਪਤੀ ਮੈਨੂੰ ਕੁੱਟਦਾ ਹੈ", "domestic abuse"),
        ("আমার স্বামী আমাকে মারে", "domestic abuse"),
        ("زوجي يضربني", "domestic abuse"),
        ("ninkaygu waa i garaacaa", "domestic abuse"),
        ("mae fy ngŵr yn fy nharo", "domestic abuse"),
        ("zaginęła moja córka", "missing person"),
        ("fiul meu a disparut", "missing person"),
        ("میرا بیٹا لاپتہ ہے", "missing person"),
        ("ਮੇਰੀ ਧੀ ਲਾਪਤਾ ਹੈ", "missing person"),
        ("আমার ছেলে নিখোঁজ", "missing person"),
        ("ابني مفقود", "missing person"),
        ("wiilkaygu waa maqan yahay", "missing person"),
        ("mae fy merch ar goll", "missing person"),
    ],
)
def test_the_languages_of_the_product_are_read(text: str, category: str) -> None:
    assert (found(text).level, found(text).category) == ("L0", category)


def test_all_that_anything_found_asks_for_is_done() -> None:
    trigger = found("my partner hit me and he has a knife, I am pregnant")
    assert trigger.is_emergency
    assert trigger.needs_exit
    assert trigger.action.startswith("show 999 panel; ")
    assert trigger.action.count("transfer now") == 1
    assert not found("my daughter is missing").needs_exit
    assert found("my daughter is missing").action.startswith("show 999 panel; ")


def test_the_lower_levels_keep_what_their_list_asks_for() -> None:
    hate, complaint = found("racist abuse"), found("I want to complain about an officer")
    assert (hate.level, complaint.level) == ("L1", "L2")
    assert not hate.is_emergency
    assert complaint.action == "offer complaint route and transfer; suppress survey"


def test_a_force_adds_its_own_phrases() -> None:
    own = Phrase(
        trigger_id="WMP-1",
        phrase="the clock tower is falling",
        match="phrase",
        category="immediate danger",
        level="L0",
        action="show 999 panel; ring the duty inspector",
    )
    whole = replace(own, trigger_id="WMP-2", phrase="tower", match="whole_message", level="L1")
    phrases = [*PHRASES, own, whole]
    trigger = look("Help, the Clock-Tower is fallling!", phrases)
    assert trigger is not None
    assert (trigger.id, trigger.action) == ("WMP-1", own.action)
    assert look("tower", phrases) is not None
    assert look("the tower", phrases) is None
    assert look("the clock tower is falling") is None


def test_a_danger_that_no_list_found_asks_for_what_its_category_does() -> None:
    urgent = of_category("X", "stalking and harassment", "L1")
    assert urgent.needs_exit
    assert "999" not in urgent.action
    assert of_category("X", "missing person", "L0").action.startswith("show 999 panel; transfer")
