"""The documents say what is there: their links lead somewhere, and the map names every room."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "src/heard"
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
NAMED = re.compile(r"`((?:src|tests|docs|building|benchmarks)/[\w/.-]+)`")


def anchors(document: Path) -> set[str]:
    """Give the anchors that a reader on the web has for the headings of this document."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).strip().replace(" ", "-") for each in headings}


def test_every_link_leads_to_a_file_and_a_heading_that_are_there() -> None:
    dead = []
    for document in DOCUMENTS:
        for link in re.findall(r"\]\((?!\w+:)([^)\s]+)\)", document.read_text()):
            path, _, anchor = link.partition("#")
            target = document.parent / path if path else document
            if not target.exists() or (anchor and anchor not in anchors(target)):
                dead.append((document.name, link))
    assert dead == []


def test_every_file_that_is_named_is_there() -> None:
    wanted = {"src/heard/channels/logfile.py", "tests/channels/test_logfile.py"}  # to be written
    gone = [
        (document.name, name)
        for document in DOCUMENTS
        if document.name != "CHANGELOG.md"
        for name in NAMED.findall(document.read_text())
        if name not in wanted and not (ROOT / name).exists()
    ]
    assert gone == []


def test_the_readme_leads_to_every_document() -> None:
    told = (ROOT / "README.md").read_text()
    missing = [each.name for each in ROOT.glob("docs/*.md") if f"](docs/{each.name}" not in told]
    assert missing == []


def test_the_map_names_every_package_and_only_verbs_that_are_modules() -> None:
    drawn = (ROOT / "docs/architecture.md").read_text()
    packages = [each.parent.name for each in PACKAGES.glob("*/__init__.py")]
    assert [each for each in packages if f"`{each}`" not in drawn] == []
    rows = re.findall(r"^\| `(\w+)` \| (`[^|]*) \|", drawn, re.MULTILINE)
    verbs = [PACKAGES / stage / verb for stage, row in rows for verb in re.findall(r"\w+", row)]
    assert len(rows) > 15
    assert [each for each in verbs if not (each.is_dir() or each.with_suffix(".py").exists())] == []
