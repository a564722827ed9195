"""What must not be when a text goes into a sheet: a formula."""

STARTS = ("=", "+", "-", "@", "\t", "\r")  # of what a spreadsheet takes for a formula


def harmless(value: object) -> object:
    """Give a cell of a CSV; a text that would be taken for a formula has an apostrophe before it.

    Source: OWASP, "CSV Injection".
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(STARTS) else value
