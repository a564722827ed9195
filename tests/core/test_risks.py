"""The words of risk, in any case, spelling and form."""

import pytest

from heard.core.risks import risks


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Domestic incident, male has left", "domestic"),
        ("DOMESTICS between neighbours at 4", "domestic"),
        ("caller states domestc again", "domestic"),
        ("do mestic", "domestic"),
        ("d0mestic", "domestic"),
        ("Caller has a non-molestation order", "domestic"),
        ("says he strangled her", "domestic"),
        ("history of DV", "domestic"),
        ("her ex-partner is outside", "partner"),
        ("her ex partner", "partner"),
        ("EXPARTNER", "partner"),
        ("ex\u2011husband has been round", "partner"),
        ("her ex's car", "partner"),
        ("boyfreind", "partner"),
        ("argument with her husbnad", "partner"),
        ("suicidal thoughts", "suicide"),
        ("sucidal male", "suicide"),
        ("SUISIDE", "suicide"),
        ("threatening to kill himself", "suicide"),
        ("self-harm", "self-harm"),
        ("selfharming", "self-harm"),
        ("has self  harmed before", "self-harm"),
        ("reports a rape", "sexual"),
        ("was raped", "sexual"),
        ("sexually touched", "sexual"),
        ("children in the house", "child"),
        ("chidren upstairs", "child"),
        ("14 year old girl", "child"),
        ("is at a refuge", "refuge"),
        ("moved to a reffuge", "refuge"),
        ("MARAC case", "marac"),
        ("honour based", "honour"),
        ("honor-based", "honour"),
        ("forced marrage", "honour"),
        ("stalking", "stalking"),
        ("being stalked by", "stalking"),
        ("harrassment", "stalking"),
        ("he keeps turning up", "stalking"),
        ("".join(chr(ord(c) + 0xFEE0) for c in "domestic"), "domestic"),  # full-width letters
        ("caller wanted to order a pizza", "coded"),
        ("threats to kill", "threat"),
        ("d o m e s t i c", "domestic"),
        ("M.A.R.A.C.", "marac"),
        ("r\u0430pe", "sexual"),  # with a Cyrillic letter
        ("S136 considered", "mental health"),
        ("15 yo male", "child"),
        ("9yrs old", "child"),
        ("a 3 year-old", "child"),
        ("aged 12", "child"),
        ("trafficking", "slavery"),
        ("traficking", "slavery"),
        ("she says that it is nothing", "person"),
    ],
)
def test_a_risk_is_found_however_it_is_written(text: str, family: str) -> None:
    assert family in risks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Noise from the pub opposite, music until 2am, no crime",
        "Vehicle parked across drive, advice given",
        "Damage only collision, details swapped, road clear",
        "Lost wallet reported, no trace, advised to call bank",
        "Traffic lights stuck on red, traffic queuing",
        "Minor damage, 40 year old wall, aged 18 and 118 yards long",
    ],
)
def test_what_speaks_of_no_risk_is_let_be(text: str) -> None:
    assert risks(text) == frozenset()


def test_one_text_may_speak_of_several() -> None:
    assert risks("ex-boyfriend, domestic, kids present") >= {"partner", "domestic", "child"}
