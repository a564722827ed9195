"""What the facts say of who answered: four columns, worked out from the equality answers.

Empty is not answered, or not asked; `skip` is that they prefer not to say.
"""

COLUMNS = ("age_band", "ethnic_group", "disabled", "sex")
BANDS = {"16-24": 24, "25-34": 34, "35-44": 44, "45-54": 54, "55-64": 64, "65-74": 74}
OLDEST, YOUNGEST = "75+", "under 16"
_YOUNGEST = 16


def columns(row: str, *, at: str, zone: str) -> str:
    """Give the columns as SQL, of a row of profiles and of an instant.

    The age is that of the year in which it happened, since no more is kept of a date of birth:
    for who has their birthday later in the year it is one too high. Disabled is the core
    definition of the Government Statistical Service: a condition that lasts, and reduces what
    somebody can do.
    """
    age = f"extract(year FROM {at} AT TIME ZONE '{zone}')::int - {row}.birth_year"
    bands = " ".join(f"WHEN {age} <= {last} THEN '{band}'" for band, last in BANDS.items())
    return (
        f"CASE WHEN {row}.birth_year IS NULL THEN '' WHEN {age} < {_YOUNGEST} THEN '{YOUNGEST}'"
        f" {bands} ELSE '{OLDEST}' END AS age_band,"
        f" coalesce({row}.ethnic_group, '') AS ethnic_group,"
        f" CASE WHEN {row}.condition <> 'yes' THEN {row}.condition"
        f" WHEN {row}.reduces IN ('lot', 'little') THEN 'yes'"
        f" ELSE coalesce({row}.reduces, '') END AS disabled,"
        f" coalesce({row}.sex, '') AS sex"
    )
