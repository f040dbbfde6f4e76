from decimal import Decimal
from fractions import Fraction

import pytest
from cae_tiers_lieux.rules.allocation import percent_split, round_money, split
from hypothesis import given
from hypothesis import strategies as st

amounts = st.integers(-10_000_000, 10_000_000).map(lambda cents: Decimal(cents) / 100)
weights = st.lists(
    st.decimals(min_value=0, max_value=1000, places=3), min_size=1, max_size=12
).filter(any)


@given(amounts, weights)
def test_parts_sum_to_the_amount(amount, shares):
    assert sum(split(amount, shares)) == amount


@given(amounts, weights)
def test_each_part_is_within_one_quantum_of_its_exact_value(amount, shares):
    total = sum(map(Fraction, shares))
    for share, part in zip(shares, split(amount, shares), strict=True):
        exact = Fraction(amount) * Fraction(share) / total
        assert abs(Fraction(part) - exact) < Fraction(1, 100)
        assert share or not part


@given(amounts, weights)
def test_negative_amount_mirrors_the_positive_one(amount, shares):
    assert split(-amount, shares) == [-part for part in split(amount, shares)]


@given(amounts, weights)
def test_a_bigger_share_never_gets_less(amount, shares):
    parts = split(abs(amount), shares)
    for share, part in zip(shares, parts, strict=True):
        for other_share, other in zip(shares, parts, strict=True):
            if share > other_share:
                assert part >= other


@given(amounts, st.integers(1, 9))
def test_ties_go_to_the_first_positions(amount, count):
    parts = split(abs(amount), [1] * count)
    assert parts == sorted(parts, reverse=True)


def test_other_quanta():
    assert split(Decimal("10"), [1, 1, 1], Decimal("1")) == [4, 3, 3]
    assert split(Decimal("1.0000"), [1, 2], Decimal("0.0001")) == [
        Decimal("0.3333"),
        Decimal("0.6667"),
    ]


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1], [3, -1], [-1, -2]])
def test_impossible_shares_are_refused(shares):
    with pytest.raises(ValueError, match=r"share|nobody"):
        split(Decimal("1.00"), shares)


def test_the_quantum_is_positive():
    with pytest.raises(ValueError, match="quantum must be positive"):
        split(Decimal("1.00"), [1], Decimal("-0.01"))


def test_percentages_must_sum_to_one_hundred():
    with pytest.raises(ValueError, match="sum to 99, not 100"):
        percent_split(Decimal("1.00"), [50, 49])
    assert percent_split(Decimal("74.20"), [50, 50]) == [Decimal("37.10")] * 2


def test_money_rounds_half_away_from_zero():
    assert round_money(Decimal("0.125")) == Decimal("0.13")
    assert round_money(Decimal("-0.125")) == Decimal("-0.13")


def test_a_quantum_is_above_zero():
    with pytest.raises(ValueError, match="quantum must be positive"):
        split(Decimal(1), [Decimal(1)], Decimal(0))


def test_percentages_are_split_by_the_quantum_that_is_asked():
    thirds = [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    found = percent_split(Decimal(10), thirds, Decimal(1))
    assert sorted(found) == [3, 3, 4]
