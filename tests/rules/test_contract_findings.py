"""R1, R3, R16, R50: what a finding tells: the dates and the sums that its sentence is made of."""

from datetime import date

from cae_tiers_lieux.rules.career import StatusFact
from cae_tiers_lieux.rules.contract_terms import (
    Piece,
    Terms,
    associate_deadline,
    cape_balance,
    check_internship,
    check_period,
    check_trial,
    trial_deadline,
)
from cae_tiers_lieux.rules.finding import Finding
from cae_tiers_lieux.rules.periods import Duration, Period

START, END = date(2026, 1, 1), date(2026, 12, 31)
#: Somebody is away from 1 June 2026 on, and nobody knows until when.
AWAY = [Period(date(2026, 6, 1))]
ASKED = date(2026, 6, 30)  # thirty days later
MOVING = Terms(suspension_moves_period=True, suspension_moves_associate=True)


def test_r1_a_period_without_end_tells_the_longest_one():
    (found,) = check_period(Period(START), [])
    assert found == Finding("period_without_end", {"start": START, "max_months": 12}, "R1")


def test_r1_a_period_too_long_tells_its_last_possible_day():
    (found,) = check_period(Period(START, date(2027, 1, 1)), [])
    args = {"start": START, "end": date(2027, 1, 1), "latest_end": END, "max_months": 12}
    assert found == Finding("period_too_long", args, "R1", overridable=True)


def test_r3_a_total_too_long_tells_what_was_spent_and_what_is_left():
    earlier = StatusFact("cape", date(2023, 1, 1), date(2025, 6, 30))
    (found,) = check_period(Period(START, END), [earlier])
    assert found == Finding(
        "total_too_long",
        {
            "start": START,
            "end": END,
            "latest_end": date(2026, 6, 30),
            "max_months": 36,
            "spent": Duration(30, 0),
            "left": Duration(6, 0),
            "pieces": (Piece("cape", earlier.period, Duration(30, 0)),),
        },
        "R3",
    )


def test_r16_a_trial_tells_its_deadline_and_what_took_it():
    earlier = StatusFact("cape", date(2025, 9, 1), date(2025, 12, 31))
    deadline = trial_deadline(START, [earlier])
    (found,) = check_trial(date(2026, 5, 1), deadline)
    assert found == Finding(
        "trial_too_long",
        {
            "end": date(2026, 5, 1),
            "latest_end": date(2026, 4, 30),
            "spent": Duration(4, 0),
            "pieces": (Piece("cape", earlier.period, Duration(4, 0)),),
        },
        "R16",
    )


def test_r50_an_internship_tells_both_its_limits():
    end = date(2026, 7, 1)
    assert check_internship(Period(START, end), paid=False) == [
        Finding(
            "internship_too_long",
            {"end": end, "latest_end": date(2026, 6, 30), "max_months": 6},
            "R50",
            overridable=True,
        ),
        Finding(
            "internship_unpaid",
            {"end": end, "latest_end": date(2026, 2, 28), "max_months": 2},
            "R50",
            overridable=True,
        ),
    ]


# --- an absence without end counts until the day of the question --------------------------------


def test_an_open_absence_moves_what_is_left_of_a_cape_by_the_days_known():
    balance = cape_balance([], START, MOVING, AWAY, ASKED)
    assert balance.next_end == date(2027, 1, 30)
    assert balance.last_end == date(2029, 1, 30)
    still = cape_balance([], START, MOVING, AWAY)
    assert (still.next_end, still.last_end) == (END, date(2028, 12, 31))


def test_an_open_absence_moves_the_limits_of_a_period_by_the_days_known():
    asked = Period(START, date(2027, 1, 30))
    assert check_period(asked, [], MOVING, AWAY, ASKED) == []
    (found,) = check_period(asked, [], MOVING, AWAY)
    assert found.args["latest_end"] == END


def test_an_open_absence_moves_the_total_too():
    two = [
        StatusFact("cape", date(2024, 1, 1), date(2024, 12, 31)),
        StatusFact("cape", date(2025, 1, 1), date(2025, 12, 31)),
    ]
    asked = Period(START, date(2027, 1, 30))
    assert check_period(asked, two, MOVING, AWAY, ASKED) == []
    codes = [found.code for found in check_period(asked, two, MOVING, AWAY)]
    assert codes == ["period_too_long", "total_too_long"]


def test_an_open_absence_moves_the_associate_deadline_where_the_terms_say_so():
    assert associate_deadline(START, (), MOVING, AWAY, ASKED).end == date(2029, 1, 30)
    assert associate_deadline(START, (), MOVING, AWAY).end == date(2028, 12, 31)
    assert associate_deadline(START, (), Terms(), AWAY, ASKED).end == date(2028, 12, 31)
