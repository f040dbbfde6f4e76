import gc
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.rating import (
    Clocks,
    Counters,
    Payer,
    Rule,
    RuleBook,
    Share,
    TariffLine,
    rate_all,
    rate_one,
)
from rating_examples import (
    ACTIVITY,
    ANNA,
    BRUNO,
    CAPE,
    CESA,
    CHLOE,
    DESK,
    GRID,
    HOST,
    LINES,
    NETWORK,
    SPACE,
    convention,
    use,
)

NETWORK_SCOPE = ("network", NETWORK)


def rated(one, conventions=None, tariffs=(GRID,), clocks=None, counters=None):
    conventions = [convention()] if conventions is None else conventions
    return rate_one(one, RuleBook(conventions, tariffs), clocks or Clocks(), counters or Counters())


def by_rule(rule, one=None, **kwargs):
    return rated(one or use(), [convention(rule)], **kwargs)


def codes(result):
    return [reason.code for reason in result.reasons]


def worked_month():
    """The month of issue 2, section 3: its 15 uses, most of them in October 2026."""
    uses = [use(1, date(2026, 9, 2), person_id=ANNA), use(2, date(2026, 6, 15), person_id=CHLOE)]

    def add(person, status, unit, count, since):
        for _number in range(count):
            uses.append(
                use(
                    len(uses) + 1,
                    date(2026, 10, 1 + len(uses)),
                    person_id=person,
                    status=status,
                    unit=unit,
                    contract_start=since,
                )
            )

    add(ANNA, "cape", "day", 4, date(2026, 9, 1))
    add(ANNA, "cape", "half_day", 1, date(2026, 9, 1))
    add(BRUNO, "cesa", "day", 6, date(2024, 1, 1))
    add(BRUNO, "cesa", "half_day", 2, date(2024, 1, 1))
    add(CHLOE, "cape", "day", 2, date(2026, 6, 1))
    return uses


def test_worked_month_to_the_cent():
    uses = worked_month()
    person_of = {one.id: one.person_id for one in uses}
    october = {one.id for one in uses if one.day.month == 10}
    results = [
        result
        for result in rate_all(uses, RuleBook([convention()], [GRID]), Clocks(), Counters())
        if result.use_id in october
    ]

    def total(field, person=None):
        return sum(
            getattr(result, field)
            for result in results
            if person in (None, person_of[result.use_id])
        )

    def paid(payer, person):
        return sum(
            share.amount
            for result in results
            if person_of[result.use_id] == person
            for share in result.shares
            if share.payer == payer
        )

    assert not [result for result in results if result.problem]
    assert (total("public", ANNA), total("net", ANNA)) == (Decimal("68.00"), Decimal("0.00"))
    assert (total("public", BRUNO), total("net", BRUNO)) == (Decimal("106.00"), Decimal("74.20"))
    assert (paid("coop", BRUNO), paid("activity", BRUNO)) == (Decimal("37.10"), Decimal("37.10"))
    assert (total("public", CHLOE), total("net", CHLOE)) == (Decimal("30.00"), Decimal("24.00"))
    assert paid("activity", CHLOE) == Decimal("24.00")
    assert total("public") == Decimal("204.00")
    assert total("billed") == Decimal("98.20")
    assert total("free") == Decimal("68.00")
    assert total("reduction") == Decimal("37.80")
    assert total("settled_elsewhere") == 0


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


# --- effects and payers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "value", "net", "free", "reduction"),
    [
        ("public", "0", "15.00", "0", "0"),
        ("free", "0", "0", "15.00", "0"),
        ("discount", "33.33", "10.00", "0", "5.00"),
        ("fixed", "6.50", "6.50", "0", "8.50"),
        ("fixed", "20", "20.00", "0", "-5.00"),
        ("cap", "9", "9.00", "0", "6.00"),
        ("cap", "99", "15.00", "0", "0"),
    ],
)
def test_effects(effect, value, net, free, reduction):
    result = by_rule(Rule(1, effect=effect, value=Decimal(value)))
    assert result.problem is None
    assert result.public == Decimal("15.00")
    assert (result.net, result.free, result.reduction) == tuple(
        map(Decimal, (net, free, reduction))
    )
    assert result.billed == result.net


@pytest.mark.parametrize(("price", "reached"), [("14.99", True), ("15", False), ("16", False)])
def test_the_explanation_says_whether_the_cap_was_reached(price, reached):
    result = by_rule(Rule(1, effect="cap", value=Decimal(price)))
    assert [r.args["reached"] for r in result.reasons if r.code == "cap"] == [reached]


@pytest.mark.parametrize("effect", ["forbidden", "case_by_case"])
def test_effects_that_somebody_must_settle(effect):
    result = by_rule(Rule(7, effect=effect, label="Salle"))
    assert (result.problem, result.public, result.net) == (effect, Decimal("15.00"), 0)
    assert result.shares == ()
    assert result.rule_id == 7


def test_host_part_is_a_gift_and_is_not_billed():
    payers = (
        Payer("host", Decimal(20)),
        Payer("coop", Decimal(40)),
        Payer("activity", Decimal(40)),
    )
    result = by_rule(Rule(1, effect="fixed", value=Decimal("10.01"), payers=payers))
    assert result.shares == (
        Share("host", Decimal("2.00")),
        Share("coop", Decimal("4.01")),
        Share("activity", Decimal("4.00")),
    )
    assert (result.net, result.billed) == (Decimal("10.01"), Decimal("8.01"))
    assert result.reduction == Decimal("6.99")


@pytest.mark.parametrize(
    ("status", "payer"), [("cape", "activity"), ("staff", "coop"), ("external", "person")]
)
def test_who_pays_when_the_rule_names_nobody_or_the_activity(status, payer):
    statuses = frozenset({status})
    for payers in ((), ACTIVITY):
        result = by_rule(Rule(1, statuses=statuses, payers=payers), use(status=status))
        assert result.shares == (Share(payer, Decimal("15.00")),)


def test_parts_of_a_staff_member_are_one_share_of_the_coop():
    payers = (Payer("coop", Decimal(50)), Payer("activity", Decimal(50)))
    result = by_rule(Rule(1, payers=payers), use(status="staff"))
    assert result.shares == (Share("coop", Decimal("15.00")),)


def test_only_the_persons_part_of_a_staff_member_is_the_coops():
    payers = (Payer("host", Decimal(50)), Payer("person", Decimal(50)))
    result = by_rule(Rule(1, payers=payers), use(status="staff"))
    assert result.shares == (Share("host", Decimal("7.50")), Share("coop", Decimal("7.50")))


def test_an_entrepreneur_may_pay_personally():
    result = by_rule(Rule(1, payers=(Payer("person", Decimal(100)),)))
    assert result.shares == (Share("person", Decimal("15.00")),)


def test_nobody_has_a_share_of_a_free_use():
    assert by_rule(Rule(1, effect="free")).shares == ()


def test_explanations_name_the_formula_and_keep_the_status_from_the_host():
    rule = replace(CESA, label="Équipe")
    result = by_rule(rule, use(status="associate", contract_start=date(2024, 1, 1)))
    reasons = {reason.code: reason.args for reason in result.reasons}
    assert reasons == {
        "status": {"status": "associate", "since": date(2024, 1, 1)},
        "status_as": {"status": "associate", "as": "cesa"},
        "formula": {"label": "Équipe"},
        "discount": {"percent": Decimal(30)},
    }
    assert [reason.code for reason in result.host_reasons] == ["formula", "discount"]
    assert codes(by_rule(Rule(1))) == ["status", "public"]


def test_a_payer_who_bears_no_cent_has_no_share():
    payers = (Payer("coop", Decimal(50)), Payer("activity", Decimal(50)))
    result = by_rule(Rule(1, effect="fixed", value=Decimal("0.01"), payers=payers))
    assert result.shares == (Share("coop", Decimal("0.01")),)


# --- quota -----------------------------------------------------------------------------------


def quota_rule(**changes):
    return replace(Rule(1, effect="free", quota=Decimal(3)), **changes)


def test_quota_splits_the_use_that_passes_it():
    counters = Counters()
    results = [
        by_rule(quota_rule(), use(number, quantity=Decimal(2)), counters=counters)
        for number in (1, 2, 3)
    ]
    assert [result.free for result in results] == [Decimal("30.00"), Decimal("15.00"), 0]
    assert [result.billed for result in results] == [0, Decimal("15.00"), Decimal("30.00")]
    assert counters.used == {(ANNA, 1, (2026, 10)): Decimal(3)}
    assert ["quota" in codes(result) for result in results] == [False, True, True]


def test_quota_starts_again_each_month_and_for_each_person():
    counters = Counters({(ANNA, 1, (2026, 10)): Decimal(3)})
    assert by_rule(quota_rule(), use(), counters=counters).free == 0
    november = use(day=date(2026, 11, 1))
    assert by_rule(quota_rule(), november, counters=counters).free == Decimal("15.00")
    other = use(person_id=BRUNO)
    assert by_rule(quota_rule(), other, counters=counters).free == Decimal("15.00")


def test_units_of_earlier_uses_add_up():
    counters = Counters()
    key = (ANNA, 1, (2026, 10))
    counters.add([(key, Decimal(1)), (key, Decimal("1.5"))])
    assert counters.used == {key: Decimal("2.5")}
    assert by_rule(quota_rule(), counters=counters).free == Decimal("7.50")


def test_a_half_day_takes_half_a_unit_unless_the_rule_counts_half_days():
    one = use(unit="half_day", quantity=Decimal(4))
    assert by_rule(quota_rule(), one).free == Decimal("32.00")
    assert by_rule(quota_rule(unit="half_day"), one).free == Decimal("24.00")


def test_forbidden_beyond_the_quota_takes_nothing():
    counters = Counters()
    rule = quota_rule(beyond="forbidden")
    result = by_rule(rule, use(quantity=Decimal(4)), counters=counters)
    assert (result.problem, result.net, result.free) == ("forbidden", 0, 0)
    assert not counters.used
    assert by_rule(rule, use(quantity=Decimal(3)), counters=counters).free == Decimal("45.00")


def test_quota_also_limits_a_discount_and_free_months():
    rule = replace(CAPE, quota=Decimal(1))
    result = by_rule(rule, use(quantity=Decimal(2)))
    assert (result.free, result.billed) == (Decimal("15.00"), Decimal("15.00"))
    rule = replace(CESA, statuses=frozenset(), quota=Decimal(1))
    result = by_rule(rule, use(quantity=Decimal(2)))
    assert (result.billed, result.reduction) == (Decimal("25.50"), Decimal("4.50"))


def test_quota_of_uses_at_the_public_price():
    counters = Counters()
    rule = quota_rule(effect="public")
    assert by_rule(rule, use(quantity=Decimal(4)), counters=counters).billed == Decimal("60.00")
    assert not counters.used
    rule = replace(rule, beyond="forbidden")
    assert by_rule(rule, use(quantity=Decimal(4)), counters=counters).problem == "forbidden"
    assert by_rule(rule, use(quantity=Decimal(3)), counters=counters).billed == Decimal("45.00")


# --- who has a right (R43) -------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2026, 7, 1)])
def test_no_convention_in_force_on_the_day(day):
    ended = convention(start=date(2026, 3, 1), end=date(2026, 6, 30))
    result = rated(use(day=day), [ended])
    assert result.problem == "no_convention"
    assert result.public == Decimal("15.00")
    assert (result.net, result.billed, result.shares) == (0, 0, ())
    edge = date(2026, 6, 30) if day.month == 7 else None
    assert result.problem_args["last_end"] == edge


def test_no_convention_tells_the_closest_ones():
    around = [
        convention(start=date(2025, 1, 1), end=date(2025, 12, 31)),
        convention(id=2, start=date(2026, 1, 1), end=date(2026, 6, 30)),
        convention(id=3, start=date(2026, 11, 1)),
        convention(id=4, start=date(2027, 1, 1)),
    ]
    args = rated(use(), around).problem_args
    assert (args["last_end"], args["next_start"]) == (date(2026, 6, 30), date(2026, 11, 1))


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 6, 30)])
def test_first_and_last_day_of_the_convention_are_in_force(day):
    ended = convention(start=date(2026, 3, 1), end=date(2026, 6, 30))
    assert rated(use(day=day), [ended]).problem is None
    assert rated(use(day=day, status="staff"), [ended]).problem is None


def test_convention_of_another_coop_host_or_space_opens_no_right():
    assert rated(use(coop_id=9)).problem == "no_convention"
    assert rated(use(host_id=99)).problem == "no_convention"
    only = convention(space_ids=frozenset({33}))
    assert rated(use(), [only]).problem == "no_convention"
    assert rated(use(coop_id=None)).problem == "no_convention"


@pytest.mark.parametrize("status", ["candidate", "exited"])
def test_candidates_and_leavers_must_be_named(status):
    anyone = Rule(1, effect="free")
    assert by_rule(anyone, use(status=status)).problem == "no_right"
    named = Rule(1, effect="free", statuses=frozenset({status}))
    assert by_rule(named, use(status=status)).problem is None


def test_suspended_is_rated_by_a_rule_for_anyone_and_warns_the_coop_only():
    assert rated(use(status="suspended")).problem == "no_right"
    result = by_rule(Rule(1, effect="free"), use(status="suspended"))
    assert result.problem is None
    assert "suspended" in codes(result)
    assert {"suspended", "status"}.isdisjoint(reason.code for reason in result.host_reasons)


def test_status_without_a_rule_is_a_problem():
    assert rated(use(status="cesa"), [convention(CAPE)]).problem == "no_rule"


def test_associate_falls_back_on_the_rules_of_cesa():
    result = rated(use(status="associate"))
    assert (result.net, result.rule_id) == (Decimal("10.50"), CESA.id)
    own = Rule(9, statuses=frozenset({"associate"}), sequence=99, effect="free")
    assert rated(use(status="associate"), [convention(CESA, own)]).rule_id == 9


def test_a_rule_for_cesa_serves_an_associate_before_a_rule_for_anyone():
    anyone = Rule(1, sequence=1)
    assert rated(use(status="associate"), [convention(anyone, CESA)]).rule_id == CESA.id


def test_external_without_a_rule_pays_the_public_price_on_site():
    for coop_id in (None, 1):
        result = rated(use(status="external", coop_id=coop_id), [convention(Rule(1))])
        assert result.problem is None
        assert (result.settled, result.settled_elsewhere) == ("on_site", Decimal("15.00"))
        assert (result.billed, result.shares) == (0, ())


def test_staff_without_a_rule_is_the_coops_at_the_public_price():
    result = rated(use(status="staff"))
    assert result.shares == (Share("coop", Decimal("15.00")),)
    assert rated(use(status="staff"), []).problem == "no_convention"


@pytest.mark.parametrize("settled", ["on_site", "expense"])
def test_a_use_paid_elsewhere_is_counted_and_never_billed(settled):
    result = rated(use(status="cesa", settled=settled))
    assert (result.net, result.billed, result.shares) == (Decimal("10.50"), 0, ())
    assert (result.settled_elsewhere, result.reduction) == (Decimal("10.50"), Decimal("4.50"))
    without = rated(use(status="cesa", settled=settled), [])
    assert (without.problem, without.settled_elsewhere) == (None, Decimal("15.00"))


def test_the_hosts_gift_is_not_paid_elsewhere_either():
    payers = (Payer("host", Decimal(20)), Payer("activity", Decimal(80)))
    result = by_rule(Rule(1, payers=payers), use(settled="on_site"))
    assert (result.settled_elsewhere, result.reduction) == (Decimal("12.00"), Decimal("3.00"))


# --- public price (R51) ----------------------------------------------------------------------


def test_tax_is_stripped_from_each_unit_price_and_rounded():
    grid = replace(GRID, tax_included=True, lines=(replace(LINES[1], price=Decimal("18.50")),))
    result = by_rule(Rule(1), use(quantity=Decimal(3)), tariffs=[grid])
    assert result.public == Decimal("46.26")  # 3 × 15.42, not 55.50 / 1.2 = 46.25


def test_price_line_of_the_resource_then_of_its_kind_then_any():
    lines = [
        LINES[1],
        TariffLine(8, "desk", None, "day", Decimal("14.00")),
        TariffLine(9, None, DESK, "day", Decimal("13.00")),
    ]
    for count, public in ((1, "15.00"), (2, "14.00"), (3, "13.00")):
        grid = replace(GRID, lines=tuple(reversed(lines[:count])))
        assert by_rule(Rule(1), tariffs=[grid]).public == Decimal(public)


def test_grid_in_force_on_the_day_and_a_withdrawn_price_never_comes_back():
    old = replace(GRID, end=date(2026, 9, 30))
    new = replace(GRID, id=2, start=date(2026, 10, 1), lines=(LINES[0],))
    assert by_rule(Rule(1), use(day=date(2026, 9, 30)), tariffs=[new, old]).tariff_id == 1
    halves = use(day=date(2026, 10, 1), unit="half_day")
    assert by_rule(Rule(1), halves, tariffs=[new, old]).tariff_id == 2
    result = by_rule(Rule(1), use(day=date(2026, 10, 1)), tariffs=[old, new])
    assert (result.problem, result.public) == ("no_tariff", 0)
    # even when the older grid was left open by mistake
    assert by_rule(Rule(1), tariffs=[replace(old, end=None), new]).problem == "no_tariff"


def test_a_use_without_a_price_takes_no_quota():
    counters = Counters()
    by_rule(quota_rule(), use(unit="month"), counters=counters)
    assert not counters.used


# --- the most specific rule ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (Rule(9, resource_id=DESK), Rule(1, resource_kind="desk", statuses=frozenset({"cape"}))),
        (Rule(9, resource_kind="desk"), Rule(1, space_id=SPACE, statuses=frozenset({"cape"}))),
        (Rule(9, space_id=SPACE), Rule(1, statuses=frozenset({"cape"}))),
        (Rule(9, statuses=frozenset({"cape"})), Rule(1, sequence=1)),
        (Rule(9, coop_id=1), Rule(1, sequence=1)),
        (Rule(9, unit="day"), Rule(1, sequence=1)),
        (Rule(9, sequence=5), Rule(1, sequence=6)),
        (Rule(1), Rule(9)),
    ],
)
def test_the_most_specific_rule_wins(winner, loser):
    for rules in ((winner, loser), (loser, winner)):
        assert rated(use(), [convention(*rules)]).rule_id == winner.id
        apart = [convention(rule, id=number) for number, rule in enumerate(rules, 1)]
        assert rated(use(), apart).rule_id == winner.id


@pytest.mark.parametrize(
    "other",
    [
        Rule(9, resource_id=99),
        Rule(9, resource_kind="meeting_room"),
        Rule(9, resource_id=DESK, resource_kind="meeting_room"),
        Rule(9, space_id=33),
        Rule(9, coop_id=9),
        Rule(9, unit="hour"),
        Rule(9, statuses=frozenset({"cesa"})),
        Rule(9, resource_id=DESK, date_from=date(2026, 10, 6)),
        Rule(9, resource_id=DESK, date_to=date(2026, 10, 4)),
    ],
)
def test_a_rule_that_does_not_match_is_left_aside(other):
    assert rated(use(), [convention(other, Rule(1))]).rule_id == 1


def test_dates_of_a_rule_are_both_included():
    rule = Rule(1, date_from=date(2026, 10, 5), date_to=date(2026, 10, 5))
    assert by_rule(rule).problem is None


def test_a_convention_for_the_space_beats_one_for_all_spaces():
    wide = convention(Rule(1))
    narrow = convention(Rule(9), id=2, space_ids=frozenset({SPACE}))
    assert rated(use(), [wide, narrow]).rule_id == 9
    named = convention(Rule(12, space_id=SPACE), id=3)
    assert rated(use(), [wide, narrow, named]).rule_id == 12


# --- order and bad input ---------------------------------------------------------------------


def test_uses_are_rated_by_day_then_start_then_id():
    morning = datetime(2026, 10, 5, 7, 0)
    noon = datetime(2026, 10, 5, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    uses = [
        use(1, date(2026, 10, 6)),
        use(5, start=noon),
        use(4, start=morning),
        use(3),
        use(2, start=morning),
    ]
    book = RuleBook([convention()], [GRID])
    order = [result.use_id for result in rate_all(uses, book, Clocks(), Counters())]
    assert order == [3, 2, 4, 5, 1]


@pytest.mark.parametrize("enabled", [True, False])
def test_a_batch_leaves_the_collector_as_it_was_even_when_it_fails(enabled):
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with pytest.raises(AttributeError):
            rate_all([use()], None, Clocks(), Counters())
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


@pytest.mark.parametrize(
    "values",
    [
        {"effect": "gratis"},
        {"beyond": "free"},
        {"clock_start": "birth"},
        {"clock_scope": "planet"},
        {"free_months": -1},
        {"quota": Decimal(-1)},
        {"value": Decimal(-1)},
        {"effect": "discount", "value": Decimal(101)},
        {"payers": (Payer("coop", Decimal(99)),)},
    ],
)
def test_an_impossible_rule_is_refused(values):
    with pytest.raises(ValueError, match=r"unknown|negative|at most|sum to"):
        Rule(1, **values)


def test_the_edges_of_a_rule_are_accepted():
    whole = Rule(1, effect="discount", value=Decimal(100), quota=Decimal(0))
    assert by_rule(whole).billed == Decimal("15.00")
    assert by_rule(replace(whole, quota=None)).reduction == Decimal("15.00")


def test_an_impossible_payer_is_refused():
    with pytest.raises(ValueError, match="unknown payer"):
        Payer("nobody", Decimal(100))
    assert Payer("coop", Decimal(0)).percent == 0
    with pytest.raises(ValueError, match="between 0 and 100"):
        Payer("coop", Decimal("-0.01"))
    with pytest.raises(ValueError, match="between 0 and 100"):
        Payer("coop", Decimal(101))
