"""Months of a plan: prorated by the calendar day, pauses taken out (design, section 4)."""

from datetime import date

import pytest
from cae_tiers_lieux.rules.periods import Period
from cae_tiers_lieux.rules.plans import PlanMonth, plan_months
from hypothesis import given
from hypothesis import strategies as st

DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "until", "months"),
    [
        (
            date(2026, 1, 1),
            None,
            date(2026, 2, 1),
            [PlanMonth(date(2026, 1, 31), 31, 31), PlanMonth(date(2026, 2, 28), 28, 28)],
        ),
        # 29 February
        (date(2024, 2, 29), date(2024, 2, 29), date(2024, 12, 31), [(date(2024, 2, 29), 1, 29)]),
        (date(2026, 3, 1), None, date(2026, 2, 28), []),
        (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 31), [(31, 1), (1, 1)]),
    ],
)
def test_the_ends_of_a_plan_are_prorated(start, end, until, months):
    found = plan_months(start, end, (), until)
    if months and isinstance(months[0], tuple):
        assert [
            (m.last, m.days, m.length) if len(months[0]) == 3 else (m.last.day, m.days)
            for m in found
        ] == months
    else:
        assert found == months


def test_a_pause_is_taken_out_by_the_day_and_moves_the_last_day_of_the_service():
    pauses = (
        Period(date(2026, 1, 10), date(2026, 1, 19)),
        Period(date(2026, 1, 15), date(2026, 1, 20)),
        Period(date(2026, 1, 30), date(2026, 2, 28)),
    )
    assert plan_months(date(2026, 1, 1), None, pauses, date(2026, 2, 1)) == [
        PlanMonth(date(2026, 1, 29), 18, 31)
    ]


@given(DAYS, DAYS, st.lists(st.tuples(DAYS, DAYS), max_size=4))
def test_every_day_of_the_plan_is_paid_once_but_those_of_its_pauses(one, other, pairs):
    start, end = sorted((one, other))
    pauses = [Period(*sorted(pair)) for pair in pairs]
    months = plan_months(start, end, pauses, end)
    paused = sum(
        any(start <= day <= end for _once in (1,))
        for day in {
            date.fromordinal(number)
            for pause in pauses
            for number in range(pause.start.toordinal(), pause.end.toordinal() + 1)
        }
    )
    assert sum(month.days for month in months) == (end - start).days + 1 - paused
    assert all(0 < month.days <= month.length for month in months)
    assert len({(month.last.year, month.last.month) for month in months}) == len(months)
