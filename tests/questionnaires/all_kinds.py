"""A form that has every kind of question and every sort of rule, in two languages, for tests."""

from pathlib import Path

ALL_KINDS = Path(__file__).with_name("all_kinds.md").read_text(encoding="utf-8")

# What somebody says to it, by key, as ODK writes it, in the order in which it is asked.
SAID = {
    "treatment": "8",
    "worries": "drugs speeding",
    "why": "They sell them at the corner",
    "order": "burglary drugs speeding",
    "district": "south",
    "park": "elm",
    "age": "34",
    "day": "2020-10-11",
    "hour": "21:30:00.000",
    "miles": "2.5",
    "safe": "3",
    "where": "52.48 -1.89 0 0",
    "child/1/called": "Ada",
    "child/1/years": "7",
    "child/1/add-another": "yes",
    "child/2/called": "Bo",
    "child/2/add-another": "no",
    "seen": "OK",
}

SAFE_TO_TALK = (
    "| | select_one yndk | safe | Is it safe for you to talk now? | Ydy hi'n ddiogel siarad nawr? "
    f"| | | yes |{10 * ' |'} YNDK | safety_check |\n"
)
SAFE_POINTS = "".join(
    f"| | yndk | {value} | {english} | {welsh} | |\n"
    for value, english, welsh in (
        (1, "Yes", "Ydy"),
        (2, "No", "Nac ydy"),
        (98, "Don't know", "Ddim yn gwybod"),
    )
)


def asked_aloud() -> str:
    """Give the form as a caller asks it: first whether it is safe to talk."""
    return (
        ALL_KINDS.replace("| range | safe |", "| range | secure |")
        .replace("| | note | hello |", f"{SAFE_TO_TALK}| | note | hello |")
        .replace("| | n10 | 0 |", f"{SAFE_POINTS}| | n10 | 0 |")
    )


SAID_ALOUD = {"safe": "1"} | {
    {"safe": "secure"}.get(key, key): "E05001178" if key == "where" else text
    for key, text in SAID.items()
}
