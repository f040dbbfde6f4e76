"""What holds for every rulebook and every month, however odd."""

import random
from datetime import date
from decimal import Decimal

from cae_tiers_lieux.rules.rating import (
    Clocks,
    Convention,
    Counters,
    RuleBook,
    clock_key,
    rate_all,
)
from cae_tiers_lieux.rules.rating_effects import end_of_clock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rating_examples import TAXABLE, cases

thorough = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CENT = Decimal("0.01")


def run(uses, conventions, tariffs):
    clocks, counters = Clocks(), Counters()
    return (
        rate_all(uses, RuleBook(conventions, tariffs, TAXABLE), clocks, counters),
        clocks,
        counters,
    )


@thorough
@given(cases())
def test_public_value_is_billed_free_reduction_and_paid_elsewhere(case):
    for result in run(*case)[0]:
        if result.problem:
            assert not (result.net)
            assert not (result.billed)
            assert not (result.free)
            assert not (result.reduction)
            assert not (result.shares)
            assert not (result.settled_elsewhere)
            continue
        parts = result.billed + result.free + result.reduction + result.settled_elsewhere
        assert result.public == parts
        for amount in (result.public, result.net, result.billed, result.free, result.reduction):
            assert amount == amount.quantize(CENT)


@thorough
@given(cases())
def test_shares_sum_to_the_net_price_and_billed_leaves_the_host_out(case):
    for result in run(*case)[0]:
        if result.problem:
            continue
        if result.settled != "statement":
            assert result.shares == ()
            assert result.billed == 0
            continue
        assert sum(share.amount for share in result.shares) == result.net
        others = sum(share.amount for share in result.shares if share.payer != "host")
        assert result.billed == others
        assert all(share.amount for share in result.shares)
        assert len({share.payer for share in result.shares}) == len(result.shares)


@thorough
@given(cases())
def test_only_a_fixed_price_may_pass_the_public_one(case):
    _uses, conventions, _tariffs = case
    fixed = {
        rule.id
        for convention in conventions
        for rule in convention.rules
        if "fixed" in (rule.effect, rule.first_months and rule.first_effect)
    }
    for result in run(*case)[0]:
        if result.rule_id not in fixed:
            assert result.net <= result.public


@thorough
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(case, chance: random.Random):
    uses, conventions, tariffs = case
    expected, clocks, counters = run(uses, conventions, tariffs)
    shuffled = [
        Convention(
            **{name: getattr(convention, name) for name in Convention.__slots__ if name != "rules"},
            rules=tuple(chance.sample(convention.rules, len(convention.rules))),
        )
        for convention in chance.sample(conventions, len(conventions))
    ]
    again, clocks2, counters2 = run(
        chance.sample(uses, len(uses)), shuffled, chance.sample(tariffs, len(tariffs))
    )
    assert again == expected
    assert clocks2.first_use == clocks.first_use
    assert counters2.used == counters.used


@thorough
@given(cases())
def test_replaying_the_same_month_gives_zero_difference(case):
    first, clocks, _counters = run(*case)
    uses, conventions, tariffs = case
    # a replay keeps the clocks that the first run stored
    again = rate_all(uses, RuleBook(conventions, tariffs, TAXABLE), clocks, Counters())
    assert again == first


@thorough
@given(cases())
def test_free_units_never_leave_the_clock_nor_pass_the_quota(case):
    uses, conventions, _tariffs = case
    results, clocks, counters = run(*case)
    by_id = {one.id: one for one in uses}
    found = {convention.id: convention for convention in conventions}
    taken: dict[tuple[int, str, tuple[int, int]], Decimal] = {}
    most: dict[tuple[int, str, tuple[int, int]], Decimal] = {}
    for result in results:
        if result.problem or result.rule_id is None:
            continue
        one, convention = by_id[result.use_id], found[result.convention_id]
        rule = next(rule for rule in convention.rules if rule.id == result.rule_id)
        if result.free:
            if rule.first_months and rule.first_effect == "free" and rule.effect != "free":
                if rule.clock_start == "contract" and one.contract_start:
                    start = one.contract_start
                else:
                    start = clocks.first_use[one.person_id, clock_key(one, rule, convention)]
                pauses = one.pauses if rule.clock_pauses else ()
                assert start <= one.day <= end_of_clock(start, rule.first_months, pauses)
            else:
                assert "free" in (rule.effect, rule.first_effect)
        if result.counted:
            # invariant 4: over its scope, whatever the versions and the coops
            key = (one.person_id, result.counter_key, (one.day.year, one.day.month))
            taken[key] = taken.get(key, Decimal(0)) + result.counted
            most[key] = max(most.get(key, Decimal(0)), rule.quota)
            assert taken[key] <= most[key]
    assert {key: units for key, units in counters.used.items() if units} == taken


@thorough
@given(cases())
def test_no_right_outside_the_dates_of_a_convention(case):
    uses, conventions, _tariffs = case
    by_id = {one.id: one for one in uses}
    found = {convention.id: convention for convention in conventions}
    for result in run(*case)[0]:
        one = by_id[result.use_id]
        if result.convention_id is None:
            assert not result.free
            paid_by_the_coop = one.status == "staff" or (
                one.status == "organisation" and one.coop_id
            )
            assert result.settled != "statement" or result.problem or paid_by_the_coop
            continue
        convention = found[result.convention_id]
        assert convention.start <= one.day <= (convention.end or date.max)
        assert one.coop_id in convention.coop_ids or one.status in ("external", "organisation")
        assert not convention.space_ids or one.space_id in convention.space_ids
