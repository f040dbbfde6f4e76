"""What a use of a space costs and who pays: one pure function (design section 5; R41-R44, R51).

The steps: the most specific condition of the conventions in force on the day (R43) · the free clock
(R41, R42) · the quota · the effect on the public price · the caps · the payers. Every amount is in
the mode of the grid, net or tax included, and rounded half up to the cent; free use is counted at
its public value (R44). :func:`rate_all` rates by day, start, part of the day, unit and price, so
its result depends neither on the order of its input nor on the ids of its records.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

from .allocation import ZERO, percent_split, round_money
from .finding import Finding
from .rating_effects import (
    apply_effect,
    apply_monthly_cap,
    clock_key,
    counter_key,
    month_key,
    run_clock,
    take_quota,
)
from .rating_facts import (
    Clocks,
    Convention,
    Counters,
    Payer,
    Rated,
    Rule,
    Share,
    Tariff,
    TariffLine,
    Use,
    VatStatus,
)
from .rulebook import FALLBACK, Choice, PublicPrice, RuleBook

__all__ = [
    "Clocks",
    "Convention",
    "Counters",
    "Payer",
    "Rated",
    "Rule",
    "RuleBook",
    "Share",
    "Tariff",
    "TariffLine",
    "Use",
    "VatStatus",
    "clock_key",
    "counter_key",
    "rate_all",
    "rate_one",
    "require_activity",
    "sort_key",
]

#: Without a rule, these statuses hold no right at all (R43).
NO_RIGHT = frozenset({"candidate", "exited", "suspended"})
#: Who pays when a rule names nobody, and who stands for the activity of someone who has none.
DEFAULT_PAYER = {"staff": "coop", "external": "person"}


@dataclass(slots=True)
class _Draft:
    """A price in the making."""

    net: Decimal = ZERO
    free: Decimal = ZERO
    payers: tuple[Payer, ...] = ()
    settled: str = "statement"
    problem: str | None = None
    problem_args: dict[str, Any] = field(default_factory=dict)
    reasons: list[Finding] = field(default_factory=list)
    clock_key: str | None = None
    counter_key: str | None = None
    counted: Decimal = ZERO
    convention_id: int | None = None

    def fail(self, problem: str, **args: Any) -> None:
        self.problem = problem
        self.problem_args = args


#: The order of a day; who came at an unknown moment is counted first.
PART_ORDER = {None: 0, "morning": 1, "afternoon": 2, "evening": 3}


def sort_key(use: Use, rulebook: RuleBook) -> tuple[date, datetime, int, str, Decimal, str, int]:
    """The order of rating: day, start, part of the day, unit, the dearest first, content, id."""
    start = use.start or datetime.min
    if start.tzinfo is not None:
        start = start.astimezone(timezone.utc).replace(tzinfo=None)
    price = rulebook.public_price(use)
    unit_price = price.unit_price if price else ZERO
    part = PART_ORDER[use.day_part]
    return (use.day, start, part, use.unit, -unit_price * use.quantity, use.key, use.id)


def rate_all(
    uses: Iterable[Use],
    rulebook: RuleBook,
    clocks: Clocks,
    counters: Counters,
) -> list[Rated]:
    """Rate uses in the order of ``sort_key``. ``clocks`` and ``counters`` are updated."""
    with _without_collector():
        ordered = sorted(uses, key=lambda use: sort_key(use, rulebook))
        return [rate_one(use, rulebook, clocks, counters) for use in ordered]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the collector of cycles: rating makes none, and it takes half the time of a batch."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def rate_one(use: Use, rulebook: RuleBook, clocks: Clocks, counters: Counters) -> Rated:
    """Rate one use with a prepared rulebook."""
    price = rulebook.public_price(use)
    public = round_money(price.unit_price * use.quantity) if price else ZERO
    choice = rulebook.choose(use)
    draft = _Draft(settled=use.settled)
    if use.doubt is not None:
        draft.fail(use.doubt.code, **use.doubt.args)
    elif use.is_covered:
        # counted, and never billed a second time
        draft.reasons.append(Finding("in_plan"))
    elif price is not None and price.tariff.currency != use.currency:
        draft.fail("currency", currency=price.tariff.currency)
        public = ZERO
    elif choice is None:
        _without_rule(use, public, rulebook, draft)
    else:
        _with_rule(use, public, choice, clocks, counters, draft, price)
    if price is None and draft.problem is None and not use.is_covered:
        draft.fail(
            "no_tariff",
            space_id=use.space_id,
            resource_id=use.resource_id,
            unit=use.unit,
            day=use.day,
        )
    vat_status = rulebook.vat_status(use.host_id, use.day)
    return _finish(use, public, price, choice, draft, vat_status)


def _without_rule(use: Use, public: Decimal, rulebook: RuleBook, draft: _Draft) -> None:
    """No condition matches: who pays on site is only counted, the others are mostly problems."""
    draft.net = public
    in_force = rulebook.in_force(use)
    if not in_force:
        problem = "no_convention"
    elif use.status in NO_RIGHT:
        problem = "no_right"
    elif use.status == "external":
        problem = "no_rule_external"
    elif use.status == "staff" or (use.status == "organisation" and use.coop_id is not None):
        # the public price is owed under the convention that lets them come
        draft.convention_id = in_force[0].id
        draft.reasons.append(Finding("public"))
        return
    else:
        problem = "no_rule"
    if use.settled != "statement":
        # no right is claimed: the public price was paid elsewhere, and the use is only counted
        draft.reasons = [Finding(problem, {"status": use.status}), Finding("public")]
        return
    if problem == "no_convention":
        ends = [c.end for c in rulebook.covering(use) if c.end and c.end < use.day]
        starts = [c.start for c in rulebook.covering(use) if c.start > use.day]
        draft.fail(
            problem,
            day=use.day,
            host_id=use.host_id,
            coop_id=use.coop_id,
            space_id=use.space_id,
            last_end=max(ends, default=None),
            next_start=min(starts, default=None),
        )
    else:
        draft.fail(
            problem,
            day=use.day,
            status=use.status,
            since=use.since,
            convention_ids=tuple(convention.id for convention in in_force),
        )


def require_activity(rated: Rated, has_activity: bool) -> Rated:
    """Leave a use to be sorted out when an activity bears a part of it and there is none (R18).

    Its public price stays told; nothing is billed.
    """
    if has_activity or not any(share.payer == "activity" for share in rated.shares):
        return rated
    return replace(
        rated,
        problem="no_activity",
        net=ZERO,
        free=ZERO,
        reduction=ZERO,
        billed=ZERO,
        settled_elsewhere=ZERO,
        shares=(),
    )


def _with_rule(
    use: Use,
    public: Decimal,
    choice: Choice,
    clocks: Clocks,
    counters: Counters,
    draft: _Draft,
    price: PublicPrice | None,
) -> None:
    """Clock, quota, effect, payers."""
    rule = choice.rule
    reasons = draft.reasons
    reasons.append(Finding("status", {"status": use.status, "since": use.since}))
    if use.vouched_by:
        reasons.append(Finding("vouched", {"coop": use.vouched_by}))
    if rule.statuses and use.status not in rule.statuses:
        reasons.append(Finding("status_as", {"status": use.status, "as": FALLBACK[use.status]}))
    if rule.label:
        reasons.append(Finding("formula", {"label": rule.label}))
    draft.payers = rule.payers

    effect, value = rule.effect, rule.value
    if rule.first_months:
        is_first, draft.clock_key = run_clock(use, choice, clocks, reasons)
        if is_first:
            effect, value = rule.first_effect, rule.first_value
    if effect == "case_by_case" and use.agreed is not None:
        _with_agreed(use, public, draft)
        return
    if effect in ("forbidden", "case_by_case"):
        draft.fail(effect, day=use.day, rule_id=rule.id, label=rule.label)
        return

    _with_effect(use, public, choice, effect, value, counters, draft, price)


def _with_effect(
    use: Use,
    public: Decimal,
    choice: Choice,
    effect: str,
    value: Decimal,
    counters: Counters,
    draft: _Draft,
    price: PublicPrice | None,
) -> None:
    """Quota, effect, cap of the month."""
    rule = choice.rule
    reasons = draft.reasons
    advantage = public  # public value of the units that have the effect
    quantity = use.quantity
    key = month_key(use, rule, choice.convention)
    if rule.quota is not None and (effect != "public" or rule.beyond == "forbidden"):
        draft.counter_key = key[1]
        taken = take_quota(use, rule, key, counters, reasons, countable=price is not None)
        if taken is None:
            draft.fail(
                "forbidden", day=use.day, rule_id=rule.id, label=rule.label, quota=rule.quota
            )
            return
        quantity, draft.counted = taken
        if quantity != use.quantity:
            advantage = round_money(price.unit_price * quantity) if price else ZERO
    if quantity:
        net, free = apply_effect(effect, value, advantage, quantity, choice, price, reasons)
    else:
        # nothing is left of the quota: the effect has nothing to act on
        reasons.append(Finding("public"))
        net = free = ZERO
    draft.free = free
    draft.net = net + public - advantage
    if rule.monthly_cap is not None and draft.settled == "statement":
        draft.counter_key = key[1]
        draft.net = apply_monthly_cap(draft.net, choice, key, counters, price, reasons)


def _with_agreed(use: Use, public: Decimal, draft: _Draft) -> None:
    """The price that somebody agreed for this use, where the condition is case by case (R42)."""
    agreed = use.agreed
    assert agreed is not None
    draft.payers = agreed.payers or draft.payers
    if agreed.is_free:
        draft.reasons.append(Finding("free"))
        draft.net, draft.free = ZERO, public
    else:
        draft.reasons.append(Finding("fixed", {"price": agreed.price}))
        draft.net = round_money(agreed.price * use.quantity)
    draft.reasons.append(Finding("agreed_by", {"by": agreed.by, "why": agreed.reason}))


def _default_payer(use: Use) -> str:
    """Who pays when a rule names nobody: an organisation is its own coop, or pays for itself."""
    if use.status == "organisation":
        return "person" if use.coop_id is None else "coop"
    return DEFAULT_PAYER.get(use.status, "activity")


def _shares(use: Use, payers: tuple[Payer, ...], net: Decimal) -> tuple[Share, ...]:
    """The net price among its payers, without the ones who bear nothing."""
    if not net:
        return ()
    own = _default_payer(use)
    if not payers:
        return (Share(own, net),)
    percents: dict[str, Decimal] = {}
    for payer in payers:
        kind = own if payer.kind in ("activity", "person") and own != "activity" else payer.kind
        percents[kind] = percents.get(kind, ZERO) + payer.percent
    if len(percents) == 1:
        return (Share(next(iter(percents)), net),)
    amounts = percent_split(net, list(percents.values()))
    return tuple(
        Share(kind, amounts[place]) for place, kind in enumerate(percents) if amounts[place]
    )


def _finish(
    use: Use,
    public: Decimal,
    price: PublicPrice | None,
    choice: Choice | None,
    draft: _Draft,
    vat_status: str | None,
) -> Rated:
    """Shares and the identity public = billed + free + reduction + settled_elsewhere."""
    net = free = reduction = billed = elsewhere = ZERO
    shares: tuple[Share, ...] = ()
    if draft.problem is None:
        net, free = draft.net, draft.free
        shares = _shares(use, draft.payers, net)
        gift = sum(share.amount for share in shares if share.payer == "host")
        reduction = public - free - net + gift
        if draft.settled == "statement":
            billed = net - gift
        else:
            elsewhere = net - gift
            shares = ()
            draft.reasons.append(Finding("settled", {"how": draft.settled}))
        if vat_status is None and billed:
            draft.reasons.append(Finding("vat_unknown"))
    return Rated(
        use_id=use.id,
        public=public,
        net=net,
        free=free,
        reduction=reduction,
        billed=billed,
        settled_elsewhere=elsewhere,
        settled=draft.settled,
        shares=shares,
        convention_id=choice.convention.id if choice else draft.convention_id,
        rule_id=choice.rule.id if choice else None,
        tariff_id=price.tariff.id if price else None,
        tariff_line_id=price.line.id if price else None,
        problem=draft.problem,
        problem_args=draft.problem_args,
        reasons=tuple(draft.reasons),
        tax_included=price.tax_included if price else False,
        tax_rate=price.tariff.tax_rate if price and price.taxable else ZERO,
        vat_status=vat_status,
        clock_key=draft.clock_key,
        counter_key=draft.counter_key,
        counted=draft.counted,
    )
