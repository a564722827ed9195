"""A million answers raked to four margins, beside R's survey where it is installed."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.core.statistics.margins import Margin
from heard.core.statistics.raking import Rules, rake

ANSWERS, TIMES = 1_000_000, 5
SIZES = {"age": 7, "sex": 2, "ethnic_group": 5, "area": 30}
FREE = Rules(limits=None)
SCRIPT = Path(__file__).with_suffix(".R")

Weights = NDArray[np.float64]
Peer = tuple[str, float, Weights]


def four_margins(trials: Trials) -> list[Row]:  # noqa: ARG001 - it needs no database
    """Time raking as it is called, words and checks included, and its weights beside the peer's."""
    answers, margins = _people()
    took, weights = _timed(lambda: rake(answers, margins, rules=FREE).weights)
    bounded, _ = _timed(lambda: rake(answers, margins).weights)
    peer_is, peer, theirs = _by_r(answers, margins) or _row_by_row(answers, margins)
    apart = float(np.abs(weights / theirs - 1).max())
    if apart > 1e-6:  # noqa: PLR2004 - beyond what either stops at
        raise AssertionError(f"the weights differ by {apart:.1g}")
    absent = [name for name in ("svy", "ipfn") if find_spec(name) is None]
    left_out = f" Not installed, and so left out: {', '.join(absent)}." if absent else ""
    return [
        Row(
            measure=f"Raking {ANSWERS:,} answers to four margins",
            result=1000 * took,
            unit="ms",
            peer=1000 * peer,
            peer_is=peer_is,
            aim=None,
            least=False,
            note=f"Levels: {', '.join(f'{n} of {name}' for name, n in SIZES.items())}; median of"
            f" {TIMES}. Weights equal to {apart:.0e}. With limits of 0.3 and 3:"
            f" {1000 * bounded:,.0f} ms.{left_out}",
        )
    ]


def _people() -> tuple[dict[str, list[str]], list[Margin]]:
    """Draw people whose margins lean away from those of their population."""
    rng = np.random.default_rng(1)
    answers, margins = {}, []
    for name, size in SIZES.items():
        levels = [f"{name} {n:02}" for n in range(size)]
        leaning = rng.dirichlet(np.full(size, 20.0))
        answers[name] = rng.choice(levels, ANSWERS, p=leaning).tolist()
        targets = rng.dirichlet(np.full(size, 20.0)) * ANSWERS
        margins.append(Margin(name=name, targets=dict(zip(levels, targets.tolist(), strict=True))))
    return answers, margins


def _timed(work: Callable[[], Weights]) -> tuple[float, Weights]:
    times, found = [], work()
    for _ in range(TIMES):
        started = perf_counter()
        found = work()
        times.append(perf_counter() - started)
    return median(times), found


def _by_r(answers: Mapping[str, Sequence[str]], margins: Sequence[Margin]) -> Peer | None:
    """Rake by R, unless it or its package is not there, which is said."""
    program = which("Rscript")
    if program is None:
        sys.stderr.write("bench: there is no Rscript to rake beside\n")
        return None
    with TemporaryDirectory(prefix="heard-bench-raking-") as name:
        folder = Path(name)
        files = [folder / "answers.csv", folder / "margins.csv", folder / "weights"]
        csv.write_csv(pa.table(dict(answers)), files[0])
        rows = [(m.name, str(level), n) for m in margins for level, n in m.targets.items()]
        columns = zip(("margin", "level", "target"), zip(*rows, strict=True), strict=True)
        csv.write_csv(pa.table({word: [*values] for word, values in columns}), files[1])
        done = subprocess.run(  # noqa: S603 - our own script
            [program, str(SCRIPT), *map(str, files)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.stderr.write(f"bench: R does not rake: {done.stderr.strip()}\n")
            return None
        return "R's survey", float(done.stdout), np.fromfile(files[2])


def _row_by_row(answers: Mapping[str, Sequence[str]], margins: Sequence[Margin]) -> Peer:
    """Rake in NumPy without cells, by codes that are there already."""
    codes = [np.unique(answers[m.name], return_inverse=True)[1] for m in margins]
    targets = [np.array([*m.targets.values()]) for m in margins]

    def fitted() -> Weights:
        weights, off = np.ones(ANSWERS), 1.0
        while off > FREE.precision:
            off = 0.0
            for of, target in zip(codes, targets, strict=True):
                factors = target / np.bincount(of, weights=weights)
                off = max(off, float(np.abs(factors - 1).max()))
                weights *= factors[of]
        return weights

    took, found = _timed(fitted)
    return "NumPy answer by answer, numbered before", took, found
