"""A form that has every kind of question and every sort of rule, in two languages, for tests."""

ALL_KINDS = """
| survey | | | | | | | | | | | | | | | | | | | |
| | type | name | label::English (en) | label::Welsh (cy) | hint::English (en) | hint::Welsh (cy) | required | relevant | constraint | constraint_message::English (en) | constraint_message::Welsh (cy) | calculation | choice_filter | default | appearance | parameters | bind::type | bind::heard:scale | bind::heard:dimension |
| | start | start | | | | | | | | | | | | | | | | | |
| | note | hello | A few questions about your area | Ychydig o gwestiynau am eich ardal | | | | | | | | | | | | | | | |
| | select_one n10 | treatment | How polite were we? | Pa mor gwrtais oeddem ni? | 0 is not at all | 0 yw ddim o gwbl | yes | | | | | | | | | | | N10 | treatment |
| | select_multiple worry | worries | What worries you? | Beth sy'n eich poeni? | | | yes | | count-selected(.) <= 2 | Choose two at most | Dewiswch ddau ar y mwyaf | | | | | | | | |
| | text | why | Why drugs? | Pam cyffuriau? | | | no | selected(${worries}, 'drugs') | | | | | | | multiline | | | TEXT | free_text |
| | rank worry | order | Put them in order | Rhowch nhw mewn trefn | | | yes | | | | | | | | | | | | |
| | select_one district | district | Which district? | Pa ardal? | | | yes | | | | | | | | | | | | |
| | select_one park | park | Which park? | Pa barc? | | | no | | | | | | district = ${district} | | | | | | |
| | integer | age | How old are you? | Faint yw eich oed? | | | yes | | . >= 16 and . < 120 | You must be 16 or over | Rhaid i chi fod yn 16 oed neu'n hŷn | | | | | | | | |
| | calculate | grown | | | | | | | | | | if(${age} >= 18, 1, 0) | | | | | int | | |
| | begin_group | visit | Your visit | Eich ymweliad | | | | | | | | | | | field-list | | | | |
| | date | day | When was it? | Pryd oedd hi? | | | yes | | . <= today() | It cannot be in the future | Ni all fod yn y dyfodol | | | today() | | | | | |
| | time | hour | At what time? | Faint o'r gloch? | | | no | | | | | | | | | | | | |
| | decimal | miles | How many miles away? | Sawl milltir i ffwrdd? | | | no | | . >= 0 | It cannot be less than 0 | Ni all fod yn llai na 0 | | | | | | | | |
| | end_group | | | | | | | | | | | | | | | | | | |
| | range | safe | How safe is it from 1 to 5? | Pa mor ddiogel o 1 i 5? | | | yes | | | | | | | | | start=1 end=5 step=1 | | | |
| | geopoint | where | Where was it? | Ble oedd hi? | | | no | | | | | | | | | | | | |
| | begin_repeat | child | A child | Plentyn | | | | ${grown} = 1 | | | | | | | | | | | |
| | text | called | What do you call them? | Beth yw eu henw? | | | yes | | regex(., '[A-Z].*') | Begin with a capital letter | Dechreuwch gyda phriflythyren | | | | | | | TEXT | free_text |
| | integer | years | How old is ${called}? | Faint yw oed ${called}? | | | no | | | | | | | | | | | | |
| | end_repeat | | | | | | | | | | | | | | | | | | |
| | acknowledge | seen | You may stop at any time | Gallwch stopio unrhyw bryd | | | yes | | | | | | | | | | | | |

| choices | | | | | |
| | list_name | name | label::English (en) | label::Welsh (cy) | district |
| | n10 | 0 | 0 – not at all | 0 – ddim o gwbl | |
| | n10 | 1 | 1 | 1 | |
| | n10 | 2 | 2 | 2 | |
| | n10 | 3 | 3 | 3 | |
| | n10 | 4 | 4 | 4 | |
| | n10 | 5 | 5 | 5 | |
| | n10 | 6 | 6 | 6 | |
| | n10 | 7 | 7 | 7 | |
| | n10 | 8 | 8 | 8 | |
| | n10 | 9 | 9 | 9 | |
| | n10 | 10 | 10 – completely | 10 – yn llwyr | |
| | worry | drugs | Drugs | Cyffuriau | |
| | worry | speeding | Speeding | Goryrru | |
| | worry | burglary | Burglary | Byrgleriaeth | |
| | district | north | The north | Y gogledd | |
| | district | south | The south | Y de | |
| | park | oak | Oak Park | Parc y Derw | north |
| | park | elm | Elm Park | Parc y Llwyf | south |

| settings | | | | | |
| | form_title | form_id | version | default_language | namespaces |
| | Every kind | trial | 1 | English (en) | heard="urn:heard:xform" |
"""

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
