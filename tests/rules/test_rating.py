"""R44, R51: what a use costs and who pays: effects, payers, quotas, the worked month."""

from dataclasses import replace
from datetime import date
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
)
from rating_examples import (
    ACTIVITY,
    ANNA,
    BRUNO,
    CAPE,
    CESA,
    CHLOE,
    GRID,
    NETWORK,
    ROOM,
    TAXABLE,
    by_rule,
    codes,
    convention,
    quota_rule,
    rated,
    use,
)

#: The monthly right of a rule for anything, in the programme.
RIGHT = f"network:{NETWORK}/,,,"


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
        for result in rate_all(
            uses, RuleBook([convention()], [GRID], TAXABLE), Clocks(), Counters()
        )
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
    result = by_rule(Rule(1, unit="day", effect=effect, value=Decimal(value)))
    assert result.problem is None
    assert result.public == Decimal("15.00")
    assert (result.net, result.free, result.reduction) == tuple(
        map(Decimal, (net, free, reduction))
    )
    assert result.billed == result.net


@pytest.mark.parametrize(("price", "reached"), [("14.99", True), ("15", False), ("16", False)])
def test_the_explanation_says_whether_the_cap_was_reached(price, reached):
    result = by_rule(Rule(1, unit="day", effect="cap", value=Decimal(price)))
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
    result = by_rule(Rule(1, unit="day", effect="fixed", value=Decimal("10.01"), payers=payers))
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
    result = by_rule(rule, use(status="associate", since=date(2024, 1, 1)))
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
    result = by_rule(Rule(1, unit="day", effect="fixed", value=Decimal("0.01"), payers=payers))
    assert result.shares == (Share("coop", Decimal("0.01")),)


# --- quota -----------------------------------------------------------------------------------


def test_quota_splits_the_use_that_passes_it():
    counters = Counters()
    results = [
        by_rule(quota_rule(), use(number, quantity=Decimal(2)), counters=counters)
        for number in (1, 2, 3)
    ]
    assert [result.free for result in results] == [Decimal("30.00"), Decimal("15.00"), 0]
    assert [result.billed for result in results] == [0, Decimal("15.00"), Decimal("30.00")]
    assert counters.used == {(ANNA, RIGHT, (2026, 10)): Decimal(3)}
    assert ["quota" in codes(result) for result in results] == [False, True, True]


def test_quota_starts_again_each_month_and_for_each_person():
    counters = Counters({(ANNA, RIGHT, (2026, 10)): Decimal(3)})
    assert by_rule(quota_rule(), use(), counters=counters).free == 0
    november = use(day=date(2026, 11, 1))
    assert by_rule(quota_rule(), november, counters=counters).free == Decimal("15.00")
    other = use(person_id=BRUNO)
    assert by_rule(quota_rule(), other, counters=counters).free == Decimal("15.00")


def test_units_of_earlier_uses_add_up():
    counters = Counters()
    key = (ANNA, RIGHT, (2026, 10))
    counters.add([(key, Decimal(1), Decimal(9)), (key, Decimal("1.5"), Decimal(1))])
    assert counters.billed == {key: Decimal(10)}
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


def test_quota_also_limits_a_discount_and_first_months():
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


def test_a_new_version_or_another_coop_does_not_give_the_quota_again():
    """Invariant 4: two days a month are two, in two versions and in two coops of a programme."""
    two = Rule(1, unit="day", effect="free", quota=Decimal(2))
    versions = [
        convention(two, end=date(2026, 10, 15)),
        convention(replace(two, id=2), id=2, start=date(2026, 10, 16), version=2),
        convention(replace(two, id=3), id=3, coop_ids=frozenset({9})),
    ]
    uses = [
        use(1, date(2026, 10, 14)),
        use(2, date(2026, 10, 15)),
        use(3, date(2026, 10, 16)),
        use(4, date(2026, 10, 17), coop_id=9),
    ]
    found = rate_all(uses, RuleBook(versions, [GRID], TAXABLE), Clocks(), Counters())
    assert [result.free for result in found] == [15, 15, 0, 0]


def test_hours_of_a_room_and_days_at_a_desk_are_two_rights():
    rules = (
        Rule(1, unit="day", effect="free", quota=Decimal(1)),
        Rule(2, resource_kind="meeting_room", unit="hour", effect="free", quota=Decimal(1)),
    )
    room = use(2, resource_id=ROOM, resource_kind="meeting_room", unit="hour")
    found = rate_all(
        [use(1), room], RuleBook([convention(*rules)], [GRID], TAXABLE), Clocks(), Counters()
    )
    assert [result.billed for result in found] == [0, 0]


# --- caps ------------------------------------------------------------------------------------


def test_a_discount_never_passes_its_highest_price():
    rule = Rule(1, effect="discount", value=Decimal(20), at_most=Decimal(10))
    assert by_rule(rule, use(quantity=Decimal(2))).net == Decimal("20.00")
    result = by_rule(replace(rule, at_most=Decimal(12)))
    assert (result.net, "cap" in codes(result)) == (Decimal("12.00"), False)


def test_a_person_is_billed_at_most_the_cap_of_the_month():
    rule = Rule(1, monthly_cap=Decimal(40))
    counters = Counters()
    days = [date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 7), date(2026, 10, 8)]
    found = [by_rule(rule, use(day=day), counters=counters) for day in days]
    assert [result.net for result in found] == [15, 15, 10, 0]
    assert [result.reduction for result in found] == [0, 0, 5, 15]
    assert ["monthly_cap" in codes(result) for result in found] == [False, False, True, True]
    assert by_rule(rule, use(day=date(2026, 11, 2)), counters=counters).net == 15
    assert by_rule(rule, use(person_id=BRUNO), counters=counters).net == 15


def test_what_is_paid_elsewhere_takes_nothing_of_the_cap():
    rule = Rule(1, monthly_cap=Decimal(20))
    counters = Counters()
    assert by_rule(rule, use(settled="on_site"), counters=counters).settled_elsewhere == 15
    assert by_rule(rule, use(), counters=counters).net == 15


def test_the_cap_of_the_month_is_put_in_the_mode_of_the_grid():
    grid = replace(GRID, tax_included=True)
    counters = Counters()
    results = [
        by_rule(
            Rule(1, monthly_cap=Decimal(20)), use(number), tariffs=[grid], counters=counters
        ).net
        for number in (1, 2)
    ]
    assert results == [15, 9]


def test_amounts_of_a_grid_with_tax_are_those_of_the_grid():
    """R51: 20 days at 18.50 are 370.00, three at 10.00 are 30.00."""
    for price, count, total in (("18.50", 20, "370.00"), ("10.00", 3, "30.00")):
        lines = (TariffLine(1, None, None, "day", Decimal(price)),)
        grid = replace(GRID, tax_included=True, lines=lines)
        found = [rated(use(number), [convention(Rule(1))], [grid]) for number in range(count)]
        assert sum(result.billed for result in found) == Decimal(total)
