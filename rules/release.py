"""How a subscription is paid: calls and withholding on pay (R28, R29)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from .capital import CENT, ZERO, CapitalRules, first_call_minimum, percent_of
from .finding import Finding
from .periods import add_months


@dataclass(frozen=True)
class Call:
    """One call of a release schedule."""

    due: date
    amount: Decimal


# --- R28: release -------------------------------------------------------------------------------


def release_schedule(
    amount: Decimal,
    signed_on: date,
    first_call: Decimal,
    calls: int = 0,
    years: int = 0,
) -> list[Call]:
    """Split a subscription into its first call and equal later calls (R28).

    The later calls are spread evenly up to the last day the law allows; the last one takes the
    cents that are left, so the calls always sum to the subscription.

    >>> [(c.due.isoformat(), str(c.amount)) for c in release_schedule(
    ...     Decimal(1000), date(2026, 3, 15), Decimal(250), calls=3, years=3)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('2026-03-15', '250.00'), ('2027-03-15', '250.00'), ('2028-03-15', '250.00'),
     ('2029-03-15', '250.00')]
    """
    amount = amount.quantize(CENT)
    first = min(first_call.quantize(CENT), amount)
    rest = amount - first
    if not rest or calls <= 0:
        return [Call(signed_on, amount)]
    schedule = [Call(signed_on, first)] if first else []
    left = rest
    for number in range(1, calls + 1):
        part = (rest * number / calls).quantize(CENT, ROUND_DOWN) - (rest - left)
        if part:
            schedule.append(Call(add_months(signed_on, years * 12 * number // calls), part))
        left -= part
    return schedule


def schedule_problems(
    amount: Decimal, signed_on: date, schedule: Sequence[Call], rules: CapitalRules
) -> list[Finding]:
    """Return why a schedule of calls does not respect R28.

    >>> rules = CapitalRules(first_call_percent=Decimal(25), release_years=5)
    >>> bad = [Call(date(2026, 1, 1), Decimal(20)), Call(date(2032, 1, 1), Decimal(80))]
    >>> [p.code for p in schedule_problems(Decimal(100), date(2026, 1, 1), bad, rules)]
    ['first_call', 'release_late']
    """
    problems = []
    total = sum((call.amount for call in schedule), ZERO)
    if total != amount:
        problems.append(Finding("schedule_sum", {"total": total, "amount": amount}, "R28"))
    first = sum((call.amount for call in schedule if call.due <= signed_on), ZERO)
    minimum = first_call_minimum(amount, rules.first_call_percent)
    if first < minimum:
        values = {"called": first, "minimum": minimum, "percent": rules.first_call_percent}
        problems.append(Finding("first_call", values, "R28"))
    last = add_months(signed_on, rules.release_years * 12)
    late = [call.due for call in schedule if call.due > last]
    if late:
        values = {"due": max(late), "limit": last, "years": rules.release_years}
        problems.append(Finding("release_late", values, "R28"))
    return problems


# --- R29: withholding on pay --------------------------------------------------------------------


def withholding_cap(pay: Decimal, percent: Decimal) -> Decimal:
    """Return the most that may be withheld on a pay (R29), rounded down.

    >>> withholding_cap(Decimal("1433.39"), Decimal(10))
    Decimal('143.33')
    """
    return percent_of(max(pay, ZERO), percent, ROUND_DOWN)


def withholding_schedule(
    amount: Decimal, first_month: date, monthly: Decimal, pay: Decimal, percent: Decimal
) -> list[Call]:
    """Spread an amount over the pays to come, never above the cap (R29).

    >>> plan = withholding_schedule(
    ...     Decimal(500), date(2026, 1, 31), Decimal(120), Decimal(1000), Decimal(10))
    >>> [(c.due.isoformat(), str(c.amount)) for c in plan][-1], len(plan)
    (('2026-05-31', '100.00'), 5)
    >>> withholding_schedule(Decimal(500), date(2026, 1, 31), Decimal(1), ZERO, Decimal(10))
    []
    """
    part = min(monthly.quantize(CENT, ROUND_DOWN), withholding_cap(pay, percent))
    if part <= 0:
        return []
    schedule: list[Call] = []
    left = amount.quantize(CENT)
    while left > 0:
        due = add_months(first_month.replace(day=1), len(schedule) + 1) - timedelta(days=1)
        schedule.append(Call(due, min(part, left)))
        left -= schedule[-1].amount
    return schedule


def withholding_problem(
    amount: Decimal, pay: Decimal, percent: Decimal, *, employee: bool
) -> Finding | None:
    """Return why an amount may not be withheld: no pay, or above the cap (R29).

    >>> withholding_problem(Decimal(101), Decimal(1000), Decimal(10), employee=True).code
    'withholding_cap'
    >>> withholding_problem(Decimal(10), Decimal(1000), Decimal(10), employee=False).code
    'withholding_no_pay'
    """
    if not employee:
        return Finding("withholding_no_pay", {"amount": amount}, "R29")
    cap = withholding_cap(pay, percent)
    if amount > cap:
        values = {"amount": amount, "cap": cap, "pay": pay, "percent": percent}
        return Finding("withholding_cap", values, "R29")
    return None
