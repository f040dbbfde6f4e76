"""Properties of the capital rules: what must hold whatever the figures are (R14, R23-R33)."""

import unittest
from datetime import date, timedelta
from decimal import Decimal

from cae_tiers_lieux.rules import capital, dues, members, release
from cae_tiers_lieux.rules.capital import CapitalRules, Move
from hypothesis import assume, given
from hypothesis import strategies as st

amounts = st.decimals(min_value="0.01", max_value="100000", places=2)
percents = st.decimals(min_value=0, max_value=100, places=2)
days = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


@st.composite
def ledgers(draw):
    """Draw a ledger that a cooperative could have: nobody gives back more than they hold."""
    held = {}
    day = date(2020, 1, 1)
    moves = []
    for _number in range(draw(st.integers(0, 25))):
        day += timedelta(days=draw(st.integers(0, 90)))
        member = draw(st.integers(1, 4))
        if held.get(member) and draw(st.booleans()):
            shares = -draw(st.integers(1, held[member]))
        else:
            shares = draw(st.integers(1, 50))
        held[member] = held.get(member, 0) + shares
        value = Decimal(20) * shares
        moves.append(Move(day, member, shares, value, value))
    return moves


class TestRelease(unittest.TestCase):
    @given(amounts, days, percents, st.integers(0, 8), st.integers(0, 6))
    def test_the_schedule_sums_to_the_subscription(self, amount, day, percent, calls, years):
        first = capital.first_call_minimum(amount, percent)
        schedule = release.release_schedule(amount, day, first, calls, years)
        self.assertEqual(sum(call.amount for call in schedule), amount)
        self.assertTrue(all(call.amount > 0 for call in schedule))
        self.assertEqual([c.due for c in schedule], sorted(c.due for c in schedule))

    @given(amounts, days, percents, st.integers(1, 8), st.integers(1, 6))
    def test_a_schedule_from_the_minimum_breaks_no_rule(self, amount, day, percent, calls, years):
        rules = CapitalRules(first_call_percent=percent, release_years=years)
        first = capital.first_call_minimum(amount, percent)
        schedule = release.release_schedule(amount, day, first, calls, years)
        self.assertEqual(release.schedule_problems(amount, day, schedule, rules), [])

    def test_a_first_call_under_the_quarter_is_refused_in_a_scic(self):
        rules = CapitalRules(first_call_percent=Decimal(25), release_years=5)
        schedule = release.release_schedule(
            Decimal(1000), date(2026, 1, 1), Decimal("249.99"), calls=5, years=5
        )
        problems = release.schedule_problems(Decimal(1000), date(2026, 1, 1), schedule, rules)
        self.assertEqual([p.code for p in problems], ["first_call"])
        self.assertEqual(problems[0].args["minimum"], Decimal("250.00"))

    def test_a_scop_sarl_is_released_at_once(self):
        rules = CapitalRules()
        schedule = release.release_schedule(
            Decimal(1000), date(2026, 1, 1), Decimal(500), calls=1, years=3
        )
        codes = [
            p.code
            for p in release.schedule_problems(Decimal(1000), date(2026, 1, 1), schedule, rules)
        ]
        self.assertEqual(codes, ["first_call", "release_late"])


class TestWithholding(unittest.TestCase):
    @given(
        st.decimals(min_value="0.01", max_value="900", places=2),
        days,
        st.decimals(min_value=10, max_value=900, places=2),
        st.decimals(min_value=100, max_value=4000, places=2),
        st.decimals(min_value=1, max_value=20, places=1),
    )
    def test_never_above_the_cap_and_sums_to_the_amount(self, amount, day, monthly, pay, percent):
        plan = release.withholding_schedule(amount, day, monthly, pay, percent)
        assume(plan)
        cap = release.withholding_cap(pay, percent)
        self.assertTrue(all(0 < part.amount <= cap for part in plan))
        self.assertLessEqual(cap * 100, pay * percent)
        self.assertEqual(sum(part.amount for part in plan), amount)
        self.assertEqual(len({(p.due.year, p.due.month) for p in plan}), len(plan))

    def test_someone_without_pay_has_nothing_withheld(self):
        problem = release.withholding_problem(
            Decimal(10), Decimal(1500), Decimal(10), employee=False
        )
        self.assertEqual(problem.rule, "R29")


class TestLedger(unittest.TestCase):
    @given(ledgers(), days)
    def test_the_sum_of_the_moves_is_the_balance(self, moves, day):
        result = capital.balances(moves, day)
        kept = [move for move in moves if move.day <= day]
        self.assertEqual(sum(b.shares for b in result.values()), sum(m.shares for m in kept))
        self.assertEqual(
            sum(b.subscribed for b in result.values()), sum(m.subscribed for m in kept)
        )
        self.assertEqual(sum(b.paid for b in result.values()), sum(m.paid for m in kept))

    @given(ledgers(), percents)
    def test_refunds_that_pass_never_break_the_floor(self, moves, percent):
        highest = level = Decimal(0)
        for move in moves:
            refused = move.subscribed < 0 and capital.refund_problem(
                -move.subscribed, level, highest, percent
            )
            if not refused:
                level += move.subscribed
            highest = max(highest, level)
            self.assertGreaterEqual(level, highest * percent / 100)

    @given(ledgers())
    def test_the_levels_end_on_the_capital(self, moves):
        levels = capital.capital_levels(moves)
        total = sum((move.subscribed for move in moves), Decimal(0))
        self.assertEqual(levels[-1][1] if levels else Decimal(0), total)
        self.assertTrue(all(level >= 0 for _day, level in levels))

    @given(ledgers(), days)
    def test_a_holder_on_a_day_stands_in_a_holding_period(self, moves, day):
        own = [move for move in moves if move.member == 1]
        held = capital.balances(own, day).get(1, capital.Balance()).shares > 0
        periods = capital.holding_periods(own)
        inside = any(start <= day and (end is None or day <= end) for start, end in periods)
        self.assertEqual(inside, held)

    @given(amounts, amounts, amounts, st.decimals(min_value=0, max_value=200000, places=2))
    def test_a_leaver_gets_neither_less_than_nothing_nor_more_than_paid(
        self, paid, subscribed, capital_total, losses
    ):
        value = capital.refund_value(paid, subscribed, capital_total, losses)
        self.assertTrue(0 <= value <= paid)


class TestVotes(unittest.TestCase):
    @given(
        st.dictionaries(st.integers(1, 6), st.integers(1, 60), min_size=1),
        st.dictionaries(st.integers(1, 6), st.integers(0, 300)),
    )
    def test_the_votes_sum_to_the_weights(self, weights, counts):
        weights = {key: Decimal(weight) for key, weight in weights.items()}
        result = members.votes(weights, counts)
        assume(result)
        total = sum(result[key] * counts[key] for key in result)
        self.assertEqual(total, sum(weights.values()))

    @given(
        st.lists(
            st.tuples(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50)),
            min_size=1,
            max_size=6,
        )
    )
    def test_for_and_against_sum_to_one_hundred(self, rows):
        ballots = [
            members.Ballot(number, Decimal(weight), favour, against)
            for number, (weight, favour, against) in enumerate(rows)
        ]
        favour, against = members.tally(ballots)
        cast = any(b.in_favour + b.against for b in ballots)
        self.assertEqual(favour + against, 100 if cast else 0)

    def test_four_colleges_of_a_union_stand(self):
        rules = CapitalRules(college_min=Decimal(10), college_max=Decimal(50))
        weights = dict(zip("abcd", map(Decimal, (40, 20, 25, 15)), strict=True))
        self.assertEqual(members.weight_problems(weights, rules), [])
        weights["d"] = Decimal(5)
        codes = [problem.code for problem in members.weight_problems(weights, rules)]
        self.assertEqual(codes, ["weights_sum", "college_min"])


class TestStructure(unittest.TestCase):
    def test_a_scic_without_employees_or_with_two_categories_is_warned(self):
        rules = CapitalRules(categories_min=3)
        groups = [
            members.Group("user", 3, Decimal(100), Decimal(50)),
            members.Group("investor", 1, Decimal(100), Decimal(50)),
        ]
        codes = [
            p.code for p in members.structure_problems(groups, rules, required=("employee", "user"))
        ]
        self.assertEqual(codes, ["categories", "category_missing"])

    def test_investors_above_their_part_of_the_votes_are_warned(self):
        rules = CapitalRules(investor_votes_max=Decimal(49))
        groups = [members.Group("investor", 1, Decimal(100), Decimal(50))]
        self.assertEqual(members.structure_problems(groups, rules)[0].rule, "R27")

    def test_three_losses_that_do_not_follow_each_other_do_not_call_the_audit(self):
        rules = CapitalRules(audit_years=5, audit_loss_years=3)
        losses = [date(2024, 12, 31), date(2026, 12, 31), date(2027, 12, 31)]
        due = members.audit_due(date(2024, 6, 30), rules, losses)
        self.assertEqual(due, date(2029, 6, 30))


class TestDues(unittest.TestCase):
    @given(st.decimals(min_value=0, max_value=10**7, places=2), amounts)
    def test_never_under_the_minimum(self, figure, minimum):
        steps = [dues.Bracket(Decimal(0), Decimal(30)), dues.Bracket(Decimal(10**5), Decimal(90))]
        self.assertGreaterEqual(dues.dues_amount(figure, steps, minimum), minimum)


if __name__ == "__main__":
    unittest.main()
