from datetime import date, timedelta

import pytest
from cae_tiers_lieux.rules.followups import interviews, quarterly_due
from cae_tiers_lieux.rules.periods import add_months
from hypothesis import given
from hypothesis import strategies as st

DAY = timedelta(days=1)
TERM = date(2026, 12, 31)
SINCE = date(2024, 1, 1)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(days)
def test_r10_paid_in_the_first_fifteen_days_of_the_next_quarter(day):
    due = quarterly_due(day)
    assert due.day == 15
    assert due.month in (1, 4, 7, 10)
    assert timedelta(14) < due - day <= timedelta(107)


@pytest.mark.parametrize(
    ("held", "day", "done", "missing", "due", "late"),
    [
        ([], date(2024, 6, 1), 0, 2, date(2024, 12, 31), False),  # first year under way
        ([], date(2024, 12, 31), 0, 2, date(2024, 12, 31), False),
        ([], date(2025, 1, 1), 0, 2, date(2024, 12, 31), True),
        ([date(2025, 3, 1)], date(2025, 3, 2), 1, 1, date(2024, 12, 31), True),
        ([date(2024, 3, 1), date(2024, 9, 1)], date(2025, 3, 1), 1, 1, date(2025, 3, 1), False),
        ([date(2024, 3, 1), date(2024, 9, 1)], date(2025, 3, 2), 1, 1, date(2025, 3, 1), True),
        ([date(2024, 9, 1), date(2024, 3, 1)], date(2025, 2, 28), 2, 0, date(2025, 3, 1), False),
        ([date(2025, 3, 1), date(2025, 6, 1)], date(2025, 6, 1), 2, 0, date(2026, 3, 1), False),
        ([date(2030, 1, 1)] * 2, date(2025, 6, 1), 0, 2, date(2024, 12, 31), True),
    ],
)
def test_r17_two_interviews_in_twelve_months(held, day, done, missing, due, late):
    found = interviews(held, day, SINCE)
    assert (found.done, found.missing, found.due, found.late) == (done, missing, due, late)


@given(st.lists(days, max_size=8), days)
def test_r17_late_when_one_is_missing_after_the_first_year(held, day):
    found = interviews(held, day, SINCE)
    assert found.window.start == add_months(day, -12) + DAY
    if found.late:
        assert found.missing
    # missing yesterday already, and the first year is over: today it is late
    elif day > date(2025, 1, 1) and all(one.day <= 28 for one in [day, *held]):
        assert not found.missing or not interviews(held, day - DAY, SINCE).missing


def test_r17_needs_at_least_one():
    once = interviews([date(2025, 3, 1)], date(2025, 6, 1), SINCE, required=1)
    assert (once.missing, once.due) == (0, date(2026, 3, 1))
    with pytest.raises(ValueError, match="at least one"):
        interviews([], TERM, SINCE, required=0)
