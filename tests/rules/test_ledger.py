"""R14, R28, R30, R31: the ledger of shares, its floor, refunds, and who held shares when."""

from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from cae_tiers_lieux.rules.capital import (
    Balance,
    Move,
    balances,
    capital_floor,
    capital_levels,
    first_call_minimum,
    holding_periods,
    intersect,
    percent_of,
    refund_limit,
    refund_problem,
    refund_value,
)
from cae_tiers_lieux.rules.finding import Finding

D = Decimal
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
MOVES = [
    Move(JANUARY, 7, 10, D(200), D(50)),
    Move(FEBRUARY, 7, 0, D(0), D(150)),
    Move(FEBRUARY, 8, 5, D(100), D(100)),
    Move(MARCH, 7, -4, D(-80), D(-80)),
]


@pytest.mark.parametrize(("rounding", "result"), [(ROUND_HALF_UP, "25.03"), (ROUND_DOWN, "25.02")])
def test_a_percentage_is_taken_to_the_cent(rounding, result):
    assert percent_of(D("100.10"), D(25), rounding) == D(result)


def test_a_percentage_rounds_half_a_cent_up_unless_told():
    assert percent_of(D("100.10"), D(25)) == D("25.03")
    assert str(percent_of(D(100), D(10))) == "10.00"


@pytest.mark.parametrize(
    ("amount", "minimum"),
    [("150.00", "37.50"), ("150.01", "37.51"), ("150.03", "37.51"), ("150.04", "37.51"), (0, 0)],
)
def test_r28_the_least_first_call_is_rounded_up_to_the_cent(amount, minimum):
    assert first_call_minimum(D(amount), D(25)) == D(minimum)


# --- balances and levels ------------------------------------------------------------------------


def test_each_member_holds_the_sum_of_their_moves():
    assert balances(MOVES) == {7: Balance(6, D(120), D(120)), 8: Balance(5, D(100), D(100))}


def test_a_balance_is_the_one_at_the_end_of_the_day():
    assert balances(MOVES, JANUARY) == {7: Balance(10, D(200), D(50))}
    assert balances(MOVES, FEBRUARY)[7] == Balance(10, D(200), D(200))
    assert balances(MOVES, date(2025, 12, 31)) == {}


def test_what_is_unpaid_is_what_was_promised_less_what_was_paid():
    assert balances(MOVES, JANUARY)[7].unpaid == D(150)
    assert Balance().unpaid == 0


def test_a_later_move_given_first_does_not_hide_the_earlier_ones():
    assert balances(reversed(MOVES), FEBRUARY) == balances(MOVES, FEBRUARY)


def test_a_level_is_told_once_a_day_in_the_order_of_days():
    found = capital_levels(reversed(MOVES))
    assert found == [(JANUARY, D(200)), (FEBRUARY, D(300)), (MARCH, D(220))]
    assert capital_levels([]) == []


# --- R30, R31 -----------------------------------------------------------------------------------


def test_r30_the_floor_is_a_quarter_rounded_up():
    assert capital_floor(D("10000.01"), D(25)) == D("2500.01")
    assert capital_floor(D(10000), D(25)) == D(2500)


def test_r30_a_refund_down_to_the_floor_passes_and_a_cent_more_does_not():
    assert refund_problem(D(500), D(1000), D(2000), D(25)) is None
    assert refund_problem(D("500.01"), D(1000), D(2000), D(25)) == Finding(
        "capital_floor",
        {"capital": D(1000), "floor": D("500.00"), "possible": D("500.00")},
        "R30",
    )


def test_r30_under_the_floor_nothing_may_be_refunded():
    found = refund_problem(D("0.01"), D(400), D(2000), D(25))
    assert found.args == {"capital": D(400), "floor": D("500.00"), "possible": D(0)}
    assert refund_problem(D(0), D(400), D(2000), D(25)) is None
    assert refund_problem(D(-10), D(400), D(2000), D(25)) is None


def test_r30_the_capital_of_today_may_be_its_highest():
    found = refund_problem(D(800), D(1000), D(10), D(25))
    assert found.args["floor"] == D("250.00")


@pytest.mark.parametrize(
    ("paid", "subscribed", "capital", "losses", "due"),
    [
        (500, 500, 10000, 1000, "450.00"),
        (500, 500, 10000, 0, "500.00"),
        (500, 500, 10000, -1000, "500.00"),
        (500, 500, 0, 1000, "500.00"),
        (500, 500, -1, 1000, "500.00"),
        (125, 500, 10000, 1000, "75.00"),
        (20, 500, 10000, 1000, "0.00"),
        ("33.345", 0, 10000, 1, "33.35"),
        (100, 100, 1, 1, "0.00"),
        (100, "0.5", 1, "0.5", "99.75"),
    ],
)
def test_r31_a_leaver_bears_the_losses_by_their_part_of_the_capital(
    paid, subscribed, capital, losses, due
):
    found = refund_value(*map(D, (paid, subscribed, capital, losses)))
    assert str(found) == due


def test_r31_the_delay_of_the_statutes_is_in_calendar_years():
    assert refund_limit(date(2026, 6, 30), 5) == date(2031, 6, 30)
    assert refund_limit(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert refund_limit(date(2026, 6, 30), 0) == date(2026, 6, 30)


# --- R14: who holds shares ----------------------------------------------------------------------


def shares(*rows):
    return [Move(day, 1, count) for day, count in rows]


def test_r14_shares_are_held_until_the_eve_of_the_day_they_are_given_back():
    found = holding_periods(shares((JANUARY, 3), (MARCH, -3)))
    assert found == [(JANUARY, date(2026, 2, 28))]


def test_r14_shares_still_held_have_no_end():
    assert holding_periods(shares((JANUARY, 3), (MARCH, -2))) == [(JANUARY, None)]
    assert holding_periods(shares((JANUARY, 3), (FEBRUARY, 4))) == [(JANUARY, None)]
    assert holding_periods([]) == []


def test_r14_a_person_may_hold_shares_twice():
    found = holding_periods(shares((MARCH, 1), (JANUARY, 2), (FEBRUARY, -2)))
    assert found == [(JANUARY, date(2026, 1, 31)), (MARCH, None)]


def test_r14_shares_bought_and_given_back_the_same_day_were_never_held():
    assert holding_periods(shares((JANUARY, 2), (JANUARY, -2))) == []
    assert holding_periods(shares((JANUARY, 2), (JANUARY, -2), (FEBRUARY, 1))) == [(FEBRUARY, None)]


def test_r14_one_day_is_a_period():
    found = holding_periods(shares((JANUARY, 1), (date(2026, 1, 2), -1)))
    assert found == [(JANUARY, JANUARY)]


def test_days_in_both_lists_are_kept_in_order():
    left = [(MARCH, None), (JANUARY, date(2026, 1, 31))]
    assert intersect(left, [(date(2026, 1, 31), MARCH)]) == [
        (date(2026, 1, 31), date(2026, 1, 31)),
        (MARCH, MARCH),
    ]
    assert intersect(left, [(FEBRUARY, date(2026, 2, 28))]) == []
    same = [(JANUARY, None), (JANUARY, MARCH)]
    assert intersect(same, [(JANUARY, None)]) == same
    assert intersect([(JANUARY, None)], [(FEBRUARY, None)]) == [(FEBRUARY, None)]
    assert intersect([(JANUARY, MARCH)], [(FEBRUARY, None)]) == [(FEBRUARY, MARCH)]
    assert intersect([(FEBRUARY, None)], [(JANUARY, MARCH)]) == [(FEBRUARY, MARCH)]
