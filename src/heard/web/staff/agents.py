"""Says in a few words what a browser is, from what it calls itself."""

import re

BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux"),
)


def words(agent: str) -> str:
    """Give for example 'Firefox on Windows'; what is told may be untrue, so it proves nothing."""
    browser = next((name for name, said in BROWSERS if re.search(said, agent)), "A browser")
    system = next((name for name, said in SYSTEMS if re.search(said, agent)), "")
    return f"{browser} on {system}" if system else browser
