"""R41, R42: the free months, from the first use to the eve of the anniversary."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.periods import Period
from cae_tiers_lieux.rules.rating import Clocks
from cae_tiers_lieux.rules.rating_effects import end_of_clock
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
def test_first_months_run_from_the_first_use_to_the_eve_of_the_anniversary(day, free):
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


def test_only_a_status_with_first_months_starts_the_clock():
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
        ("network", NETWORK, f"network:{NETWORK}"),
        ("network", None, f"host:{HOST}"),
        ("host", NETWORK, f"host:{HOST}"),
        ("space", NETWORK, f"space:{SPACE}"),
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


def test_what_a_clock_gives_first_and_what_comes_after():
    """R42: half the price for three months, then the public one; or refused once they are over."""
    rule = replace(
        CAPE, first_effect="discount", first_value=Decimal(50), effect="public", value=Decimal(0)
    )
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 8, 5)})
    for day, net, code in (
        (date(2026, 11, 4), "7.50", "first_month"),
        (date(2026, 11, 5), "15.00", "first_ended"),
        (date(2027, 4, 5), "15.00", "first_ended"),
    ):
        result = by_rule(rule, use(day=day), clocks=clocks)
        assert (result.net, code in codes(result)) == (Decimal(net), True)
    over = by_rule(replace(rule, effect="forbidden"), use(day=date(2026, 11, 5)), clocks=clocks)
    assert over.problem == "forbidden"


def test_a_clock_that_pauses_gives_back_the_days_of_a_suspension():
    clocks = Clocks({(ANNA, NETWORK_SCOPE): date(2026, 7, 1)})
    pauses = (Period(date(2026, 8, 1), date(2026, 8, 10)),)
    one = use(day=date(2026, 10, 10), pauses=pauses)
    assert by_rule(CAPE, one, clocks=clocks).free == 0
    pausing = replace(CAPE, clock_pauses=True)
    assert by_rule(pausing, one, clocks=clocks).free == 15
    assert by_rule(pausing, replace(one, day=date(2026, 10, 11)), clocks=clocks).free == 0


def test_a_pause_that_begins_within_the_days_given_back_counts_too():
    pauses = (
        Period(date(2026, 3, 22), date(2026, 3, 31)),
        Period(date(2026, 4, 5), date(2026, 4, 6)),
        Period(date(2026, 5, 1), date(2026, 5, 9)),
        Period(date(2025, 1, 1), date(2025, 1, 9)),
    )
    assert end_of_clock(date(2026, 1, 1), 3, pauses) == date(2026, 4, 12)
    assert end_of_clock(date(2026, 1, 1), 3, (Period(date(2026, 2, 1)),)) >= date(2026, 6, 30)


def test_a_clock_names_no_version_of_its_convention():
    """A new version of the convention does not give the free months again."""
    clocks = Clocks()
    rated(use(day=date(2026, 3, 1)), [convention(CAPE)], clocks=clocks)
    later = convention(replace(CAPE, id=8), id=7, version=2)
    assert rated(use(day=date(2026, 7, 1)), [later], clocks=clocks).free == 0


def test_a_first_use_told_by_another_coop_is_named_to_the_coop_and_not_to_the_host():
    clocks = Clocks()
    clocks.tell(ANNA, NETWORK_SCOPE, date(2026, 7, 1), "CAE du Nord")
    result = rated(use(day=date(2026, 10, 5)), clocks=clocks)
    assert (result.free, "free_ended" in codes(result)) == (0, True)
    told = [reason.args for reason in result.reasons if reason.code == "clock_told"]
    assert told == [{"coop": "CAE du Nord"}]
    assert "clock_told" not in [reason.code for reason in result.host_reasons]


def test_a_first_use_of_ours_on_the_same_day_or_before_needs_nobodys_word():
    for first in (date(2026, 7, 1), date(2026, 6, 1)):
        clocks = Clocks()
        clocks.touch(ANNA, NETWORK_SCOPE, first)
        clocks.tell(ANNA, NETWORK_SCOPE, date(2026, 7, 1), "CAE du Nord")
        assert "clock_told" not in codes(rated(use(day=date(2026, 10, 5)), clocks=clocks))
