"""An example of each part of an address, for whoever asks all of them."""

from uuid import UUID

from heard.equality.link import Pass, make
from tests.asked import ASKED, TOKEN

PARTS = {
    "<str:token>": TOKEN,
    "<str:apart>": make(Pass(apart=UUID(int=7), quick_exit=False), now=ASKED),
    "<slug:asked>": "condition",
    "<path:key>": "treatment",
    "<int:position>": "1",
    "<int:number>": "1",
    "<str:kind>": "contact",
    "<key:key>": "C0",
    "<slug:slug>": "sms_contact",
    "<slug:form>": "pilot",
    "<int:draft>": "1",
    "<str:suffix>": "md",
    "<str:form>": "neighbourhood.x",
    "<str:version>": "1",
    "<str:code>": "nothing",
    "<str:area>": "BE",
    "<slug:question>": "Q-VSS-01",
    "<slug:own>": "nothing",
    "<slug:code>": "nothing",
    "<slug:drawing>": "nothing",
    "<slug:suffix>": "png",
    "<slug:handle>": "nothing",
    "<slug:language>": "pl",
}


def path_of(route: str) -> str:
    for part, example in PARTS.items():
        route = route.replace(part, example)
    return f"/{route}"
