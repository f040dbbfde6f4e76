"""What somebody has to do by a date: alerts, declarations, contributions, interviews.

R5, R9, R10, R14 (alerts), R17. All limits come from :class:`~.contract_terms.Terms`, handed over
by the caller as plain values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .periods import DAY, Period, add_months, end_of_period


def alert_dates(deadline: date, days_before: Iterable[int]) -> list[date]:
    """R5: the days on which a term announces itself, earliest first.

    >>> [str(day) for day in alert_dates(date(2026, 12, 31), (90, 60, 30, 7))]
    ['2026-10-02', '2026-11-01', '2026-12-01', '2026-12-24']
    """
    return sorted(deadline - timedelta(days=days) for days in set(days_before))


def month_alert_dates(deadline: date, months_before: Iterable[int]) -> list[date]:
    """R14: the same, counted in months.

    >>> [str(day) for day in month_alert_dates(date(2026, 12, 31), (12, 6, 3))]
    ['2025-12-31', '2026-06-30', '2026-09-30']
    """
    return sorted(add_months(deadline, -months) for months in set(months_before))


def alert_reached(deadline: date, day: date, days_before: Iterable[int]) -> int | None:
    """The closest threshold already passed on ``day``: 90, 60, 30, 7; 0 once the term is past.

    >>> limits = (90, 60, 30, 7)
    >>> [alert_reached(date(2026, 12, 31), date(2026, 12, d), limits) for d in (1, 23, 24, 31)]
    [30, 30, 7, 7]
    >>> alert_reached(date(2026, 12, 31), date(2027, 1, 1), limits)
    0
    >>> alert_reached(date(2026, 12, 31), date(2026, 1, 1), limits)
    """
    left = (deadline - day).days
    if left < 0:
        return 0
    return min((days for days in days_before if left <= days), default=None)


@dataclass(frozen=True, slots=True)
class Declaration:
    """R9: a declaration to Urssaf and France Travail; state = due | late | done | done_late."""

    due: date
    last_day: date
    state: str


def declaration(
    event: date,
    day: date,
    done_on: date | None = None,
    due_days: int = 0,
    late_days: int = 8,
) -> Declaration:
    """R9: due the day of the event (conclusion, renewal, early end), late after eight days.

    >>> declaration(date(2026, 3, 1), date(2026, 3, 9)).state
    'due'
    >>> declaration(date(2026, 3, 1), date(2026, 3, 10)).state
    'late'
    >>> declaration(date(2026, 3, 1), date(2026, 6, 1), done_on=date(2026, 3, 10)).state
    'done_late'
    """
    last_day = event + timedelta(days=late_days)
    if done_on is not None and done_on <= day:
        state = "done" if done_on <= last_day else "done_late"
    else:
        state = "due" if day <= last_day else "late"
    return Declaration(event + timedelta(days=due_days), last_day, state)


def quarterly_due(day: date, payment_day: int = 15) -> date:
    """R10: the contributions of a quarter are paid within the first 15 days of the next one.

    >>> quarterly_due(date(2026, 11, 23)), quarterly_due(date(2026, 3, 31))
    (datetime.date(2027, 1, 15), datetime.date(2026, 4, 15))
    """
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return add_months(first, 3) + (payment_day - 1) * DAY


@dataclass(frozen=True, slots=True)
class Interviews:
    """R17: interviews of the last twelve months, how many are missing, and until when."""

    window: Period
    done: int
    missing: int
    due: date
    late: bool


def interviews(
    dates: Sequence[date],
    day: date,
    since: date,
    required: int = 2,
    months: int = 12,
) -> Interviews:
    """R17: at least two individual interviews in any twelve months under contract.

    The first year is complete on its last day: before, interviews are missing but not late.
    ``due`` is the last day to hold the next one so that the count never falls below.

    >>> interviews([date(2026, 2, 1), date(2026, 8, 1)], date(2026, 11, 23), date(2025, 1, 1)).due
    datetime.date(2027, 2, 1)
    >>> found = interviews([date(2026, 2, 1)], date(2026, 11, 23), date(2025, 1, 1))
    >>> found.done, found.missing, found.late
    (1, 1, True)
    """
    if required < 1:
        raise ValueError("at least one interview must be required")
    window = Period(add_months(day, -months) + DAY, day)
    past = sorted(held for held in dates if held <= day)
    done = sum(held in window for held in past)
    due = end_of_period(since, months)
    if len(past) >= required:
        due = max(due, add_months(past[-required], months))
    return Interviews(window, done, max(0, required - done), due, day > due)
