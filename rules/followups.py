"""What the coop has to do by a date for someone under contract: contributions, interviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .periods import DAY, Period, add_months, end_of_period


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
