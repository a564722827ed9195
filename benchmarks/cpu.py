"""What our processes took of the processors: user and system seconds, PostgreSQL's included."""

import os
from collections import defaultdict
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def seconds() -> dict[str, float]:
    """Give the CPU seconds so far of this process and of all it started, by what they are."""
    spent: dict[int, int] = {}
    names: dict[int, str] = {}
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            stat = (folder / "stat").read_text(encoding="utf-8")
            line = (folder / "cmdline").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it ended meanwhile: its parent has its time
        fields = stat.rpartition(")")[2].split()
        pid = int(folder.name)
        spent[pid] = sum(map(int, fields[11:15]))  # its own, and that of children that ended
        names[pid] = _kind(line)
        children[int(fields[1])].append(pid)
    total: dict[str, float] = defaultdict(float)
    total["client"] = spent[os.getpid()] / _TICKS
    left = [(pid, names[pid]) for pid in children[os.getpid()]]
    while left:
        pid, kind = left.pop()
        total[kind] += spent[pid] / _TICKS
        left += [(child, kind) for child in children[pid]]
    return dict(total)


def since(before: dict[str, float]) -> dict[str, float]:
    """Give what was taken since then."""
    return {kind: now - before.get(kind, 0) for kind, now in seconds().items()}


def told(spent: dict[str, float], *, count: int, what: str) -> str:
    """Say how much it was for one of `count` things."""
    each = {kind: 1e6 * value / count for kind, value in spent.items()}
    parts = ", ".join(f"{kind} {value:,.0f}" for kind, value in each.items() if value >= 1)
    return f"{sum(each.values()):,.0f} µs of CPU {what} ({parts})"


def _kind(line: str) -> str:
    if "granian" in line:
        return "web"
    if "heard\0work" in line:
        return "worker"
    return "PostgreSQL" if "postgres" in line else "other"
