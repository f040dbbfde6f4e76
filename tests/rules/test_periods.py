from datetime import date, timedelta

import pytest
from cae_tiers_lieux.rules.periods import (
    Duration,
    Period,
    add_months,
    duration,
    end_of_period,
    intersect,
    merge,
    month_bounds,
    overlaps,
    subtract,
)
from hypothesis import given
from hypothesis import strategies as st

DAY = timedelta(days=1)
FIRST = date(2024, 1, 1)
some_days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
months = st.integers(1, 60)


@st.composite
def short_periods(draw):
    start = draw(st.dates(FIRST, date(2024, 6, 30)))
    length = draw(st.none() | st.integers(0, 60))
    return Period(start, None if length is None else start + length * DAY)


several = st.lists(short_periods(), max_size=6)
HORIZON = [FIRST + number * DAY for number in range(300)]


def held(periods):
    """The naive model: the set of days."""
    return {day for day in HORIZON if any(day in period for period in periods)}


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 15), 12, date(2027, 3, 14)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 1), 36, date(2028, 12, 31)),
        (date(2026, 1, 1), 8, date(2026, 8, 31)),
        (date(2026, 1, 28), 1, date(2026, 2, 27)),
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 29), 1, date(2024, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2024, 3, 1), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
    ],
)
def test_end_of_a_period(start, count, end):
    assert end_of_period(start, count) == end


@given(some_days, months)
def test_the_day_after_a_period_starts_the_next_month_or_the_same_day(start, count):
    following = end_of_period(start, count) + DAY
    if following.day == start.day:
        assert add_months(start, count) == following
    else:  # the day does not exist in that month: the whole month was used
        assert following.day == 1
        assert add_months(start, count).day < start.day


@given(some_days, some_days, months)
def test_a_later_start_never_ends_earlier(first, second, count):
    first, second = sorted((first, second))
    assert end_of_period(first, count) <= end_of_period(second, count)


@given(some_days, months, months)
def test_more_months_end_later(start, count, more):
    assert end_of_period(start, count + more) > end_of_period(start, count)


@given(some_days, st.integers(-60, 60))
def test_adding_months_keeps_the_day_or_clamps_it(day, count):
    moved = add_months(day, count)
    assert (moved.year - day.year) * 12 + moved.month - day.month == count
    assert moved.day == day.day or (moved.day < day.day and (moved + DAY).day == 1)


def test_no_period_of_zero_months():
    with pytest.raises(ValueError, match="at least one month"):
        end_of_period(FIRST, 0)


def test_a_period_never_ends_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        Period(FIRST, FIRST - DAY)
    assert Period(FIRST, FIRST).days == 1


@given(several)
def test_merge_holds_the_same_days_in_separate_periods(periods):
    merged = merge(periods)
    assert held(merged) == held(periods)
    for before, after in zip(merged, merged[1:], strict=False):
        assert before.end is not None
        assert before.end + DAY < after.start
    assert merge(reversed(merged)) == merged


@given(several, several)
def test_subtract_is_the_difference_of_days(periods, removed):
    left = subtract(periods, removed)
    assert held(left) == held(periods) - held(removed)
    assert merge(left) == left


@given(short_periods(), short_periods())
def test_intersect_is_the_common_days(first, second):
    common = intersect(first, second)
    assert common == intersect(second, first)
    assert (held([common]) if common else set()) == held([first]) & held([second])
    assert overlaps(first, second) is bool(held([first]) & held([second]))


@given(some_days, st.integers(0, 2000))
def test_a_duration_leads_back_to_the_last_day(start, length):
    period = Period(start, start + length * DAY)
    spent = duration(period)
    whole = end_of_period(start, spent.months) if spent.months else start - DAY
    assert whole + spent.days * DAY == period.end
    assert spent.days < 31


@given(some_days, months)
def test_whole_months_leave_no_days(start, count):
    assert duration(Period(start, end_of_period(start, count))) == Duration(count, 0)


def test_a_duration_is_empty_without_months_and_days():
    assert [bool(Duration(*one)) for one in ((0, 0), (1, 0), (0, 1))] == [False, True, True]


def test_an_open_period_has_no_number_of_days():
    with pytest.raises(ValueError, match="no length"):
        _ = Period(FIRST).days


def test_month_bounds():
    assert month_bounds(date(2026, 10, 31)) == Period(date(2026, 10, 1), date(2026, 10, 31))
    assert month_bounds(date(2024, 2, 1)) == Period(date(2024, 2, 1), date(2024, 2, 29))
