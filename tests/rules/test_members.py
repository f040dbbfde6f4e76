"""R23 to R27, R33: who weighs what, what is found wrong, and the figures that are told."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from cae_tiers_lieux.rules.capital import CapitalRules
from cae_tiers_lieux.rules.finding import Finding
from cae_tiers_lieux.rules.members import (
    Ballot,
    Group,
    audit_due,
    structure_problems,
    tally,
    votes,
    weight_problems,
)

D = Decimal
SCIC = CapitalRules(college_min=D(10), college_max=D(50))


def weights(*parts):
    return dict(zip("abcdef", map(D, parts), strict=False))


def groups(*rows):
    """Rows of (category, members, capital, votes[, largest])."""
    return [Group(row[0], row[1], *map(D, row[2:])) for row in rows]


# --- R24 ----------------------------------------------------------------------------------------


def test_r24_weights_that_add_up_to_one_hundred_within_the_limits_stand():
    assert weight_problems(weights(50, 40, 10), SCIC) == []


@pytest.mark.parametrize("last", ["29.99", "30.01"])
def test_r24_one_cent_off_one_hundred_is_told_with_the_sum(last):
    found = weight_problems(weights(40, 30, last), SCIC)
    assert found == [Finding("weights_sum", {"total": D(70) + D(last)}, "R24")]


def test_r24_each_college_outside_the_limits_is_named_with_its_limit():
    found = weight_problems(weights("50.01", "40", "9.99"), SCIC)
    assert found == [
        Finding("college_max", {"college": "a", "weight": D("50.01"), "limit": D(50)}, "R24"),
        Finding("college_min", {"college": "c", "weight": D("9.99"), "limit": D(10)}, "R24"),
    ]


def test_r24_a_form_without_limits_asks_for_the_sum_alone():
    assert weight_problems(weights(99, 1), CapitalRules()) == []
    (nothing,) = weight_problems({}, CapitalRules())
    assert nothing.code == "weights_sum"
    assert isinstance(nothing.args["total"], Decimal)


# --- R25 ----------------------------------------------------------------------------------------


def test_r25_one_member_one_vote_inside_a_college():
    assert votes({1: D(60), 2: D(40)}, {1: 3, 2: 1}) == {1: Fraction(20), 2: Fraction(40)}


def test_r25_the_weight_of_an_empty_college_goes_to_the_others_in_proportion():
    found = votes({1: D(50), 2: D(30), 3: D(20)}, {1: 1, 2: 0, 3: 2})
    assert found == {1: Fraction(500, 7), 3: Fraction(100, 7)}


def test_r25_a_college_that_weighs_nothing_has_no_vote():
    assert votes({1: D(0), 2: D(100)}, {1: 5, 2: 4}) == {2: Fraction(25)}


@pytest.mark.parametrize(
    ("colleges", "members"), [({}, {}), ({1: D(50)}, {}), ({1: D(50)}, {1: 0}), ({1: D(0)}, {1: 3})]
)
def test_r25_without_anybody_there_is_no_vote(colleges, members):
    assert votes(colleges, members) == {}


def test_r25_a_resolution_is_counted_by_college():
    ballots = [Ballot(1, D(40), 3, 1), Ballot(2, D(60), 1, 2)]
    assert tally(ballots) == (D("50.00"), D("50.00"))


def test_r25_a_college_that_abstains_leaves_its_weight_to_the_others():
    assert tally([Ballot(1, D(40), 2, 1), Ballot(2, D(60))]) == (D("66.67"), D("33.33"))


def test_r25_weights_below_one_hundred_are_still_percentages_of_what_is_cast():
    assert tally([Ballot(1, D(10), 1, 3), Ballot(2, D(10), 1, 0)]) == (D("62.50"), D("37.50"))


@pytest.mark.parametrize("ballots", [[], [Ballot(1, D(50))]])
def test_r25_nothing_cast_is_nothing_on_either_side(ballots):
    assert tally(ballots) == (D(0), D(0))


def test_r25_a_ballot_counts_what_was_cast_and_nothing_else():
    assert tally([Ballot(1, D(50), in_favour=1)]) == (D("100.00"), D("0.00"))
    assert tally([Ballot(1, D(50), against=1)]) == (D("0.00"), D("100.00"))


def test_r25_half_a_hundredth_is_rounded_up():
    ballots = [Ballot(1, D(1), 1, 0), Ballot(2, D(19999), 0, 1)]
    assert tally(ballots) == (D("0.01"), D("99.99"))


# --- R23, R26, R27 ------------------------------------------------------------------------------


def test_r23_categories_are_counted_among_those_who_have_members():
    found = structure_problems(
        groups(("employee", 2, 0, 0), ("user", 1, 0, 0), ("town", 0, 0, 0)),
        CapitalRules(categories_min=3),
    )
    assert found == [Finding("categories", {"count": 2, "limit": 3}, "R23")]


def test_r23_three_categories_are_enough_and_a_required_one_is_named():
    three = groups(("user", 1, 0, 0), ("town", 1, 0, 0), ("bank", 1, 0, 0), ("employee", 0, 0, 0))
    found = structure_problems(three, CapitalRules(categories_min=3), required=("user", "employee"))
    assert found == [Finding("category_missing", {"category": "employee"}, "R23")]


SCOP = CapitalRules(employee_capital_min=D(51), employee_votes_min=D(65), member_capital_max=D(50))


def test_r26_a_scop_exactly_at_its_limits_stands():
    exact = groups(("employee", 5, 510, 65, 500), ("external", 1, 490, 35, 490))
    assert structure_problems(exact, SCOP) == []


def test_r26_a_scop_just_past_its_limits_is_told_each_figure():
    past = groups(("employee", 5, "509.9", "64.99", 10), ("external", 1, "490.1", "35.01", "500.1"))
    assert structure_problems(past, SCOP) == [
        Finding("employee_capital", {"percent": D("50.99"), "limit": D(51)}, "R26"),
        Finding("employee_votes", {"percent": D("64.99"), "limit": D(65)}, "R26"),
        Finding("member_capital", {"percent": D("50.01"), "limit": D(50)}, "R26"),
    ]


def test_r26_without_employees_their_part_is_nothing():
    found = structure_problems(groups(("external", 1, 100, 100, 40)), SCOP)
    assert [(f.code, f.args["percent"]) for f in found] == [
        ("employee_capital", D(0)),
        ("employee_votes", D(0)),
    ]


def test_r26_without_capital_nothing_is_said_of_its_parts():
    found = structure_problems(groups(("external", 1, 0, 100, 0)), SCOP)
    assert [f.code for f in found] == ["employee_votes"]
    assert [f.code for f in structure_problems([], SCOP)] == ["employee_votes"]


def test_r26_the_words_for_categories_are_the_callers():
    own = groups(("salarie", 5, 100, 100, 10), ("fonds", 1, 0, 0))
    assert structure_problems(own, SCOP, employee="salarie") == []
    rules = CapitalRules(investor_votes_max=D(49))
    held = groups(("fonds", 1, 0, 50))
    assert structure_problems(held, rules) == []
    assert [f.code for f in structure_problems(held, rules, investor="fonds")] == ["investor_votes"]


def test_r27_investors_hold_at_most_their_part_of_the_votes():
    rules = CapitalRules(investor_votes_max=D(49))
    assert structure_problems(groups(("investor", 1, 0, 49)), rules) == []
    assert structure_problems(groups(("investor", 1, 0, "49.01")), rules) == [
        Finding("investor_votes", {"percent": D("49.01"), "limit": D(49)}, "R27")
    ]


# --- R33 ----------------------------------------------------------------------------------------

AUDIT = CapitalRules(audit_years=5, audit_loss_years=3)
LAST = date(2024, 6, 30)


def ends(*years):
    return [date(year, 12, 31) for year in years]


def test_r33_the_audit_comes_every_five_years():
    assert audit_due(LAST, AUDIT) == date(2029, 6, 30)
    assert audit_due(date(2024, 2, 29), CapitalRules(audit_years=1)) == date(2025, 2, 28)


def test_r33_without_the_obligation_there_is_no_day():
    assert audit_due(LAST, CapitalRules(audit_years=0)) is None


def test_r33_three_losses_in_a_row_bring_it_to_the_end_of_the_third():
    assert audit_due(LAST, AUDIT, ends(2026, 2024, 2025)) == date(2026, 12, 31)
    assert audit_due(LAST, AUDIT, ends(2024, 2026, 2027, 2028)) == date(2028, 12, 31)
    assert audit_due(LAST, AUDIT, ends(2024, 2025)) == date(2029, 6, 30)
    assert audit_due(LAST, AUDIT, ends(2024, 2025, 2027)) == date(2029, 6, 30)


def test_r33_a_year_without_loss_between_two_may_be_a_month_long():
    losses = [date(2024, 12, 31), date(2026, 1, 31), date(2027, 1, 31)]
    assert audit_due(LAST, AUDIT, losses) == date(2029, 6, 30)


def test_r33_losses_of_before_the_last_audit_do_not_count():
    assert audit_due(date(2024, 12, 31), AUDIT, ends(2024, 2025, 2026)) == date(2029, 12, 31)
    assert audit_due(LAST, AUDIT, ends(2022, 2023, 2024)) == date(2029, 6, 30)


def test_r33_losses_after_the_fifth_year_do_not_put_it_off():
    assert audit_due(LAST, AUDIT, ends(2028, 2029, 2030)) == date(2029, 6, 30)


def test_r33_a_parameter_of_no_loss_years_ignores_losses():
    rules = CapitalRules(audit_years=5, audit_loss_years=0)
    assert audit_due(LAST, rules, ends(2024, 2025, 2026)) == date(2029, 6, 30)


def test_r33_one_loss_may_be_enough_by_parameter():
    rules = CapitalRules(audit_years=5, audit_loss_years=1)
    assert audit_due(LAST, rules, ends(2025, 2026)) == date(2025, 12, 31)
