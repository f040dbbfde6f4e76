"""Capital of cooperatives: ledger, floor, refund, holding (R14, R30, R31).

Everything here is pure: dates, decimals and frozen dataclasses in, the same out. Every limit is
a parameter, so that a change of the law, or of the statutes of one cooperative, is data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from .finding import Finding
from .periods import add_months

CENT = Decimal("0.01")
ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class CapitalRules:
    """What the legal form and the statutes fix, on one day; ``None`` means no such limit."""

    first_call_percent: Decimal = HUNDRED  # R28
    release_years: int = 0  # R28
    withholding_percent: Decimal = Decimal(10)  # R29
    floor_percent: Decimal = ZERO  # R30
    refund_years: int = 5  # R31
    categories_min: int = 0  # R23
    college_min: Decimal | None = None  # R24
    college_max: Decimal | None = None  # R24
    employee_capital_min: Decimal | None = None  # R26
    employee_votes_min: Decimal | None = None  # R26
    member_capital_max: Decimal | None = None  # R26
    investor_votes_max: Decimal | None = None  # R27
    audit_years: int = 0  # R33, 0: no audit
    audit_loss_years: int = 0  # R33


@dataclass(frozen=True)
class Move:
    """One line of the capital ledger: what changed that day for that member."""

    day: date
    member: int
    shares: int = 0
    subscribed: Decimal = ZERO
    paid: Decimal = ZERO
    category: str = ""


@dataclass(frozen=True)
class Balance:
    """What a member holds at the end of a day."""

    shares: int = 0
    subscribed: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def unpaid(self) -> Decimal:
        """Return what is promised and not yet paid."""
        return self.subscribed - self.paid


def percent_of(amount: Decimal, percent: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return a percentage of an amount, to the cent.

    >>> percent_of(Decimal("100.10"), Decimal(25))
    Decimal('25.03')
    """
    return (amount * percent / HUNDRED).quantize(CENT, rounding)


def first_call_minimum(amount: Decimal, percent: Decimal) -> Decimal:
    """Return the least that must be called at the subscription (R28).

    >>> first_call_minimum(Decimal("150.01"), Decimal(25))
    Decimal('37.51')
    """
    minimum = amount * percent / HUNDRED
    cents = minimum.quantize(CENT, ROUND_DOWN)
    return cents if cents == minimum else cents + CENT


# --- balances and R30, R31: floor and refund ----------------------------------------------------


def balances(moves: Iterable[Move], on: date | None = None) -> dict[int, Balance]:
    """Return what each member holds at the end of a day (all moves when no day is given).

    >>> balances([Move(date(2026, 1, 1), 7, 10, Decimal(200), Decimal(50)),
    ...           Move(date(2026, 2, 1), 7, 0, ZERO, Decimal(150))], date(2026, 1, 15))[7].unpaid
    Decimal('150')
    """
    result: dict[int, Balance] = {}
    for move in moves:
        if on and move.day > on:
            continue
        old = result.get(move.member, Balance())
        result[move.member] = Balance(
            old.shares + move.shares, old.subscribed + move.subscribed, old.paid + move.paid
        )
    return result


def capital_levels(moves: Iterable[Move]) -> list[tuple[date, Decimal]]:
    """Return the subscribed capital at the end of each day on which it changed."""
    by_day: dict[date, Decimal] = {}
    for move in moves:
        by_day[move.day] = by_day.get(move.day, ZERO) + move.subscribed
    level, levels = ZERO, []
    for day in sorted(by_day):
        level += by_day[day]
        levels.append((day, level))
    return levels


def capital_floor(highest: Decimal, percent: Decimal) -> Decimal:
    """Return the capital under which no refund may go (R30), rounded up.

    >>> capital_floor(Decimal("10000.01"), Decimal(25))
    Decimal('2500.01')
    """
    return first_call_minimum(highest, percent)


def refund_problem(
    amount: Decimal, capital: Decimal, highest: Decimal, percent: Decimal
) -> Finding | None:
    """Return why a refund breaks the floor (R30), or ``None``.

    >>> refund_problem(Decimal(700), Decimal(1000), Decimal(2000), Decimal(25)).code
    'capital_floor'
    >>> refund_problem(Decimal(500), Decimal(1000), Decimal(2000), Decimal(25))
    """
    floor = capital_floor(max(highest, capital), percent)
    if amount > 0 and capital - amount < floor:
        values = {"capital": capital, "floor": floor, "possible": max(capital - floor, ZERO)}
        return Finding("capital_floor", values, "R30")
    return None


def refund_value(paid: Decimal, subscribed: Decimal, capital: Decimal, losses: Decimal) -> Decimal:
    """Return what a leaver is due: what was paid, less their part of the losses (R31).

    The part of the losses is the part of the capital. Never negative.

    >>> refund_value(Decimal(500), Decimal(500), Decimal(10000), Decimal(1000))
    Decimal('450.00')
    """
    share = max(losses, ZERO) * subscribed / capital if capital > 0 else ZERO
    return max(paid - share, ZERO).quantize(CENT, ROUND_HALF_UP)


def refund_limit(left_on: date, years: int) -> date:
    """Return the day by which the statutes want a leaver refunded (R31)."""
    return add_months(left_on, years * 12)


# --- R14: who is an associate, and when ---------------------------------------------------------


def holding_periods(moves: Iterable[Move]) -> list[tuple[date, date | None]]:
    """Return the periods in which one member holds at least one share, both days included.

    >>> holding_periods([Move(date(2026, 1, 5), 1, 3), Move(date(2026, 6, 1), 1, -3)])
    [(datetime.date(2026, 1, 5), datetime.date(2026, 5, 31))]
    """
    by_day: dict[date, int] = {}
    for move in moves:
        by_day[move.day] = by_day.get(move.day, 0) + move.shares
    periods: list[tuple[date, date | None]] = []
    start, held = None, 0
    for day in sorted(by_day):
        held += by_day[day]
        if held > 0 and start is None:
            start = day
        elif held <= 0 and start is not None:
            periods.append((start, day - timedelta(days=1)))
            start = None
    if start is not None:
        periods.append((start, None))
    return periods


def intersect(
    left: Iterable[tuple[date, date | None]], right: Iterable[tuple[date, date | None]]
) -> list[tuple[date, date | None]]:
    """Return the days that stand in both lists of periods (``None``: no end).

    >>> a = [(date(2026, 1, 1), None)]
    >>> intersect(a, [(date(2025, 1, 1), date(2026, 1, 2))])
    [(datetime.date(2026, 1, 1), datetime.date(2026, 1, 2))]
    """
    right = list(right)
    result = []
    for first_start, first_end in left:
        for second_start, second_end in right:
            start = max(first_start, second_start)
            end = min(first_end or date.max, second_end or date.max)
            if start <= end:
                result.append((start, None if end == date.max else end))
    return sorted(result, key=lambda period: period[0])
