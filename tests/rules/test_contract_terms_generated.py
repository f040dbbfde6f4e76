"""R1 to R3, R14, R16: what holds for 300 generated careers."""

from datetime import date

from cae_tiers_lieux.rules.career import StatusFact
from cae_tiers_lieux.rules.contract_terms import (
    Terms,
    associate_deadline,
    cape_balance,
    check_period,
    extend,
    pieces_before,
    trial_deadline,
)
from cae_tiers_lieux.rules.periods import (
    Duration,
    Period,
    add_months,
    end_of_period,
    merge,
)
from career_examples import DAY, MANY, TERMS, cape, codes, months_of_cape, total_duration
from hypothesis import given
from hypothesis import strategies as st

# --- generated careers -----------------------------------------------------------------------


@st.composite
def careers(draw):
    """Contracts of a person with a coop from 2018 on: short, long, apart, overlapping."""
    start = draw(st.dates(date(2018, 1, 1), date(2018, 12, 31)))
    found = []
    for _contract in range(draw(st.integers(0, 5))):
        if draw(st.booleans()):
            end = end_of_period(start, draw(st.integers(1, 12)))
        else:
            end = start + draw(st.integers(0, 400)) * DAY
        kind = draw(st.sampled_from(["cape", "cape", "cape", "other_employment", "internship"]))
        found.append(StatusFact(kind, start, end))
        start = end + draw(st.integers(-40, 200)) * DAY
        start = max(start, found[-1].start)
    return found


starts = st.dates(date(2019, 1, 1), date(2026, 12, 31))
suspended = st.lists(
    st.tuples(st.dates(date(2018, 6, 1), date(2028, 12, 31)), st.integers(0, 120)), max_size=4
).map(lambda pairs: [Period(start, start + days * DAY) for start, days in pairs])


def days_of(periods):
    return sum(period.days for period in merge(periods))


@MANY
@given(careers(), starts)
def test_a_period_may_end_on_the_last_day_of_the_balance_and_not_a_day_later(career, start):
    terms = Terms(period_max_months=99, renewals_max=99)
    apart = [fact for fact in career if fact.end < start]
    balance = cape_balance(apart, start, terms)
    if balance.last_end >= start:
        assert check_period(Period(start, balance.last_end), apart, terms) == []
        assert balance.left
    tomorrow = Period(start, max(start, balance.last_end + DAY))
    assert codes(check_period(tomorrow, apart, terms)) == [("R3", "total_too_long", False)]


@MANY
@given(careers(), starts)
def test_what_is_spent_is_the_sum_of_separate_pieces(career, start):
    for found in (associate_deadline(start, career), trial_deadline(start, career)):
        total = Duration()
        for piece in found.pieces:
            total += piece.duration
            assert piece.period.end < start
        assert total == found.spent
        periods = [piece.period for piece in found.pieces]
        assert merge(periods) == periods
        assert total_duration(periods) == found.spent


@MANY
@given(careers(), starts)
def test_deadline_agrees_with_a_count_in_days(career, start):
    """An independent estimate: a month has 28 to 31 days, so each stretch may differ by 4 days."""
    found = associate_deadline(start, career)
    early = [fact for fact in career if fact.start < start]
    days = days_of(Period(fact.start, min(fact.end, start - DAY)) for fact in early)
    estimate = found.base_end - days * DAY
    slack = 4 * (len(found.pieces) + 1)
    if found.exhausted:
        assert found.end == start
        assert estimate <= start + slack * DAY
    else:
        assert start <= found.end <= found.base_end
        assert abs((found.end - estimate).days) <= slack


@MANY
@given(careers(), starts, st.randoms(use_true_random=False))
def test_order_and_repetition_of_contracts_change_nothing(career, start, chance):
    shuffled = chance.sample(career * 2, len(career) * 2)
    assert associate_deadline(start, shuffled) == associate_deadline(start, career)
    balance, again = cape_balance(career, start), cape_balance(shuffled, start)
    assert (again.last_end, again.spent) == (balance.last_end, balance.spent)


@MANY
@given(careers(), starts, st.dates(date(2018, 1, 1), date(2026, 1, 1)), st.integers(0, 300))
def test_one_more_contract_never_gives_more_time(career, start, more_start, length):
    more = [*career, cape(more_start, more_start + length * DAY)]
    # joining two stretches may turn days into a month: a calendar month has up to 3 more days
    slack = 4 * (len(career) + 1) * DAY
    before, after = associate_deadline(start, career), associate_deadline(start, more)
    assert after.end <= before.end + slack
    assert cape_balance(more, start).last_end <= cape_balance(career, start).last_end + slack


@MANY
@given(starts, st.lists(st.integers(1, 12), min_size=1, max_size=3), st.integers(0, 90))
def test_whole_months_add_up_to_exactly_thirty_six(start, lengths, gap):
    start = start.replace(day=min(start.day, 28))  # the day exists in every month
    earlier = months_of_cape(start, *lengths)
    following = earlier[-1].end + (1 + gap) * DAY
    balance = cape_balance(earlier, following)
    assert balance.spent == Duration(sum(lengths), 0)
    left = 36 - sum(lengths)
    assert balance.left == Duration(left, 0)
    assert balance.last_end == (end_of_period(following, left) if left else following - DAY)
    assert balance.renewals_used == len(lengths) - 1


@MANY
@given(starts, st.integers(1, 36), suspended)
def test_a_moved_term_leaves_the_same_number_of_days_at_work(start, months, suspensions):
    end = end_of_period(start, months)
    moved = extend(start, end, suspensions)
    inside = [
        Period(max(period.start, start), min(period.end, moved))
        for period in suspensions
        if period.start <= moved and period.end >= start
    ]
    assert (moved - start).days + 1 - days_of(inside) == (end - start).days + 1
    assert moved >= end


@MANY
@given(careers(), starts, suspended)
def test_the_trial_never_passes_its_base_without_suspension(career, start, suspensions):
    limit = trial_deadline(start, career, TERMS)
    assert limit.end <= add_months(start, 8)
    moved = trial_deadline(start, career, TERMS, suspensions)
    assert moved.end >= limit.end
    assert moved.exhausted is limit.exhausted
    if limit.exhausted:
        assert moved.end == start - DAY


@MANY
@given(careers(), starts)
def test_a_day_before_the_limit_is_the_only_one_counted(career, start):
    held = {
        fact.start + number * DAY
        for fact in career
        for number in range((fact.end - fact.start).days + 1)
        if fact.start + number * DAY < start
    }
    assert sum(piece.period.days for piece in pieces_before(career, start)) == len(held)
