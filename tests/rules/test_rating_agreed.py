"""R42: a price agreed case by case; what a plan covers; what a rating keeps of the rights taken."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.finding import Finding
from cae_tiers_lieux.rules.periods import Period
from cae_tiers_lieux.rules.rating import Clocks, Counters, Payer, Rule, RuleBook, Share, rate_all
from cae_tiers_lieux.rules.rating_effects import counter_key
from cae_tiers_lieux.rules.rating_facts import Agreed
from rating_examples import (
    ANNA,
    CAPE,
    DESK,
    GRID,
    HALVES,
    HOST,
    NETWORK_SCOPE,
    TAXABLE,
    by_rule,
    convention,
    quota_rule,
    rated,
    use,
)

CASE = Rule(1, effect="case_by_case", label="À discuter", payers=HALVES)


def reasons(result):
    return {reason.code: reason.args for reason in result.reasons}


# --- case by case ------------------------------------------------------------------------------


def test_a_price_agreed_for_a_use_is_billed_by_the_unit_with_who_agreed_and_why():
    agreed = Agreed(False, Decimal("9.00"), (), "Nathalie", "premier mois")
    result = by_rule(CASE, use(quantity=Decimal(2), agreed=agreed))
    assert (result.problem, result.net, result.reduction) == (None, Decimal("18.00"), 12)
    assert result.shares == (Share("coop", Decimal(9)), Share("activity", Decimal(9)))
    assert reasons(result)["fixed"] == {"price": Decimal("9.00")}
    assert reasons(result)["agreed_by"] == {"by": "Nathalie", "why": "premier mois"}
    assert "agreed_by" not in {reason.code for reason in result.host_reasons}


def test_a_use_agreed_to_be_free_is_counted_at_its_public_value():
    result = by_rule(CASE, use(agreed=Agreed(True, Decimal(9))))
    assert (result.net, result.free, result.billed, result.reduction) == (0, 15, 0, 0)
    assert reasons(result)["free"] == {}


def test_payers_that_were_agreed_stand_before_those_of_the_condition():
    payers = (Payer("coop", Decimal(100)),)
    result = by_rule(CASE, use(agreed=Agreed(False, Decimal(9), payers)))
    assert result.shares == (Share("coop", Decimal(9)),)


def test_an_agreed_price_says_nothing_where_the_condition_has_one():
    agreed = Agreed(False, Decimal(1))
    assert by_rule(Rule(1), use(agreed=agreed)).net == 15
    assert by_rule(Rule(1, effect="forbidden"), use(agreed=agreed)).problem == "forbidden"


# --- plans, doubts ------------------------------------------------------------------------------


@pytest.mark.parametrize("tariffs", [(GRID,), ()])
def test_what_a_plan_covers_is_counted_and_never_billed_again(tariffs):
    result = by_rule(Rule(1), use(is_covered=True), tariffs=tariffs)
    assert (result.problem, result.billed, result.net) == (None, 0, 0)
    assert result.reduction == result.public == (15 if tariffs else 0)
    assert result.reasons == (Finding("in_plan"),)


def test_a_doubt_is_told_with_all_that_it_knows():
    result = rated(use(doubt=Finding("twice", {"part": "morning"}), is_covered=True))
    assert (result.problem, result.problem_args) == ("twice", {"part": "morning"})


# --- what is kept of the rights that were taken -------------------------------------------------


def test_a_rating_tells_the_clock_and_the_right_that_it_drew_on():
    result = rated(use())
    assert (result.clock_key, result.counter_key, result.counted) == (NETWORK_SCOPE, None, 0)
    by_contract = replace(CAPE, clock_start="contract")
    assert by_rule(by_contract, use(contract_start=date(2026, 10, 1))).clock_key is None
    assert by_rule(Rule(1)).clock_key is None
    result = by_rule(quota_rule(), use(quantity=Decimal(2)))
    assert (result.clock_key, result.counter_key, result.counted) == (
        None,
        f"{NETWORK_SCOPE}/,,,",
        2,
    )
    assert by_rule(Rule(1, monthly_cap=Decimal(9))).counter_key == f"{NETWORK_SCOPE}/,,,"


def test_a_right_is_named_by_what_it_is_about():
    rule = Rule(1, resource_id=DESK, resource_kind="desk", unit="day", day_part="morning")
    key = counter_key(use(), rule, convention(network_id=None))
    assert key == f"host:{HOST}/{DESK},desk,day,morning"
    assert counter_key(use(side="7/"), Rule(1), convention()) == f"7/{NETWORK_SCOPE}/,,,"


def test_the_books_of_a_host_count_on_their_own_side():
    """The same presence, told by the coop and by the host, takes each quota once."""
    counters = Counters()
    rule = quota_rule(quota=Decimal(1))
    for side in ("", "7/"):
        assert by_rule(rule, use(side=side), counters=counters).free == 15
    assert by_rule(rule, use(2), counters=counters).free == 0


def test_without_a_price_nothing_is_said_to_hold_a_tax():
    result = by_rule(Rule(1), use(unit="month"))
    assert (result.tax_included, result.tax_rate, result.vat_status) == (False, 0, "standard")


def test_within_a_day_the_morning_comes_before_the_afternoon():
    uses = [use(1, day_part="afternoon"), use(2, day_part="morning")]
    book = RuleBook([convention(quota_rule(quota=Decimal(1)))], [GRID], TAXABLE)
    found = rate_all(uses, book, Clocks(), Counters())
    assert [(one.use_id, one.free) for one in found] == [(2, 15), (1, 0)]


# --- figures of the caps and of the months ------------------------------------------------------


def test_a_cap_tells_its_price_and_that_it_was_reached():
    rule = Rule(1, effect="discount", value=Decimal(20), at_most=Decimal(10))
    assert reasons(by_rule(rule))["cap"] == {"price": Decimal(10), "reached": True}
    grid = replace(GRID, tax_included=True)
    # 10.00 net is 12.00 with tax, the price after the discount as well
    assert by_rule(rule, tariffs=[grid]).net == Decimal("12.00")
    assert by_rule(replace(rule, at_most=Decimal(9)), tariffs=[grid]).net == Decimal("10.80")


def test_a_cap_of_the_month_tells_what_was_billed_before():
    counters = Counters()
    rule = Rule(1, monthly_cap=Decimal(20))
    by_rule(rule, counters=counters)
    result = by_rule(rule, use(2), counters=counters)
    assert reasons(result)["monthly_cap"] == {"price": Decimal(20), "billed": Decimal(15)}
    key = (ANNA, f"{NETWORK_SCOPE}/,,,", (2026, 10))
    assert counters.billed == {key: Decimal(20)}


def test_the_number_of_the_month_counts_the_pauses_and_stops_at_the_last_one():
    rule = replace(CAPE, clock_pauses=True)
    pauses = (Period(date(2026, 8, 5), date(2026, 9, 3)),)
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 8, 1)})
    for day, month in ((date(2026, 8, 2), 1), (date(2026, 9, 30), 1), (date(2026, 11, 30), 3)):
        result = by_rule(rule, use(day=day, pauses=pauses), clocks=clocks)
        assert reasons(result)["free_month"]["month"] == month
