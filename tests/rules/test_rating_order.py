"""A price depends on facts alone: on no order of entry, on no number of a record (invariant 11)."""

import random
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.rating import (
    Clocks,
    Counters,
    Rule,
    RuleBook,
    TariffLine,
    VatStatus,
    rate_all,
    sort_key,
)
from hypothesis import given
from hypothesis import strategies as st
from rating_examples import DESK, GRID, HOST, ROOM, cases, convention, rated, use

DAY = date(2026, 10, 5)
FREE_DAY = Rule(1, effect="free", quota=Decimal(1))
DEAR = replace(GRID, lines=(*GRID.lines, TariffLine(9, None, ROOM, "day", Decimal("40.00"))))


def rate(uses, tariffs=(GRID,), conventions=None, vat=()):
    book = RuleBook(conventions or [convention(FREE_DAY)], tariffs, vat)
    return {one.use_id: one for one in rate_all(uses, book, Clocks(), Counters())}


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_within_a_moment_the_dearest_use_takes_the_quota(ids):
    desk, room = ids
    uses = [use(desk, resource_id=DESK), use(room, resource_id=ROOM)]
    found = rate(uses, [DEAR])
    assert (found[room].net, found[desk].net) == (0, 15)


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_a_use_that_began_earlier_takes_it_first(ids):
    early, late = ids
    uses = [
        use(late, start=datetime(2026, 10, 5, 14), resource_id=ROOM),
        use(early, start=datetime(2026, 10, 5, 8)),
    ]
    found = rate(uses, [DEAR])
    assert (found[early].net, found[late].net) == (0, 40)


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_uses_of_one_price_are_told_apart_by_what_they_are(ids):
    first, second = ids
    found = rate([use(second, key="Space B"), use(first, key="Space A")])
    assert (found[first].net, found[second].net) == (0, 15)


def test_the_quantity_counts_in_the_price_of_a_use():
    book = RuleBook([], [GRID])
    one, two = use(1), use(2, quantity=Decimal(2))
    assert sorted([one, two], key=lambda u: sort_key(u, book)) == [two, one]
    unpriced = use(3, unit="month")
    assert sort_key(unpriced, book)[3] == 0


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_of_two_conditions_that_fit_alike_what_they_say_decides(ids):
    half = Rule(ids[0], effect="discount", value=Decimal(50), label="A")
    none = Rule(ids[1], effect="public", label="B")
    assert rated(use(), [convention(none, half)]).net == Decimal("7.50")
    by_effect = [replace(half, label=""), replace(none, label="")]
    assert rated(use(), [convention(*by_effect)]).net == Decimal("7.50")
    by_value = [Rule(ids[0], effect="fixed", value=Decimal(3)), Rule(ids[1], effect="fixed")]
    assert rated(use(), [convention(*by_value)]).net == 0


@given(cases(), st.integers(0, 2**32))
def test_numbers_of_records_and_order_of_entry_play_no_part(case, seed):
    uses, conventions, tariffs = case
    # told apart by content: two uses that say the same may change places
    uses = [replace(one, key=f"{one.id:03}") for one in uses]
    chance = random.Random(seed)
    numbers = chance.sample(range(1000, 2000), len(uses))
    again = [replace(one, id=number) for one, number in zip(uses, numbers, strict=True)]
    names = dict(zip(numbers, (one.id for one in uses), strict=True))
    chance.shuffle(again)
    before, after = (rate(each, tariffs, conventions) for each in (uses, again))
    for number, result in after.items():
        old = before[names[number]]
        assert (result.net, result.free, result.billed, result.problem) == (
            old.net,
            old.free,
            old.billed,
            old.problem,
        )


def test_a_convention_prices_the_uses_of_its_own_books():
    ours = convention(Rule(1, effect="free"), book_id=7)
    theirs = convention(Rule(2, effect="public"), id=2, book_id=8)
    found = rate(
        [use(1, book_id=7), use(2, book_id=8), use(3, book_id=9)], conventions=[ours, theirs]
    )
    assert (found[1].net, found[2].net, found[3].problem) == (0, 15, "no_convention")


def test_a_free_clock_runs_over_the_books():
    rule = Rule(1, effect="public", free_months=1)
    books = [convention(rule, book_id=7), convention(replace(rule, id=2), id=2, book_id=8)]
    uses = [use(1, date(2026, 9, 1), book_id=7), use(2, date(2026, 10, 1), book_id=8)]
    found = rate(uses, conventions=books)
    assert (found[1].net, found[2].net) == (0, 15)


@pytest.mark.parametrize(
    ("day", "net"),
    [(date(2026, 3, 31), "12.50"), (date(2026, 4, 1), "15.00"), (date(2026, 9, 1), "12.50")],
)
def test_a_price_with_tax_holds_none_while_its_host_is_not_taxable(day, net):
    grid = replace(GRID, tax_included=True)
    vat = [
        VatStatus(HOST, date(2026, 9, 1), True),
        VatStatus(HOST, date(2026, 4, 1), False),
        VatStatus(HOST + 50, date(2026, 1, 1), False),
    ]
    public = [convention(Rule(1))]
    assert rate([use(1, day)], [grid], public, vat)[1].net == Decimal(net)
    assert rate([use(1, day)], [GRID], public, vat)[1].net == 15


def test_a_grid_prices_each_day_by_the_vat_of_that_day_in_one_batch():
    grid = replace(GRID, tax_included=True)
    vat = [VatStatus(HOST, date(2026, 10, 5), False)]
    days = [date(2026, 10, 4), date(2026, 10, 5), date(2026, 10, 4)]
    uses = [use(number, day) for number, day in enumerate(days, 1)]
    found = rate(uses, [grid], [convention(Rule(1))], vat)
    assert [found[number].net for number in (1, 2, 3)] == [Decimal("12.50"), 15, Decimal("12.50")]
