"""R28, R29: how a subscription is paid, to the cent and to the day."""

from datetime import date
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.capital import CapitalRules
from cae_tiers_lieux.rules.finding import Finding
from cae_tiers_lieux.rules.release import (
    Call,
    release_schedule,
    schedule_problems,
    withholding_cap,
    withholding_problem,
    withholding_schedule,
)

D = Decimal
SIGNED = date(2026, 3, 15)
SCIC = CapitalRules(first_call_percent=D(25), release_years=5)


def plan(schedule):
    return [(call.due.isoformat(), str(call.amount)) for call in schedule]


# --- R28 ----------------------------------------------------------------------------------------


def test_r28_everything_is_called_at_once_without_later_calls():
    assert plan(release_schedule(D(100), SIGNED, D(25))) == [("2026-03-15", "100.00")]
    assert plan(release_schedule(D(100), SIGNED, D(25), -1, 3)) == [("2026-03-15", "100.00")]
    assert plan(release_schedule(D(100), SIGNED, D(100), 3, 3)) == [("2026-03-15", "100.00")]
    assert plan(release_schedule(D(100), SIGNED, D(300), 3, 3)) == [("2026-03-15", "100.00")]


def test_r28_later_calls_without_years_fall_on_the_same_day():
    found = release_schedule(D(100), SIGNED, D(50), 2)
    assert plan(found) == [("2026-03-15", "50.00"), ("2026-03-15", "25.00")] + [
        ("2026-03-15", "25.00")
    ]


def test_r28_one_later_call_falls_on_the_last_day_allowed():
    found = release_schedule(D(100), SIGNED, D(25), 1, 5)
    assert plan(found) == [("2026-03-15", "25.00"), ("2031-03-15", "75.00")]


def test_r28_later_calls_are_equal_and_the_last_one_takes_the_cents():
    found = release_schedule(D(100), SIGNED, D(0), 3, 1)
    assert plan(found) == [
        ("2026-07-15", "33.33"),
        ("2026-11-15", "33.33"),
        ("2027-03-15", "33.34"),
    ]
    found = release_schedule(D("100.01"), SIGNED, D("0.01"), 6, 1)
    assert [call.amount for call in found[1:]] == [
        D("16.66"),
        D("16.67"),
        D("16.67"),
        D("16.66"),
        D("16.67"),
        D("16.67"),
    ]


def test_r28_a_call_of_nothing_is_not_made():
    found = release_schedule(D("0.02"), SIGNED, D(0), 3, 3)
    assert plan(found) == [("2028-03-15", "0.01"), ("2029-03-15", "0.01")]


def test_r28_calls_that_do_not_divide_the_months_fall_on_whole_months():
    found = release_schedule(D(500), SIGNED, D(0), 5, 1)
    assert [call.due for call in found] == [
        date(2026, 5, 15),
        date(2026, 7, 15),
        date(2026, 10, 15),
        date(2026, 12, 15),
        date(2027, 3, 15),
    ]


def test_r28_amounts_are_kept_in_cents():
    found = release_schedule(D("100.004"), SIGNED, D("25.004"), 1, 1)
    assert plan(found) == [("2026-03-15", "25.00"), ("2027-03-15", "75.00")]


def test_r28_a_schedule_at_the_limits_stands():
    calls = [Call(SIGNED, D(25)), Call(date(2031, 3, 15), D(75))]
    assert schedule_problems(D(100), SIGNED, calls, SCIC) == []
    early = [Call(date(2026, 3, 1), D(25)), Call(date(2027, 3, 15), D(75))]
    assert schedule_problems(D(100), SIGNED, early, SCIC) == []


def test_r28_each_fault_of_a_schedule_is_told_with_its_figures():
    calls = [
        Call(SIGNED, D("24.99")),
        Call(date(2031, 3, 16), D(30)),
        Call(date(2032, 1, 1), D(45)),
    ]
    assert schedule_problems(D(100), SIGNED, calls, SCIC) == [
        Finding("schedule_sum", {"total": D("99.99"), "amount": D(100)}, "R28"),
        Finding(
            "first_call",
            {"called": D("24.99"), "minimum": D("25.00"), "percent": D(25)},
            "R28",
        ),
        Finding(
            "release_late",
            {"due": date(2032, 1, 1), "limit": date(2031, 3, 15), "years": 5},
            "R28",
        ),
    ]


def test_r28_a_schedule_without_calls_has_called_nothing():
    found = schedule_problems(D(100), SIGNED, [], SCIC)
    assert [f.code for f in found] == ["schedule_sum", "first_call"]
    assert found[0].args["total"] == found[1].args["called"] == 0
    assert isinstance(found[0].args["total"], Decimal)
    assert isinstance(found[1].args["called"], Decimal)


# --- R29 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pay", "percent", "cap"),
    [("1433.39", 10, "143.33"), ("0", 10, "0.00"), ("-50", 10, "0.00"), ("1", 10, "0.10")],
)
def test_r29_the_cap_is_rounded_down_and_never_under_nothing(pay, percent, cap):
    assert withholding_cap(D(pay), D(percent)) == D(cap)


def test_r29_withholdings_fall_on_month_ends_until_all_is_paid():
    found = withholding_schedule(D(250), date(2028, 1, 15), D(120), D(1000), D(10))
    assert plan(found) == [
        ("2028-01-31", "100.00"),
        ("2028-02-29", "100.00"),
        ("2028-03-31", "50.00"),
    ]


def test_r29_the_wish_of_the_person_is_followed_under_the_cap():
    found = withholding_schedule(D("90.005"), date(2026, 12, 1), D("60.009"), D(1000), D(10))
    assert plan(found) == [("2026-12-31", "60.00"), ("2027-01-31", "30.00")]


@pytest.mark.parametrize(
    ("amount", "monthly", "pay"), [(0, 10, 1000), (-1, 10, 1000), (10, 0, 1000), (10, 10, 0)]
)
def test_r29_nothing_is_planned_where_nothing_can_be_withheld(amount, monthly, pay):
    assert withholding_schedule(D(amount), SIGNED, D(monthly), D(pay), D(10)) == []


def test_r29_one_cent_a_month_is_a_plan():
    assert len(withholding_schedule(D("0.03"), SIGNED, D("0.01"), D(1000), D(10))) == 3


def test_r29_the_cap_itself_may_be_withheld_and_a_cent_more_may_not():
    assert withholding_problem(D("100.00"), D(1000), D(10), employee=True) is None
    assert withholding_problem(D("100.01"), D(1000), D(10), employee=True) == Finding(
        "withholding_cap",
        {"amount": D("100.01"), "cap": D("100.00"), "pay": D(1000), "percent": D(10)},
        "R29",
    )


def test_r29_a_person_without_pay_has_nothing_withheld():
    found = withholding_problem(D(10), D(1500), D(10), employee=False)
    assert found == Finding("withholding_no_pay", {"amount": D(10)}, "R29")
