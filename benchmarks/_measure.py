"""Time, processor time and queries of a piece of work, and the table that compares them.

Other programs may use the machine at the same time: beside the clock, the processor time of this
process and of its PostgreSQL backend is told; on an idle machine both are nearly the same.
"""

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Cost:
    """What one run took."""

    seconds: float = 0.0
    cpu: float = 0.0
    queries: int = 0


def _backend_seconds(pid):
    """Processor time of a PostgreSQL backend of this machine; 0 when it cannot be read."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def measured(env):
    """Yield a :class:`Cost`, filled when the block ends; what is pending is flushed inside."""
    env.flush_all()
    env.cr.execute("SELECT pg_backend_pid()")
    (pid,) = env.cr.fetchone()
    cost = Cost()
    queries = env.cr.sql_log_count
    cpu = time.process_time() + _backend_seconds(pid)
    start = time.perf_counter()
    yield cost
    env.flush_all()
    cost.seconds = time.perf_counter() - start
    cost.cpu = time.process_time() + _backend_seconds(pid) - cpu
    cost.queries = env.cr.sql_log_count - queries


def middle(costs):
    """The median of several runs, of each figure apart."""
    return Cost(
        median(cost.seconds for cost in costs),
        median(cost.cpu for cost in costs),
        round(median(cost.queries for cost in costs)),
    )


def rate(count, cost):
    """``count`` per second, by the clock and by the processor."""
    return f"{count / cost.seconds:,.0f}/s ({count / max(cost.cpu, 1e-9):,.0f}/s cpu)"


def verdict(by_clock, by_processor):
    """Whether a goal is reached; a busy machine is told, never counted as reached."""
    if by_clock:
        return "reached"
    return "not reached (by the processor: reached)" if by_processor else "not reached"


class Table:
    """Figures beside their peer and their goal, printed as plain text."""

    HEAD = ("figure", "here", "peer", "ratio", "goal", "")

    def __init__(self, title):
        self.title = title
        self.rows = []

    def add(self, figure, here, peer="", ratio="", goal="", reached=None):
        """Add a line; ``reached`` is None where there is no goal, or already in words."""
        if not isinstance(reached, str):
            reached = {None: "", True: "reached", False: "not reached"}[reached]
        self.rows.append((figure, here, peer, ratio, goal, reached))

    def show(self):
        """Print the table."""
        rows = [self.HEAD, *self.rows]
        widths = [max(len(row[place]) for row in rows) for place in range(len(self.HEAD))]
        load = " ".join(f"{value:.1f}" for value in os.getloadavg())
        print(f"\n{self.title} (load of the machine: {load})")
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            print("  ".join(cells).rstrip())
