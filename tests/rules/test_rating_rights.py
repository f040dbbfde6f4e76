"""R43, R51: which convention, which condition and which price a use meets."""

import gc
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.finding import Finding
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
    CAPE,
    CESA,
    DESK,
    GRID,
    LINES,
    SPACE,
    by_rule,
    convention,
    quota_rule,
    rated,
    use,
)

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


def test_suspended_has_no_right_under_a_rule_for_anyone():
    """R43: a right exists while the contract runs; a suspended one opens none."""
    for one in (rated(use(status="suspended")), by_rule(Rule(1), use(status="suspended"))):
        assert (one.problem, one.problem_args["status"]) == ("no_right", "suspended")


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


@pytest.mark.parametrize("coop_id", [None, 1])
def test_an_external_pays_the_public_price_where_somebody_decided_that_it_is_on_site(coop_id):
    one = use(status="external", coop_id=coop_id, settled="on_site")
    result = rated(one, [convention(Rule(1))])
    assert result.problem is None
    assert (result.settled, result.settled_elsewhere) == ("on_site", Decimal("15.00"))
    assert (result.billed, result.shares) == (0, ())


def test_an_external_on_the_statement_needs_a_condition_that_names_them():
    one = use(status="external", coop_id=None)
    assert rated(one, [convention(Rule(1))]).problem == "no_rule_external"
    assert rated(one, []).problem == "no_convention"
    named = Rule(1, statuses=frozenset({"external"}), effect="discount", value=Decimal(25))
    result = rated(one, [convention(named)])
    assert (result.net, result.settled) == (Decimal("11.25"), "statement")


def test_what_somebody_must_settle_first_has_no_price():
    result = rated(use(doubt=Finding("twice", {"day": date(2026, 10, 5)})))
    assert (result.problem, result.public, result.net) == ("twice", 15, 0)


def test_a_condition_may_name_a_part_of_the_day():
    morning = Rule(2, day_part="morning", effect="free", sequence=99)
    terms = [convention(Rule(1), morning)]
    assert [rated(use(day_part=part), terms).net for part in ("morning", "afternoon", None)] == [
        0,
        15,
        15,
    ]


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
        {"first_months": -1},
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


def test_an_organisation_is_paid_by_its_coop_or_pays_for_itself():
    """A meeting of the CAE; the hall of an association that belongs to no CAE."""
    named = Rule(1, statuses=frozenset({"organisation"}), effect="discount", value=Decimal(20))
    of_coop, alone = use(status="organisation"), use(status="organisation", coop_id=None)
    assert rated(of_coop, [convention(named)]).shares == (Share("coop", Decimal("12.00")),)
    assert rated(alone, [convention(named)]).shares == (Share("person", Decimal("12.00")),)


def test_what_is_agreed_for_anybody_of_a_coop_is_not_for_an_organisation_of_none():
    anybody = convention(Rule(1, effect="free"))
    assert rated(use(status="organisation"), [anybody]).free == 15
    alone = use(status="organisation", coop_id=None)
    assert rated(alone, [anybody]).problem == "no_rule"
    assert rated(replace(alone, settled="on_site"), [anybody]).settled_elsewhere == 15


def test_without_a_condition_a_coop_pays_the_public_price_of_its_meeting():
    cape = convention(Rule(1, statuses=frozenset({"cape"})))
    result = rated(use(status="organisation"), [cape])
    assert (result.problem, result.shares) == (None, (Share("coop", Decimal("15.00")),))
