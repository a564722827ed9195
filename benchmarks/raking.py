"""A million answers raked to four margins, beside R's survey and whichever others are there."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

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
    """Time raking as it is called, words and checks included, and its weights beside the peers'."""
    answers, margins = _people()
    took, weights = _timed(lambda: rake(answers, margins, rules=FREE).weights)
    bounded, _ = _timed(lambda: rake(answers, margins).weights)
    found = [peer(answers, margins) for peer in (_by_r, _by_svy, _by_ipfn)]
    peers = [peer for peer in found if peer] or [_row_by_row(answers, margins)]
    return [_row(peer, took, weights, bounded) for peer in peers]


def _row(peer: Peer, took: float, weights: Weights, bounded: float) -> Row:
    name, theirs, other = peer
    apart = float(np.abs(weights / other - 1).max())
    if apart > 1e-6:  # noqa: PLR2004 - beyond what either stops at
        raise AssertionError(f"the weights differ by {apart:.1g}")
    return Row(
        measure=f"Raking {ANSWERS:,} answers to four margins, beside {name}",
        result=1000 * took,
        unit="ms",
        peer=1000 * theirs,
        peer_is=name,
        aim=1200 * theirs,
        least=False,
        note=f"Levels: {', '.join(f'{n} of {margin}' for margin, n in SIZES.items())}; median of"
        f" {TIMES}. Weights equal to {apart:.0e}, words included on both sides. With limits of 0.3"
        f" and 3: {1000 * bounded:,.0f} ms.",
    )


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


def _by_svy(answers: Mapping[str, Sequence[str]], margins: Sequence[Margin]) -> Peer | None:
    """Rake by svy, unless it is not there: it is no part of Heard, nor of its tests."""
    if find_spec("svy") is None:
        sys.stderr.write("bench: there is no svy to rake beside\n")
        return None
    svy: Any = import_module("svy")
    polars: Any = import_module("polars")
    frame = polars.DataFrame(dict(answers)).with_columns(design=polars.lit(1.0))
    sample = svy.Sample(frame, svy.Design(wgt="design"))
    controls = {margin.name: dict(margin.targets) for margin in margins}

    def raked() -> Weights:
        done = sample.weighting.rake(controls=controls, tol=FREE.precision, max_iter=1000)
        return np.asarray(done.data["rk_wgt"].to_numpy(), dtype=np.float64)

    took, found = _timed(raked)
    return "svy", took, found


def _by_ipfn(answers: Mapping[str, Sequence[str]], margins: Sequence[Margin]) -> Peer | None:
    """Rake a table of cells by ipfn, unless it is not there; its callers count and scatter."""
    if find_spec("ipfn") is None:
        sys.stderr.write("bench: there is no ipfn to rake beside\n")
        return None
    ipfn = import_module("ipfn.ipfn").ipfn
    shape = tuple(len(margin.targets) for margin in margins)
    targets = [np.array([*margin.targets.values()]) for margin in margins]

    def raked() -> Weights:
        codes = [np.unique(answers[m.name], return_inverse=True)[1] for m in margins]
        place = np.ravel_multi_index(codes, shape)
        seed = np.bincount(place, minlength=int(np.prod(shape))).reshape(shape).astype(float)
        fit = ipfn(
            seed.copy(),
            targets,
            [[n] for n in range(len(shape))],
            convergence_rate=FREE.precision,
            max_iteration=1000,
        ).iteration()
        return np.asarray((fit / np.where(seed > 0, seed, 1)).ravel()[place], dtype=np.float64)

    took, found = _timed(raked)
    return "ipfn, on cells", took, found


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
