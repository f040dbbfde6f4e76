"""Adding up earlier contracts, so that a screen can show the sum behind a date ("pourquoi ?")."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .career_status import StatusFact
from .periods import (
    DAY,
    Duration,
    Period,
    add_months,
    duration,
    end_of_period,
    intersect,
    merge,
    overlaps,
    subtract,
)


class Piece(NamedTuple):
    """One stretch of earlier contracts in a sum; ``code`` = its kinds, 'cape' or 'cape+cesa'."""

    code: str
    period: Period
    duration: Duration


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term and why: base term without earlier contracts, what they took off, what is left.

    ``exhausted``: earlier contracts already took everything.
    """

    end: date
    base_end: date
    left: Duration
    spent: Duration
    exhausted: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What a person may still have under CAPE from ``start`` on (R1-R3).

    ``last_end`` = last possible day in all (R3); ``next_end`` = of the next period (R1, R3); both
    stand before ``start`` when nothing is left.
    """

    start: date
    last_end: date
    next_end: date
    left: Duration
    spent: Duration
    renewals_used: int
    renewals_left: int
    pieces: tuple[Piece, ...]


def pieces_before(
    facts: Iterable[StatusFact],
    before: date | None = None,
    removed: Iterable[Period] = (),
) -> tuple[Piece, ...]:
    """Stretches of contract days before a day, each day once; ``removed`` days do not count.

    Without ``before`` every contract must have an end.

    >>> one = StatusFact("cape", date(2024, 1, 1), date(2024, 12, 31))
    >>> two = StatusFact("cape", date(2024, 7, 1), date(2025, 6, 30))
    >>> [(piece.code, piece.duration.months) for piece in pieces_before([one, two])]
    [('cape', 18)]
    """
    limit = Period(date.min, before - DAY) if before else None
    found = list(facts)
    cut: list[tuple[str, Period]] = []
    for fact in found:
        period = intersect(fact.period, limit) if limit else fact.period
        if period is not None:
            cut.append((fact.kind, period))
    stretches = subtract([period for _kind, period in cut], removed)
    pieces = []
    for stretch in stretches:
        kinds = sorted({kind for kind, period in cut if overlaps(period, stretch)})
        pieces.append(Piece("+".join(kinds), stretch, duration(stretch)))
    return tuple(pieces)


def sum_pieces(pieces: Iterable[Piece]) -> Duration:
    total = Duration()
    for piece in pieces:
        total += piece.duration
    return total


def end_less(start: date, months: int, spent: Duration) -> date:
    """End of ``months`` from ``start`` less what is ``spent``; before ``start`` = nothing left."""
    left = months - spent.months
    end = end_of_period(start, left) if left >= 1 else add_months(start, left) - DAY
    return end - spent.days * DAY


def extend(
    start: date,
    end: date,
    suspensions: Iterable[Period],
    on: date | None = None,
) -> date:
    """The term moved by the suspended days between start and (moved) term.

    An open suspension counts up to ``on``, the day of the question; without it, not yet.

    >>> extend(date(2026, 1, 1), date(2026, 8, 31), [Period(date(2026, 8, 22), date(2026, 9, 10))])
    datetime.date(2026, 9, 20)
    """
    closed = []
    for period in suspensions:
        if period.end is None:
            if on is None or on < period.start:
                continue
            period = Period(period.start, on)
        closed.append(period)
    moved = end
    for period in merge(closed):
        common = intersect(period, Period(start, max(start, moved)))
        if moved >= start and common is not None:
            # once it began before the term, all of it moves the term
            moved += Period(common.start, period.end).days * DAY
    return moved


def time_left(start: date, end: date) -> Duration:
    return duration(Period(start, end)) if end >= start else Duration()
