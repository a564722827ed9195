"""Who asks for a person is heard in each language of the product."""

import pytest

from heard.core.chat.asks import wants_person


@pytest.mark.parametrize(
    "text",
    [
        *("can I talk to a person", "human", "agent please", "put me through to someone"),
        *("are you a robot", "I do not want to talk to a bot", "lemme speak 2 a human pls"),
        *(
            "chcę rozmawiać z człowiekiem",
            "vreau sa vorbesc cu o persoana",
            "hoffwn siarad â pherson",
        ),
        *("مجھے کسی انسان سے بات کرنی ہے", "kisi insan se baat karni hai"),
        *("ਮੈਂ ਕਿਸੇ ਬੰਦੇ ਨਾਲ ਗੱਲ ਕਰਨੀ ਹੈ", "আমি একজন মানুষের সাথে কথা বলতে চাই"),
        *("أريد التحدث مع شخص", "waxaan rabaa inaan qof la hadlo"),
    ],
)
def test_the_wish_for_a_person_is_heard(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "my bike was stolen",
        "human trafficking",
        "a person parked here",
        "who do I talk to about noise",
    ],
)
def test_nothing_else_is_taken_for_it(text: str) -> None:
    assert not wants_person(text)
