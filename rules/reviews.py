"""When what was agreed is looked at again: every year, around the anniversary of its first day."""

from datetime import date

from .periods import add_months

#: Months before a review, or a last day, at which it is time to speak of it.
NOTICE_MONTHS = 3


def anniversary_after(first: date, day: date) -> date:
    """The first anniversary of ``first`` that comes after ``day``; never ``first`` itself.

    The 29th of February is kept on the 28th in a year that has no other, and comes back.

    >>> anniversary_after(date(2024, 1, 1), date(2026, 11, 10))
    datetime.date(2027, 1, 1)
    >>> anniversary_after(date(2024, 2, 29), date(2024, 3, 1))
    datetime.date(2025, 2, 28)
    >>> anniversary_after(date(2024, 2, 29), date(2027, 2, 28))
    datetime.date(2028, 2, 29)
    """
    years = max(1, day.year - first.year)
    found = add_months(first, 12 * years)
    return found if found > day else add_months(first, 12 * (years + 1))


def next_review(
    first: date, since: date, reviewed: date | None = None, last: date | None = None
) -> date | None:
    """The day of the next yearly review; none when the agreement ends before it.

    ``since``: the day from which reviews count, where none was held yet. A review held in the
    three months before an anniversary is that of this anniversary: the next is a year later. One
    that is late stays due until it is held. One that was held before ``since`` makes none due.

    >>> next_review(date(2026, 1, 1), since=date(2026, 1, 1))
    datetime.date(2027, 1, 1)
    >>> next_review(date(2026, 1, 1), date(2026, 1, 1), reviewed=date(2026, 11, 20))
    datetime.date(2028, 1, 1)
    >>> next_review(date(2026, 1, 1), date(2026, 1, 1), reviewed=date(2027, 2, 3))
    datetime.date(2028, 1, 1)
    >>> next_review(date(2026, 1, 1), date(2026, 1, 1), reviewed=date(2026, 6, 3))
    datetime.date(2027, 1, 1)
    >>> next_review(date(2020, 1, 1), since=date(2026, 6, 1), reviewed=date(2025, 2, 3))
    datetime.date(2027, 1, 1)
    >>> next_review(date(2026, 1, 1), date(2026, 1, 1), last=date(2026, 12, 31))
    """
    after = max(since, add_months(reviewed, NOTICE_MONTHS)) if reviewed else since
    found = anniversary_after(first, after)
    return None if last and last <= found else found
