"""R1 to R4, R14, R16, R50: worked figures, edges."""

from dataclasses import replace
from datetime import date

import pytest
from cae_tiers_lieux.rules.career import StatusFact
from cae_tiers_lieux.rules.contract_terms import (
    FOREVER,
    Terms,
    associate_deadline,
    cape_balance,
    check_internship,
    check_period,
    check_trial,
    extend,
    trial_deadline,
)
from cae_tiers_lieux.rules.periods import (
    Duration,
    Period,
)
from career_examples import DAY, TERMS, TWO_YEARS, cape, codes, months_of_cape

# --- worked figures of rules.md --------------------------------------------------------------


def test_worked_cape_12_and_12_then_cesa():
    found = associate_deadline(date(2026, 1, 1), TWO_YEARS)
    assert found.end == date(2026, 12, 31)
    assert found.spent == Duration(24, 0)
    assert not found.exhausted
    trial = trial_deadline(date(2026, 1, 1), TWO_YEARS)
    assert trial.exhausted
    assert trial.left == Duration()
    assert trial.end == date(2025, 12, 31)


def test_worked_cesa_without_earlier_contract():
    assert associate_deadline(date(2026, 1, 1)).end == date(2028, 12, 31)
    assert trial_deadline(date(2026, 1, 1)).end == date(2026, 8, 31)


def test_default_limits_are_those_of_the_law():
    assert (TERMS.period_max_months, TERMS.renewals_max, TERMS.total_max_months) == (12, 2, 36)
    assert TERMS.quarterly_payment_day == 15
    assert TERMS.associate_max_months == 36
    assert TERMS.trial_max_months == 8
    assert (TERMS.internship_max_months, TERMS.internship_unpaid_months) == (6, 2)


# --- R1, R2, R3 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "latest"),
    [
        (date(2026, 3, 15), date(2027, 3, 14), None),
        (date(2026, 3, 15), date(2027, 3, 15), date(2027, 3, 14)),
        (date(2024, 2, 29), date(2025, 2, 28), None),
        (date(2024, 2, 29), date(2025, 3, 1), date(2025, 2, 28)),
    ],
)
def test_r1_a_period_lasts_at_most_twelve_months_and_may_be_overridden(start, end, latest):
    found = check_period(Period(start, end))
    assert codes(found) == ([("R1", "period_too_long", True)] if latest else [])
    if latest:
        assert found[0].args["latest_end"] == latest


def test_r1_a_period_has_an_end():
    assert codes(check_period(Period(date(2026, 1, 1)))) == [("R1", "period_without_end", False)]


def test_r2_a_third_renewal_is_refused_even_after_short_periods():
    short = months_of_cape(date(2024, 1, 1), 1, 1, 1)
    fourth = Period(date(2024, 4, 1), date(2024, 4, 30))
    assert codes(check_period(fourth, short[:2])) == []
    found = check_period(fourth, short)
    assert codes(found) == [("R2", "too_many_renewals", False)]
    assert found[0].args == {"renewals_used": 2, "max_renewals": 2}


@pytest.mark.parametrize(("end", "broken"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_r3_thirty_six_months_in_all(end, broken):
    found = check_period(
        Period(date(2026, 1, 1), end), TWO_YEARS, replace(TERMS, period_max_months=99)
    )
    assert codes(found) == ([("R3", "total_too_long", False)] if broken else [])
    if broken:
        assert found[0].args["latest_end"] == date(2026, 12, 31)
        assert found[0].args["spent"] == Duration(24, 0)


def test_r3_a_gap_is_not_counted():
    balance = cape_balance(TWO_YEARS, date(2026, 3, 15))
    assert balance.left == Duration(12, 0)
    assert balance.next_end == balance.last_end == date(2027, 3, 14)
    assert (balance.renewals_used, balance.renewals_left) == (1, 1)


def test_r3_short_periods_leave_months_and_days():
    earlier = [
        cape(date(2024, 1, 10), date(2024, 5, 20)),  # 4 months 11 days
        cape(date(2024, 7, 1), date(2025, 6, 30)),  # 12 months
    ]
    balance = cape_balance(earlier, date(2026, 1, 1))
    assert balance.spent == Duration(16, 11)
    assert balance.last_end == date(2027, 8, 31) - 11 * DAY
    assert balance.next_end == date(2026, 12, 31)
    assert [piece.duration for piece in balance.pieces] == [Duration(4, 11), Duration(12, 0)]


def test_r3_nothing_left():
    balance = cape_balance(months_of_cape(date(2023, 1, 1), 12, 12, 12), date(2026, 5, 1))
    assert balance.left == Duration()
    assert balance.last_end < balance.start
    assert balance.renewals_left == 0
    assert cape_balance([], date(2026, 1, 1)).renewals_left == 2


def test_r3_other_kinds_are_not_cape():
    earlier = [StatusFact("internship", date(2024, 1, 1), date(2025, 12, 31))]
    assert cape_balance(earlier, date(2026, 1, 1)).last_end == date(2028, 12, 31)
    assert check_period(Period(date(2026, 1, 1), date(2026, 12, 31)), earlier * 4) == []


def test_r3_a_later_period_counts_when_an_earlier_one_is_edited():
    later = months_of_cape(date(2026, 1, 1), 12, 12)
    terms = replace(TERMS, period_max_months=36)
    fits = Period(date(2025, 1, 1), date(2025, 12, 31))
    assert check_period(fits, later, terms) == []
    longer = Period(date(2024, 12, 31), date(2025, 12, 31))
    assert codes(check_period(longer, later, terms)) == [("R3", "total_too_long", False)]


def test_limits_are_parameters():
    terms = Terms(period_max_months=6, renewals_max=0, total_max_months=8)
    found = check_period(Period(date(2025, 2, 1), date(2025, 9, 1)), [TWO_YEARS[0]], terms)
    assert [violation.rule for violation in found] == ["R1", "R2", "R3"]


def test_zero_months_is_no_limit_for_a_period_and_for_the_total():
    long = Period(date(2026, 1, 1), date(2040, 1, 1))
    no_period = replace(TERMS, period_max_months=0)
    assert codes(check_period(long, [], no_period)) == [("R3", "total_too_long", False)]
    no_total = replace(TERMS, total_max_months=0)
    assert codes(check_period(long, TWO_YEARS, no_total)) == [("R1", "period_too_long", True)]
    nothing = replace(no_period, total_max_months=0)
    assert check_period(long, TWO_YEARS, nothing) == []
    assert cape_balance(TWO_YEARS, long.start, nothing).next_end == FOREVER
    assert trial_deadline(long.start, [], replace(TERMS, trial_max_months=0)).exhausted


def test_suspensions_move_a_period_only_by_parameter():
    sick = [Period(date(2026, 2, 1), date(2026, 2, 10))]
    period = Period(date(2026, 1, 1), date(2027, 1, 10))
    assert codes(check_period(period, [], TERMS, sick)) == [("R1", "period_too_long", True)]
    moving = replace(TERMS, suspension_moves_period=True)
    assert check_period(period, [], moving, sick) == []
    longer = Period(period.start, period.end + DAY)
    assert codes(check_period(longer, [], moving, sick)) == [("R1", "period_too_long", True)]
    balance = cape_balance([], date(2026, 1, 1), moving, sick)
    assert (balance.next_end, balance.last_end) == (date(2027, 1, 10), date(2029, 1, 10))
    # earlier suspended days are not spent
    before = [Period(date(2024, 12, 22), date(2025, 1, 10))]
    assert cape_balance(TWO_YEARS, date(2026, 1, 1), TERMS, before).spent == Duration(24, 0)
    assert cape_balance(TWO_YEARS, date(2026, 1, 1), moving, before).spent < Duration(24, 0)
    wide = replace(TERMS, period_max_months=99)
    third = Period(date(2026, 1, 1), date(2027, 1, 10))
    assert codes(check_period(third, TWO_YEARS, wide, before)) == [("R3", "total_too_long", False)]
    assert check_period(third, TWO_YEARS, replace(wide, suspension_moves_period=True), before) == []


# --- R14, R16 --------------------------------------------------------------------------------


def test_r14_runs_from_the_signature_and_r16_from_the_first_day():
    signed, first = date(2025, 12, 15), date(2026, 1, 1)
    earlier = months_of_cape(date(2025, 7, 1), 6)  # until 31 December: 17 days after the signature
    found = associate_deadline(signed, earlier)
    assert found.spent == Duration(5, 14)
    assert found.end == date(2028, 7, 14) - 14 * DAY
    trial = trial_deadline(first, earlier)
    assert (trial.spent, trial.end) == (Duration(6, 0), date(2026, 2, 28))


def test_r14_overlapping_contracts_count_once():
    both = [*TWO_YEARS, StatusFact("other_employment", date(2024, 6, 1), date(2025, 12, 31))]
    found = associate_deadline(date(2026, 1, 1), both)
    assert found.end == date(2026, 12, 31)
    assert [piece.code for piece in found.pieces] == ["cape+other_employment"]


def test_r14_nothing_left_means_associate_at_signature():
    found = associate_deadline(date(2026, 1, 1), months_of_cape(date(2022, 6, 1), 12, 12, 12, 6))
    assert found.exhausted
    assert found.end == date(2026, 1, 1)
    assert found.left == Duration()
    assert found.base_end == date(2028, 12, 31)


def test_r14_the_day_before_nothing_is_left():
    earlier = [cape(date(2023, 1, 1), date(2025, 12, 30))]  # 35 months 30 days
    found = associate_deadline(date(2026, 1, 1), earlier)
    assert not found.exhausted
    assert found.end == date(2026, 1, 1)
    assert found.left == Duration(0, 1)


def test_a_last_month_is_a_whole_calendar_month():
    earlier = months_of_cape(date(2022, 1, 1), 12, 12, 11)
    assert cape_balance(earlier, date(2026, 1, 31)).last_end == date(2026, 2, 28)


def test_r16_a_trial_past_its_limit_or_without_any_left():
    free = trial_deadline(date(2026, 1, 1))
    assert check_trial(date(2026, 8, 31), free) == []
    assert codes(check_trial(date(2026, 9, 1), free)) == [("R16", "trial_too_long", False)]
    none = trial_deadline(date(2026, 1, 1), TWO_YEARS)
    assert codes(check_trial(date(2026, 1, 1), none)) == [("R16", "trial_not_allowed", False)]


def test_suspensions_move_the_trial_but_not_the_associate_deadline():
    sick = [Period(date(2026, 3, 1), date(2026, 3, 31))]
    start = date(2026, 1, 1)
    assert trial_deadline(start, [], TERMS, sick).end == date(2026, 10, 1)
    still = replace(TERMS, suspension_moves_trial=False)
    assert trial_deadline(start, [], still, sick).end == date(2026, 8, 31)
    assert associate_deadline(start, [], TERMS, sick).end == date(2028, 12, 31)
    moving = replace(TERMS, suspension_moves_associate=True)
    assert associate_deadline(start, [], moving, sick).end == date(2029, 1, 31)


def test_an_open_suspension_counts_until_the_day_of_the_question():
    start, open_one = date(2026, 1, 1), [Period(date(2026, 3, 1))]
    assert trial_deadline(start, [], TERMS, open_one, date(2026, 3, 10)).end == date(2026, 9, 10)
    assert trial_deadline(start, [], TERMS, open_one, date(2026, 2, 1)).end == date(2026, 8, 31)
    assert trial_deadline(start, [], TERMS, open_one).end == date(2026, 8, 31)


def test_a_suspension_counts_from_its_first_day_on():
    start, end = date(2026, 1, 1), date(2026, 1, 31)
    assert extend(start, end, [Period(end)], end) == date(2026, 2, 1)
    assert extend(start, start, [Period(start, start)]) == date(2026, 1, 2)
    assert extend(start, end, [Period(end + DAY, end + 9 * DAY)]) == end


def test_r50_internship():
    six = Period(date(2026, 1, 1), date(2026, 6, 30))
    assert check_internship(six, paid=True) == []
    assert codes(check_internship(six, paid=False)) == [("R50", "internship_unpaid", True)]
    two = Period(date(2026, 1, 1), date(2026, 2, 28))
    assert check_internship(two, paid=False) == []
    assert codes(check_internship(Period(date(2026, 1, 1)), paid=True)) == [
        ("R50", "internship_too_long", True)
    ]
