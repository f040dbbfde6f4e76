"""R46: the time a file is kept, on examples and on generated facts."""

from datetime import date

import pytest
from cae_tiers_lieux.rules.periods import add_months
from cae_tiers_lieux.rules.retention import ARCHIVE, DELETE, Kept, Limits, retention_due
from hypothesis import given
from hypothesis import strategies as st

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))
months = st.integers(0, 240)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (Kept(False, date(2024, 11, 23)), (DELETE, date(2026, 11, 23))),
        (Kept(False, date(2024, 2, 29)), (DELETE, date(2026, 2, 28))),
        (Kept(False, date(2024, 11, 23), archived=True), (DELETE, date(2026, 11, 23))),
        (Kept(True, date(2021, 11, 30)), (ARCHIVE, date(2026, 11, 30))),
        (Kept(True, date(2021, 11, 30), archived=True), None),
        (Kept(False, None), None),
        (Kept(True, None), None),
    ],
)
def test_what_is_due_and_when(kept, expected):
    assert retention_due(kept) == expected


@given(st.booleans(), days, st.booleans(), months, months)
def test_never_early_and_never_a_file_with_a_contract_deleted(had, closed, archived, one, two):
    found = retention_due(Kept(had, closed, archived), Limits(one, two))
    if found is None:
        assert (had and archived) or not (two if had else one)
        return
    action, due = found
    assert due == add_months(closed, two if had else one)
    assert due >= closed
    assert (action == DELETE) is (not had)


@given(st.booleans(), days, st.booleans())
def test_zero_months_keeps_for_ever(had, closed, archived):
    assert retention_due(Kept(had, closed, archived), Limits(0, 0)) is None
