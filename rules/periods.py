"""Calendar-month arithmetic (rules.md, "Month arithmetic").

Two conventions hold everywhere in this package:

* a :class:`Period` includes both its days; ``end=None`` means that it is still open;
* a month is a calendar month: twelve months from 15 March end on 14 March.

Month ends. ``add_months`` keeps the day and clamps it to the last day of a shorter month. A period
of *n* months ends on the day before the anniversary; when the anniversary day does not exist (31
January + 1 month) the clamped month is used whole, so the period ends on its last day:

>>> add_months(date(2026, 1, 31), 1), end_of_period(date(2026, 1, 31), 1)
(datetime.date(2026, 2, 28), datetime.date(2026, 2, 28))
>>> end_of_period(date(2026, 3, 15), 12)
datetime.date(2027, 3, 14)

This is article 641 of the civil procedure code ("à défaut d'un quantième identique, le délai expire
le dernier jour du mois"), and it makes every period of one month from January last until a day of
February, never of March.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """Calendar months and days that are left over. Not normalised: 40 days stay 40 days.

    >>> Duration(12, 3) + Duration(1, 29)
    Duration(months=13, days=32)
    """

    months: int = 0
    days: int = 0

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(self.months + other.months, self.days + other.days)

    def __bool__(self) -> bool:
        return bool(self.months or self.days)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` to ``end``, both included; ``end=None`` = open."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def days(self) -> int:
        """Number of days, both ends included; an open period has none to give.

        >>> Period(date(2026, 1, 1), date(2026, 1, 31)).days
        31
        """
        if self.end is None:
            raise ValueError("an open period has no length")
        return (self.end - self.start).days + 1


@lru_cache(maxsize=65536)
def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier), clamped to the end of a shorter month.

    >>> add_months(date(2024, 2, 29), 12), add_months(date(2026, 3, 31), -1)
    (datetime.date(2025, 2, 28), datetime.date(2026, 2, 28))
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


@lru_cache(maxsize=65536)
def end_of_period(start: date, months: int) -> date:
    """Last day of a period of ``months`` (at least one) whole months that begins on ``start``.

    >>> end_of_period(date(2026, 1, 1), 8), end_of_period(date(2026, 8, 31), 6)
    (datetime.date(2026, 8, 31), datetime.date(2027, 2, 28))
    """
    if months < 1:
        raise ValueError("a period lasts at least one month")
    anniversary = add_months(start, months)
    return anniversary if anniversary.day < start.day else anniversary - DAY


def month_bounds(day: date) -> Period:
    """The calendar month of a day.

    >>> month_bounds(date(2024, 2, 10))
    Period(start=datetime.date(2024, 2, 1), end=datetime.date(2024, 2, 29))
    """
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def intersect(first: Period, second: Period) -> Period | None:
    """The days that both periods hold, or None.

    >>> intersect(Period(date(2026, 1, 1)), Period(date(2025, 6, 1), date(2026, 1, 31)))
    Period(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 1, 31))
    """
    start = max(first.start, second.start)
    end = min((p.end for p in (first, second) if p.end is not None), default=None)
    return None if end is not None and end < start else Period(start, end)


def overlaps(first: Period, second: Period) -> bool:
    """Whether the two periods share a day.

    >>> overlaps(Period(date(2026, 1, 1), date(2026, 1, 31)), Period(date(2026, 1, 31)))
    True
    """
    return intersect(first, second) is not None


def merge(periods: Iterable[Period]) -> list[Period]:
    """The same days in as few, sorted, separate periods as possible; touching ones are joined.

    >>> merge([Period(date(2026, 2, 1)), Period(date(2026, 1, 1), date(2026, 1, 31))])
    [Period(start=datetime.date(2026, 1, 1), end=None)]
    """
    merged: list[Period] = []
    for period in sorted(periods, key=lambda p: p.start):
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and period.start > last.end + DAY):
            merged.append(period)
        elif last.end is not None and (period.end is None or period.end > last.end):
            merged[-1] = Period(last.start, period.end)
    return merged


def subtract(periods: Iterable[Period], removed: Iterable[Period]) -> list[Period]:
    """The days of ``periods`` that no period of ``removed`` holds.

    >>> subtract([Period(date(2026, 1, 1), date(2026, 1, 31))],
    ...          [Period(date(2026, 1, 10), date(2026, 1, 20))])  # doctest: +NORMALIZE_WHITESPACE
    [Period(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 1, 9)),
     Period(start=datetime.date(2026, 1, 21), end=datetime.date(2026, 1, 31))]
    """
    left = merge(periods)
    for cut in merge(removed):
        kept: list[Period] = []
        for period in left:
            if not overlaps(period, cut):
                kept.append(period)
                continue
            if period.start < cut.start:
                kept.append(Period(period.start, cut.start - DAY))
            if cut.end is not None and (period.end is None or cut.end < period.end):
                kept.append(Period(cut.end + DAY, period.end))
        left = kept
    return left


def duration(period: Period) -> Duration:
    """Whole months from the start, then the days that remain.

    >>> duration(Period(date(2025, 3, 15), date(2026, 3, 14)))
    Duration(months=12, days=0)
    >>> duration(Period(date(2026, 1, 31), date(2026, 3, 2)))
    Duration(months=1, days=2)
    """
    if period.end is None:
        raise ValueError("an open period has no length")
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    while months and end_of_period(period.start, months) > period.end:
        months -= 1
    if not months:
        return Duration(0, period.days)
    return Duration(months, (period.end - end_of_period(period.start, months)).days)
