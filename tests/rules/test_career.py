from datetime import date, timedelta

import pytest
from cae_tiers_lieux.rules.career import STATUS_OF_KIND, Career, StatusFact
from cae_tiers_lieux.rules.periods import Period
from hypothesis import given, settings
from hypothesis import strategies as st

DAY = timedelta(days=1)
CAPE = StatusFact("cape", date(2024, 1, 1), date(2024, 12, 31))
CESA = StatusFact("cesa", date(2025, 3, 1))
LEFT = StatusFact("cesa", date(2025, 3, 1), date(2025, 12, 31))
SHARES = [Period(date(2025, 9, 1))]


def status_on(contracts, day, suspensions=(), associate=(), exited_on=None):
    """Status of a person with these facts, in whatever order they are given."""
    return Career(tuple(contracts), tuple(suspensions), tuple(associate), exited_on).status_on(day)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2023, 12, 31), "candidate"),
        (date(2024, 1, 1), "cape"),
        (date(2024, 12, 31), "cape"),
        (date(2025, 1, 1), "exited"),  # the gap: no right, whatever comes later
        (date(2025, 3, 1), "cesa"),
        (date(2025, 8, 31), "cesa"),
        (date(2025, 9, 1), "associate"),
        (date(2025, 10, 1), "suspended"),
        (date(2025, 10, 16), "associate"),
    ],
)
def test_a_whole_career(day, status):
    sick = [Period(date(2025, 10, 1), date(2025, 10, 15))]
    assert status_on([CESA, CAPE], day, sick, SHARES) == status


def test_nobody_is_exited_before_having_started():
    assert status_on([], date(2026, 1, 1)) == "candidate"
    assert status_on([CESA], date(2024, 1, 1), [Period(date(2020, 1, 1))]) == "candidate"


def test_exit_date_is_the_last_day_in():
    day = date(2026, 1, 1)
    assert status_on([], day, exited_on=day) == "candidate"
    assert status_on([], day + DAY, exited_on=day) == "exited"


def test_a_contract_in_force_wins_over_an_exit():
    assert status_on([CESA], date(2026, 1, 1), exited_on=date(2025, 6, 1)) == "cesa"
    assert status_on([CESA], date(2026, 1, 1), [], SHARES, date(2025, 6, 1)) == "associate"


def test_an_associate_without_a_contract_stays_one_until_the_exit():
    day = date(2026, 2, 1)
    assert status_on([LEFT], day) == "exited"
    assert status_on([LEFT], day, associate=SHARES) == "associate"
    assert status_on([LEFT], day, associate=SHARES, exited_on=day) == "associate"
    assert status_on([LEFT], day, associate=SHARES, exited_on=day - DAY) == "exited"
    ended = [Period(date(2025, 9, 1), date(2026, 1, 31))]
    assert status_on([LEFT], day, associate=ended) == "exited"


def test_a_cape_holder_with_shares_keeps_the_rights_of_the_cape():
    assert status_on([CAPE], date(2024, 5, 1), associate=[Period(date(2024, 2, 1))]) == "cape"


def test_employment_wins_over_a_cape_of_the_same_day():
    both = [CAPE, StatusFact("cesa", date(2024, 12, 1))]
    assert status_on(both, date(2024, 12, 15)) == "cesa"


@pytest.mark.parametrize(
    ("kind", "status"),
    [("other_employment", "cesa"), ("internship", "candidate"), ("youth", "candidate")],
)
def test_other_kinds(kind, status):
    fact = StatusFact(kind, date(2026, 1, 1), date(2026, 6, 30))
    assert status_on([fact], date(2026, 6, 30)) == status
    assert status_on([fact], date(2026, 7, 1)) == "exited"


def test_impossible_facts_are_refused():
    with pytest.raises(ValueError, match="unknown kind"):
        StatusFact("volunteer", date(2026, 1, 1))
    with pytest.raises(ValueError, match="before it starts"):
        StatusFact("cape", date(2026, 1, 1), date(2025, 1, 1))


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
lengths = st.none() | st.integers(0, 500)


def _end(start, length):
    return None if length is None else start + length * DAY


facts = st.lists(
    st.builds(
        lambda kind, start, length: StatusFact(kind, start, _end(start, length)),
        st.sampled_from(sorted(STATUS_OF_KIND)),
        days,
        lengths,
    ),
    max_size=5,
)
periods = st.lists(
    st.builds(lambda start, length: Period(start, _end(start, length)), days, lengths), max_size=2
)


@settings(max_examples=300)
@given(facts, days, periods, periods, st.none() | days, st.randoms(use_true_random=False))
def test_status_of_generated_careers(career, day, suspended, shares, exited_on, chance):
    status = status_on(career, day, suspended, shares, exited_on)
    # in any order
    shuffled = chance.sample(career, len(career))
    assert status_on(shuffled, day, suspended, shares, exited_on) == status
    # what starts later changes nothing
    known = [fact for fact in career if fact.start <= day]
    assert status_on(known, day, suspended, shares, exited_on) == status

    kinds = {fact.kind for fact in known if fact.end is None or day <= fact.end}
    working = kinds & {"cape", "cesa", "other_employment"}
    if status in ("cape", "cesa"):
        assert working
    if status == "suspended":
        assert working
        assert any(day in period for period in suspended)
    if status == "associate":
        assert any(day in period for period in shares)
        assert working != {"cape"}
    if status == "exited":
        assert not kinds
        assert known or exited_on < day
    if not known and not shares and exited_on is None:
        assert status == "candidate"
