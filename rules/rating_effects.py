"""Steps 5 to 8 of rating: the clock, the monthly quota, the effect on the price, the caps."""

from datetime import date
from decimal import Decimal

from .allocation import HUNDRED, ZERO, round_money
from .finding import Finding
from .periods import DAY, Period, end_of_period
from .rating_facts import Clocks, Convention, CounterKey, Counters, Rule, Use
from .rulebook import Choice, PublicPrice

HALF = Decimal("0.5")
ONE = Decimal(1)


def scope_key(use: Use, rule: Rule, convention: Convention) -> str:
    """Where a right counts: the whole network (the host if there is none), a host, a space.

    It names no version of the convention: a new one does not give the right again.
    """
    if rule.clock_scope == "space":
        return f"{use.side}space:{use.space_id}"
    if rule.clock_scope == "network" and convention.network_id is not None:
        return _network_scope(use.side, convention.network_id)
    return f"{use.side}host:{use.host_id}"


def _network_scope(side: str, network_id: int) -> str:
    return f"{side}network:{network_id}"


def _clock_of_group(scope: str, group: str) -> str:
    return f"{scope}/{group}" if group else scope


def clock_key(use: Use, rule: Rule, convention: Convention) -> str:
    """Which clock a use runs: one for each group of rules in a scope."""
    return _clock_of_group(scope_key(use, rule, convention), rule.clock_group)


def network_clock_key(side: str, network_id: int, group: str) -> str:
    """The clock that runs over a whole network, as ``clock_key`` names it.

    >>> network_clock_key("", 5, "cape"), network_clock_key("3/", 5, "")
    ('network:5/cape', '3/network:5')
    """
    return _clock_of_group(_network_scope(side, network_id), group)


def counter_key(use: Use, rule: Rule, convention: Convention) -> str:
    """Which monthly right a use draws on: what the rule is about, in its scope, whatever its name.

    A person of two coops has it once (invariant 4).
    """
    about = (rule.resource_id, rule.resource_kind, rule.unit, rule.day_part)
    words = ",".join("" if part is None else str(part) for part in about)
    return f"{scope_key(use, rule, convention)}/{words}"


def end_of_clock(start: date, months: int, pauses: tuple[Period, ...] = ()) -> date:
    """The last day of a clock of some months, with the days of its pauses given back.

    >>> end_of_clock(date(2026, 1, 1), 3)
    datetime.date(2026, 3, 31)
    >>> end_of_clock(date(2026, 1, 1), 3, (Period(date(2026, 2, 1), date(2026, 2, 10)),))
    datetime.date(2026, 4, 10)
    """
    until = planned = end_of_period(start, months)
    while True:
        paused = sum(
            max(((min(pause.end or until, until) - max(pause.start, start)) / DAY) + 1, 0)
            for pause in pauses
        )
        longer = planned + paused * DAY
        if longer == until or longer > date(9000, 1, 1):
            return until
        until = longer


def run_clock(
    use: Use, choice: Choice, clocks: Clocks, reasons: list[Finding]
) -> tuple[bool, str | None]:
    """Whether the use falls in its first months (R41, R42), and the clock that a first use starts.

    It starts the clock if nothing has.
    """
    rule = choice.rule
    key = None
    if rule.clock_start == "contract" and use.contract_start is not None:
        start = use.contract_start
    else:
        key = clock_key(use, rule, choice.convention)
        start = clocks.touch(use.person_id, key, use.day)
    pauses = use.pauses if rule.clock_pauses else ()
    until = end_of_clock(start, rule.first_months, pauses)
    free = rule.first_effect == "free"
    teller = clocks.told_by.get((use.person_id, key)) if key is not None else None
    told = [] if teller is None else [Finding("clock_told", {"coop": teller})]
    if not start <= use.day <= until:
        code = "free_ended" if free else "first_ended"
        reasons += [Finding(code, {"clock_start": start, "free_until": until}), *told]
        return False, key
    month = 1
    while month < rule.first_months and use.day > end_of_clock(start, month, pauses):
        month += 1
    reasons.append(
        Finding(
            "free_month" if free else "first_month",
            {
                "month": month,
                "months": rule.first_months,
                "clock_start": start,
                "free_until": until,
                "days_left": (until - use.day).days,
            },
        )
    )
    reasons += told
    return True, key


def month_key(use: Use, rule: Rule, convention: Convention) -> CounterKey:
    """The monthly right of the person that a use draws on."""
    return (use.person_id, counter_key(use, rule, convention), (use.day.year, use.day.month))


def take_quota(
    use: Use,
    rule: Rule,
    key: CounterKey,
    counters: Counters,
    reasons: list[Finding],
    countable: bool,
) -> tuple[Decimal, Decimal] | None:
    """Quantity of the use that still has the advantage this month, and the units counted as taken.

    None = the quota is passed and what is beyond is forbidden: nothing is taken.
    """
    quota = rule.quota
    if quota is None:
        return use.quantity, ZERO
    weight = HALF if rule.unit is None and use.unit == "half_day" else ONE
    used = counters.used.get(key, ZERO)
    wanted = use.quantity * weight
    taken = min(wanted, max(quota - used, Decimal(0)))
    if taken < wanted:
        args = {"quota": quota, "used": used, "wanted": wanted, "within": taken}
        reasons.append(Finding("quota", args))
        if rule.beyond == "forbidden":
            return None
    if countable:
        counters.used[key] = used + taken
    return taken / weight, taken


def apply_effect(
    effect: str,
    value: Decimal,
    amount: Decimal,
    quantity: Decimal,
    choice: Choice,
    price: PublicPrice | None,
    reasons: list[Finding],
) -> tuple[Decimal, Decimal]:
    """(net, free) of an amount under an effect; net + free + reduction = amount.

    Agreed prices are put in the mode of the grid (R51).
    """
    if effect == "free":
        reasons.append(Finding("free"))
        return ZERO, amount
    if effect == "discount":
        reasons.append(Finding("discount", {"percent": value}))
        net = round_money(amount * (HUNDRED - value) / HUNDRED)
        if choice.rule.at_most is not None:
            most = _agreed(choice.rule.at_most, quantity, choice, price)
            if most < net:
                reasons.append(Finding("cap", {"price": choice.rule.at_most, "reached": True}))
                net = most
        return net, ZERO
    if effect == "fixed":
        reasons.append(Finding("fixed", {"price": value}))
        return _agreed(value, quantity, choice, price), ZERO
    if effect == "cap":
        net = min(amount, _agreed(value, quantity, choice, price))
        reasons.append(Finding("cap", {"price": value, "reached": net < amount}))
        return net, ZERO
    reasons.append(Finding("public"))
    return amount, ZERO


def _agreed(
    value: Decimal, quantity: Decimal, choice: Choice, price: PublicPrice | None
) -> Decimal:
    """What some units come to at a price of the convention, in the mode of the grid."""
    amount = value * quantity
    if price is None:
        return round_money(amount)
    return price.in_its_mode(amount, choice.convention.tax_included)


def apply_monthly_cap(
    net: Decimal,
    choice: Choice,
    key: CounterKey,
    counters: Counters,
    price: PublicPrice | None,
    reasons: list[Finding],
) -> Decimal:
    """What the person is still billed this month, and count it (R42)."""
    cap = choice.rule.monthly_cap
    if cap is None or price is None:
        return net
    most = price.in_its_mode(cap, choice.convention.tax_included)
    billed = counters.billed.get(key, ZERO)
    capped = min(net, max(most - billed, ZERO))
    if capped < net:
        reasons.append(Finding("monthly_cap", {"price": cap, "billed": billed}))
    counters.billed[key] = billed + capped
    return capped
