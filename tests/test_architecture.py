"""What no linter sees of the architecture: relations, receivers, hidden imports, sizes, clocks."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for p in (ROOT / "src" / "heard").rglob("*.py") if "migrations" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
REFUSED = {"util", "utils", "helper", "helpers", "common", "service", "services", "base", "misc"}
STAGE_FILES = {"__init__", "models", "queries", "apps", "migrations"}


def layers() -> dict[str, int]:
    """Every package of Heard with its height in the import contract, 0 at the top."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        name.strip(): height for height, line in enumerate(contract) for name in line.split("|")
    }


def test_every_relation_points_to_the_same_or_an_earlier_layer() -> None:
    heights = layers()
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("heard.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        if (other := field.related_model.__module__.split("."))[0] == "heard"
        and heights[other[1]] < heights[model.__module__.split(".")[1]]
    ]
    assert upward == []


def test_no_relation_can_be_followed_backwards() -> None:
    named = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("heard.")
        for field in model._meta.concrete_fields
        if field.remote_field is not None and field.remote_field.related_name != "+"
    ]
    assert named == []


def trees(paths: list[Path]) -> Iterator[tuple[Path, ast.Module]]:
    for path in paths:
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def test_nothing_receives_signals_and_no_model_is_fetched_by_name() -> None:
    names = {"receiver", "get_model"}
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees(SOURCES)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id in names)
        or (isinstance(node, ast.Attribute) and node.attr in names)
    ]
    assert found == []


def test_the_time_is_always_handed_over() -> None:
    defaults = [
        f"{path}:{node.lineno}"
        for path, tree in trees(SOURCES)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument, default in [
            *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
            *zip(reversed(node.args.args), reversed(node.args.defaults), strict=False),
        ]
        if argument.arg == "now" and default is not None
    ]
    assert defaults == []


def test_only_the_clock_looks_at_the_clock() -> None:
    looks = [
        f"{path}:{node.lineno}"
        for path, tree in trees(SOURCES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
        if isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date", "timezone"}
    ]
    assert [where.split(":")[0] for where in looks] == ["src/heard/clock/read.py"]


# What writes cells, and where it may: what is written elsewhere could hold a formula.
WRITES = {"writer", "DictWriter", "Workbook", "write_table", "write_csv", "to_csv", "to_excel"}
WRITERS = {
    "src/heard/web/sheets.py": "writes every sheet that is read by people",
    "src/heard/questionnaires/export.py": "writes workbooks that are brought in again as they are",
    "src/heard/web/staff/explore/files.py": "writes Parquet, which knows no formulas",
    "src/heard/insight/facts/_files.py": "writes Parquet for ourselves",
    "src/heard/simulation/nightly.py": "writes the example of a file that a force hands in",
    "src/heard/simulation/organisation.py": "writes the example of a file that a force hands in",
}


def test_sheets_are_written_in_one_place() -> None:
    found = {
        str(path)
        for path, tree in trees(SOURCES)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in WRITES
    }
    assert found == WRITERS.keys()


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_can_be_taken_in_at_a_sitting(path: Path) -> None:
    limit = 500 if path.is_relative_to(ROOT / "tests") else 300
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


def test_every_name_says_what_it_is() -> None:
    assert [p for p in SOURCES if p.stem in REFUSED or p.parent.name in REFUSED] == []


def test_every_test_file_mirrors_a_source_file() -> None:
    own = {
        "test_architecture",
        "test_flow",
        "test_pilot",
        "test_modes_agree",
        "test_demo",
        "test_documents",
        "test_browser",
        "test_pictures",
        "test_covered",
    }
    orphans = []
    for path in TESTS:
        if not path.stem.startswith("test_") or path.stem in own:
            continue
        if path.parent in {ROOT / "tests" / name for name in ("building", "peers", "web/security")}:
            continue
        mirrored = ROOT / "src" / "heard" / path.relative_to(ROOT / "tests").parent
        subject = path.stem.removeprefix("test_")
        if not mirrored.is_dir() or not (
            path.parent != ROOT / "tests" or (mirrored / f"{subject}.py").exists()
        ):
            orphans.append(str(path.relative_to(ROOT)))
    assert orphans == []
