"""What a row's cells bring, and the words for each way in which one can be wrong."""

import pytest

from heard.events.models import Contact, Event, Incident
from tests.events.night import VISIT, as_read, otherwise, refusals, row, shipped, take, written
from tests.make import NUMBER

pytestmark = pytest.mark.django_db


def brought(**cells: str) -> dict[str, list[dict[str, object]]]:
    """Give the data of the events of one good row, by type without its beginning."""
    (read,) = as_read(written(row(**cells)))
    assert read.wrong is None
    data: dict[str, list[dict[str, object]]] = {}
    for item in read.items:
        kind = str(item.body["type"]).removeprefix("uk.police.")
        data.setdefault(kind, []).append(item.body["data"])  # type: ignore[arg-type]
    return data


def said(**cells: str) -> str:
    (sentence,) = refusals(row(**cells))
    return sentence


def test_a_call_and_its_log_are_two_events() -> None:
    assert brought(Caller_Age="44", Call_Handler="FC-A-01", Ward="E05001301") == {
        "contact.ended": [
            {
                "contact_id": "C1",
                "channel": "101",
                "incident_ids": ["I1"],
                "calling_number": NUMBER,
                "caller_age": 44,
                "handler": "FC-A-01",
            }
        ],
        "incident.created": [
            {
                "incident_id": "I1",
                "opening_codes": ["AS-02"],
                "area": "WS",
                "ward": "E05001301",
            }
        ],
    }


def test_a_ward_that_is_none_refuses_its_row_and_names_the_column() -> None:
    (told,) = refusals(row(Ward="Paddock"))
    assert told == (
        'row 2, column "Ward": This is no code of a ward, such as E05001178. (ward_code)'
    )


def test_units_bring_an_event_each_and_every_other_cell_its_own() -> None:
    data = brought(
        **{name.replace(" ", "_"): cell for name, cell in VISIT.items()},
        Grade="P2",
        Qualifiers="ALCOHOL RELATED; DRUGS RELATED;",
        Master_Log="I0",
        Closing_Codes="ASB NUISANCE",
        Resulted="01/10/2020 11:56",
        Closed="01/10/2020 11:57",
        Reopened="01/10/2020 11:58",
    )
    team = {"incident_id": "I1", "team": "WS-RA"}
    units = [team | {"unit": "WS-RA1"}, team | {"unit": "WS-RA2"}]
    assert {kind: found for kind, found in data.items() if kind != "contact.ended"} == {
        "incident.created": [{"incident_id": "I1", "opening_codes": ["AS-02"], "area": "WS"}],
        "incident.graded": [{"incident_id": "I1", "grade": "PRIORITY"}],
        "incident.tagged": [{"incident_id": "I1", "tags": ["QU-22", "QU-23"]}],
        "incident.linked": [{"incident_id": "I1", "master_id": "I0"}],
        "resource.assigned": units,
        "resource.at_scene": units,
        "resource.cleared": units,
        "incident.resulted": [{"incident_id": "I1", "closing_codes": ["AS-02"]}],
        "incident.closed": [{"incident_id": "I1"}],
        "incident.reopened": [{"incident_id": "I1"}],
    }


def test_times_are_rfc_3339_in_utc_and_the_later_where_the_clock_shows_them_twice() -> None:
    (summer,) = as_read(written(row()))
    (twice,) = as_read(written(row(Log_Opened="25/10/2020 01:30")))

    assert [item.body["time"] for item in summer.items] == [
        *("2020-10-01T10:45:00Z", "2020-10-01T10:40:00Z"),
    ]
    assert twice.items[1].body["time"] == "2020-10-25T01:30:00Z"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"Call_End": "25:61"},
            (
                'column "Call End": This is not a time as 31/10/2020 23:58:00'
                " or 31/10/2020 23:58 is. (time)"
            ),
        ),
        (
            {"Log_Opened": "29/03/2020 01:30"},
            'column "Log Opened": The clock of Europe/London skips this time. (time_exists)',
        ),
        (
            {"Log_Opened": "01/10/2021 11:40"},
            'column "Log Opened": The event is dated after now. (not_ahead)',
        ),
        (
            {"Log_Opened": "NULL"},
            'column "Log Opened": This is empty, and the row needs it. (required)',
        ),
        (
            {"Contact_Reference": ""},
            'column "Contact Reference": This is empty, and the row needs it. (required)',
        ),
        (
            {"Closing_Codes": "ASB NUISANCE"},
            'column "Resulted": This is empty, and the row needs it. (required)',
        ),
        (
            {"Resulted": "01/10/2020 11:50"},
            'column "Closing Codes": Field required (missing)',
        ),
        ({"Opening_Codes": ""}, 'column "Opening Codes": Field required (missing)'),
        ({"Call_Source": ""}, 'column "Call Source": Field required (missing)'),
        (
            {"Call_Source": "FAX"},
            'column "Call Source": This is no word of the table call_sources. (known_word)',
        ),
        ({"Grade": "p1"}, 'column "Grade": This is no word of the table grades. (known_word)'),
        ({"Caller_Age": "4O"}, 'column "Caller Age": This is not a whole number. (number)'),
        ({"Caller_Age": "٤٤"}, 'column "Caller Age": This is not a whole number. (number)'),
        (
            {"Caller_Age": "144"},
            'column "Caller Age": Input should be less than or equal to 130 (less_than_equal)',
        ),
        (
            {"Qualifiers": "ALCOHOL RELATED;;"},
            'column "Qualifiers": There is nothing between two ; here. (gap)',
        ),
        ({"Qualifiers": ";"}, 'column "Qualifiers": There is nothing between two ; here. (gap)'),
        (
            {"Qualifiers": "Q" * 41},
            'column "Qualifiers": String should have at most 40 characters (string_too_long)',
        ),
        (
            {"Qualifiers": "ALCOHOL\tRELATED"},
            (
                'column "Qualifiers": String should match pattern'
                r" '^[^\x00-\x1f\x7f]+$' (string_pattern_mismatch)"
            ),
        ),
        (
            {"Opening_Codes": "AS-02"},
            (
                'column "Opening Codes": This is a code of ours, and the table incidents'
                " does not say so. (whose_word)"
            ),
        ),
        (
            {"First_Unit_At_Scene": "01/10/2020 11:50"},
            'column "Units": Field required (missing)',
        ),
        (
            {"Response_Team": "WS-RA"},
            (
                'column "Response Team": This belongs to an event that the row does not bring.'
                " (left_out)"
            ),
        ),
        (
            {"Log_Number": "I" * 100},
            'column "Log Number": String should have at most 100 characters (string_too_long)',
        ),
        (
            {"Qualifiers": "DOMESTIC\0ABUSE"},
            (
                'column "Qualifiers": This holds NUL, or a byte that is'
                " none of the file's encoding. (encoding)"
            ),
        ),
        (
            {"Remarks": "Caller\udc92s words"},
            (
                'column "Remarks": This holds NUL, or a byte that is'
                " none of the file's encoding. (encoding)"
            ),
        ),
    ],
)
def test_a_cell_that_is_wrong_refuses_its_row_in_exact_words(
    cells: dict[str, str], sentence: str
) -> None:
    assert said(**cells) == f"row 2, {sentence}"
    assert (Event.objects.count(), Incident.objects.count(), Contact.objects.count()) == (0, 0, 0)


def test_a_row_that_says_nothing_but_a_remark_is_refused() -> None:
    only = dict.fromkeys(row(), "") | {"Remarks": "Handover at six."}
    assert refusals(only) == ["row 2: The row brings no event. (no_event)"]


def test_a_forces_own_code_goes_in_as_it_is_and_a_word_for_nothing_as_nothing() -> None:
    words = shipped().words
    plain = otherwise(words=words | {"qualifiers": words["qualifiers"] | {"NO MARKER": ""}})

    (own,) = as_read(
        written(row(Opening_Codes="ZZ-01;ASB NUISANCE", Qualifiers="NO MARKER")), plain
    )

    assert [item.body["data"] for item in own.items[1:]] == [
        {"incident_id": "I1", "opening_codes": ["ZZ-01", "AS-02"], "area": "WS"},
        {"incident_id": "I1", "tags": []},
    ]


def test_only_what_a_row_newly_says_is_news() -> None:
    assert (take(row()).accepted, take(row()).duplicates) == (2, 2)

    changed = take(row(Grade="P1", Opening_Codes="ASB NUISANCE;MISSING PERSON"))

    assert (changed.accepted, changed.duplicates) == (2, 1)
    assert Incident.objects.values_list("opening_codes", "grade").get() == (
        *(["AS-02", "PW-19"], "EMERGENCY"),
    )


def test_a_number_that_comes_later_is_news_and_no_id_tells_it() -> None:
    take(row(Caller_Number=""))

    assert take(row()).accepted == 1
    names = Event.objects.filter(contact_id="C1").values_list("event_id", flat=True)
    assert [len(name) for name in names] == [len("C1/ended/") + 16] * 2
