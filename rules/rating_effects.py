"""Steps 5 to 7 of rating: the free clock, the monthly quota, the effect on the public price."""

from decimal import Decimal
from typing import Any

from .allocation import HUNDRED, ZERO, round_money
from .finding import Finding
from .periods import end_of_period
from .rating_facts import Clocks, Convention, Counters, Rule, Use
from .rulebook import Choice

HALF = Decimal("0.5")
ONE = Decimal(1)


def clock_scope(use: Use, rule: Rule, convention: Convention) -> tuple[Any, ...]:
    """Where a free clock counts: the whole network (the host if there is none), a host, a space."""
    scope: tuple[Any, ...]
    if rule.clock_scope == "space":
        scope = ("space", use.space_id)
    elif rule.clock_scope == "network" and convention.network_id is not None:
        scope = ("network", convention.network_id)
    else:
        scope = ("host", use.host_id)
    return (*scope, rule.clock_group) if rule.clock_group else scope


def run_clock(use: Use, choice: Choice, clocks: Clocks, reasons: list[Finding]) -> bool:
    """Whether the use falls in its free months (R41, R42); it starts the clock if nothing has."""
    rule = choice.rule
    if rule.clock_start == "contract" and use.contract_start is not None:
        start = use.contract_start
    else:
        start = clocks.touch(use.person_id, clock_scope(use, rule, choice.convention), use.day)
    until = end_of_period(start, rule.free_months)
    if not start <= use.day <= until:
        reasons.append(Finding("free_ended", {"clock_start": start, "free_until": until}))
        return False
    month = 1
    while use.day > end_of_period(start, month):
        month += 1
    reasons.append(
        Finding(
            "free_month",
            {
                "month": month,
                "months": rule.free_months,
                "clock_start": start,
                "free_until": until,
                "days_left": (until - use.day).days,
            },
        )
    )
    return True


def take_quota(
    use: Use,
    rule: Rule,
    counters: Counters,
    reasons: list[Finding],
    countable: bool,
) -> Decimal | None:
    """Quantity of the use that still has the advantage this month, counted as taken.

    None = the quota is passed and what is beyond is forbidden: nothing is taken.
    """
    quota = rule.quota
    if quota is None:
        return use.quantity
    weight = HALF if rule.unit is None and use.unit == "half_day" else ONE
    key = (use.person_id, rule.id, (use.day.year, use.day.month))
    used = counters.used.get(key, Decimal(0))
    wanted = use.quantity * weight
    taken = min(wanted, max(quota - used, Decimal(0)))
    if taken < wanted:
        args = {"quota": quota, "used": used, "wanted": wanted, "within": taken}
        reasons.append(Finding("quota", args))
        if rule.beyond == "forbidden":
            return None
    if countable:
        counters.used[key] = used + taken
    return taken / weight


def apply_effect(
    effect: str,
    value: Decimal,
    amount: Decimal,
    quantity: Decimal,
    reasons: list[Finding],
) -> tuple[Decimal, Decimal]:
    """(net, free) of an amount under an effect; net + free + reduction = amount."""
    if effect == "free":
        reasons.append(Finding("free"))
        return ZERO, amount
    if effect == "discount":
        reasons.append(Finding("discount", {"percent": value}))
        return round_money(amount * (HUNDRED - value) / HUNDRED), ZERO
    if effect == "fixed":
        reasons.append(Finding("fixed", {"price": value}))
        return round_money(value * quantity), ZERO
    if effect == "cap":
        net = min(amount, round_money(value * quantity))
        reasons.append(Finding("cap", {"price": value, "reached": net < amount}))
        return net, ZERO
    reasons.append(Finding("public"))
    return amount, ZERO
