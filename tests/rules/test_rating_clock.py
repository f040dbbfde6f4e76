"""R41, R42: the free months, from the first use to the eve of the anniversary."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.rating import (
    Clocks,
)
from rating_examples import (
    ANNA,
    CAPE,
    HOST,
    NETWORK,
    NETWORK_SCOPE,
    SPACE,
    by_rule,
    codes,
    convention,
    rated,
    use,
)

# --- free clock (R41, R42) -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "free"),
    [
        (date(2026, 9, 2), True),
        (date(2026, 12, 1), True),
        (date(2026, 12, 2), False),
        (date(2027, 3, 1), False),
    ],
)
def test_free_months_run_from_the_first_use_to_the_eve_of_the_anniversary(day, free):
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 9, 2)})
    result = rated(use(day=day), clocks=clocks)
    assert (result.net == 0) is free
    assert result.free == (Decimal("15.00") if free else 0)
    assert ("free_month" if free else "free_ended") in codes(result)


def test_explanation_tells_the_free_month_and_the_days_left():
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 9, 2)})
    result = rated(use(day=date(2026, 10, 5), contract_start=date(2026, 9, 1)), clocks=clocks)
    args = next(reason.args for reason in result.reasons if reason.code == "free_month")
    assert args == {
        "month": 2,
        "months": 3,
        "clock_start": date(2026, 9, 2),
        "free_until": date(2026, 12, 1),
        "days_left": 57,
    }


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 9, 2), 1),
        (date(2026, 10, 1), 1),
        (date(2026, 10, 2), 2),
        (date(2026, 11, 1), 2),
        (date(2026, 12, 1), 3),
    ],
)
def test_number_of_the_free_month(day, month):
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 9, 2)})
    result = rated(use(day=day), clocks=clocks)
    assert [r.args["month"] for r in result.reasons if r.code == "free_month"] == [month]


def test_a_use_starts_the_clock_and_an_earlier_one_moves_it_back():
    clocks = Clocks()
    rated(use(day=date(2026, 10, 5)), clocks=clocks)
    assert clocks.first_use == {(ANNA, NETWORK_SCOPE): date(2026, 10, 5)}
    rated(use(day=date(2026, 10, 9)), clocks=clocks)
    rated(use(day=date(2026, 10, 5)), clocks=clocks)
    rated(use(day=date(2026, 9, 30)), clocks=clocks)
    assert clocks.first_use == {(ANNA, NETWORK_SCOPE): date(2026, 9, 30)}


def test_only_a_status_with_free_months_starts_the_clock():
    clocks = Clocks()
    rated(use(status="cesa"), clocks=clocks)
    rated(use(status="external"), clocks=clocks)
    assert not clocks.first_use


def test_a_person_of_two_coops_has_one_clock_in_the_network():
    shared = convention(coop_ids=frozenset({1, 9}))
    clocks = Clocks()
    rated(use(day=date(2026, 3, 1), coop_id=1), [shared], clocks=clocks)
    result = rated(use(day=date(2026, 7, 1), coop_id=9), [shared], clocks=clocks)
    assert result.net == Decimal("12.00")


@pytest.mark.parametrize(
    ("scope", "network", "key"),
    [
        ("network", NETWORK, ("network", NETWORK)),
        ("network", None, ("host", HOST)),
        ("host", NETWORK, ("host", HOST)),
        ("space", NETWORK, ("space", SPACE)),
    ],
)
def test_scope_of_the_clock(scope, network, key):
    clocks = Clocks()
    rule = replace(CAPE, clock_scope=scope)
    rated(use(), [convention(rule, network_id=network)], clocks=clocks)
    assert list(clocks.first_use) == [(ANNA, key)]


def test_groups_of_clocks_run_apart():
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 1, 5)})
    rule = replace(CAPE, clock_group="cesa")
    assert by_rule(rule, clocks=clocks).net == 0
    assert by_rule(CAPE, clocks=clocks).net == Decimal("12.00")


def test_clock_from_the_contract_needs_no_first_use():
    clocks = Clocks()
    rule = replace(CAPE, clock_start="contract")
    assert by_rule(rule, use(contract_start=date(2026, 7, 6)), clocks=clocks).net == 0
    late = by_rule(rule, use(contract_start=date(2026, 7, 5)), clocks=clocks)
    assert late.net == Decimal("12.00")
    assert not clocks.first_use


def test_a_free_effect_with_free_months_ends_with_the_clock():
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 1, 5)})
    rule = replace(CAPE, effect="free", value=Decimal(0))
    assert by_rule(rule, clocks=clocks).billed == Decimal("15.00")
    rule = replace(rule, beyond="forbidden")
    assert by_rule(rule, clocks=clocks).problem == "forbidden"
