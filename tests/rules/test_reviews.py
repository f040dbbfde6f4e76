"""The yearly review of what was agreed: its day, for any first day and any review held."""

from datetime import date, timedelta

import pytest
from cae_tiers_lieux.rules.periods import add_months
from cae_tiers_lieux.rules.reviews import NOTICE_MONTHS, anniversary_after, next_review
from hypothesis import given
from hypothesis import strategies as st

DAYS = st.dates(date(2016, 1, 1), date(2034, 12, 31))


@pytest.mark.parametrize(
    ("first", "day", "found"),
    [
        (date(2026, 1, 1), date(2025, 6, 1), date(2027, 1, 1)),
        (date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)),
        (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2025, 2, 27), date(2025, 2, 28)),
        (date(2024, 2, 29), date(2028, 2, 28), date(2028, 2, 29)),
    ],
)
def test_the_anniversary_that_comes_next(first, day, found):
    assert anniversary_after(first, day) == found


@given(DAYS, DAYS)
def test_it_is_an_anniversary_within_a_year_and_none_is_left_out(first, day):
    found = anniversary_after(first, day)
    years = found.year - first.year
    assert years >= 1 and found == add_months(first, 12 * years)
    assert found > day
    assert years == 1 or add_months(first, 12 * (years - 1)) <= day


@given(DAYS, DAYS)
def test_a_review_held_in_its_season_is_followed_a_year_later(first, since):
    due = next_review(first, since)
    for held in (add_months(due, -NOTICE_MONTHS) + timedelta(days=4), due, add_months(due, 6)):
        assert next_review(first, since, held) == anniversary_after(first, due)


@given(DAYS, DAYS, DAYS)
def test_what_ends_first_has_no_review(first, since, last):
    due = next_review(first, since)
    assert next_review(first, since, last=last) == (due if last > due else None)
