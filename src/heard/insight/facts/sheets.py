"""Everybody who answered as one row: what of the headline's scale they answered and what it counts.

From such sums it is counted what goes with an outcome, without looking at each answer again.
"""

from heard.insight.measures import HEADLINE, MEASURES

ON_THEM = ("answered", "content")  # the questions, and those that the headline counts, by name
MOST_QUESTIONS = 62  # of one questionnaire on the scale: a number with a sign has no more bits
_SCALE = MEASURES[HEADLINE].scale
_PLACE = ("programme", "version", "area", "incident", "stage", "week")

# Makes the table `sheets` of the answers in their base that are `said`. What somebody answered is
# kept as bits until all people are put together, since names take seven times as long.
SHEETS = f"""
    CREATE TABLE bits AS SELECT questionnaire, question, 1::BIGINT << (nth - 1) AS bit FROM (
        SELECT questionnaire, question,
            row_number() OVER (PARTITION BY questionnaire ORDER BY question) AS nth,
            count(*) OVER (PARTITION BY questionnaire) AS many
        FROM (SELECT DISTINCT questionnaire, question FROM said WHERE scale = '{_SCALE}')
    ) WHERE many <= {MOST_QUESTIONS};
    CREATE TABLE people AS
    SELECT questionnaire, {", ".join(_PLACE)}, answered, content, count(*) AS n,
        min(first) AS first, max(last) AS last
    FROM (
        SELECT questionnaire, {", ".join(f"any_value({name}) AS {name}" for name in _PLACE)},
            sum(bit)::BIGINT AS answered, sum(bit * {HEADLINE})::BIGINT AS content,
            min(first) AS first, max(last) AS last
        FROM said JOIN bits USING (questionnaire, question)
        WHERE scale = '{_SCALE}' GROUP BY questionnaire, response
    ) GROUP BY ALL;
    CREATE TABLE names AS SELECT questionnaire, mask, coalesce((
        SELECT string_agg(question, ' ' ORDER BY question) FROM bits
        WHERE bits.questionnaire = found.questionnaire AND bits.bit & found.mask != 0
    ), '') AS names
    FROM (
        SELECT questionnaire, answered AS mask FROM people
        UNION SELECT questionnaire, content FROM people
    ) AS found;
    CREATE TABLE sheets AS
    SELECT people.* REPLACE (a.names AS answered, c.names AS content) FROM people
    JOIN names a ON a.questionnaire = people.questionnaire AND a.mask = people.answered
    JOIN names c ON c.questionnaire = people.questionnaire AND c.mask = people.content
"""  # noqa: S608 - our own words
