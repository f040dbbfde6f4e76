"""What is paid by the month: prorated by the calendar day at both ends and for its pauses."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .periods import Period, add_months, subtract


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """One month of a plan: the last day of its period, the days paid, the days of the month.

    The service of a month is done on that last day: its VAT is that day's (R51).
    """

    last: date
    days: int
    length: int


def plan_months(
    start: date, end: date | None, pauses: Iterable[Period], until: date
) -> list[PlanMonth]:
    """The months of a plan up to the month of ``until``, included; none without a paid day.

    >>> plan_months(date(2026, 1, 17), date(2026, 2, 10), (), date(2026, 12, 1))
    [PlanMonth(last=datetime.date(2026, 1, 31), days=15, length=31), \
PlanMonth(last=datetime.date(2026, 2, 10), days=10, length=28)]
    >>> august = (Period(date(2026, 8, 1), date(2026, 8, 31)),)
    >>> months = plan_months(date(2026, 7, 1), None, august, date(2026, 9, 1))
    >>> [month.last.month for month in months]
    [7, 9]
    """
    held = list(pauses)
    months = []
    month = start.replace(day=1)
    while month <= until and (end is None or month <= end):
        length = monthrange(month.year, month.month)[1]
        last = month.replace(day=length)
        whole = Period(max(month, start), last if end is None else min(last, end))
        left = subtract([whole], held)
        days = sum((period.end - period.start).days + 1 for period in left if period.end)
        if days:
            final = left[-1].end
            assert final is not None
            months.append(PlanMonth(final, days, length))
        month = add_months(month, 1)
    return months


def part_of_month(days: int, length: int) -> Decimal:
    """The exact quantity of a month that is paid in part: never rounded before its price is.

    >>> part_of_month(15, 30)
    Decimal('0.5')
    """
    return Decimal(days) / Decimal(length)
