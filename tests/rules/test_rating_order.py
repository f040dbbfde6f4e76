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
from rating_examples import DESK, GRID, HOST, ROOM, TAXABLE, cases, convention, rated, use

DAY = date(2026, 10, 5)
FREE_DAY = Rule(1, effect="free", quota=Decimal(1))
DEAR = replace(GRID, lines=(*GRID.lines, TariffLine(9, None, ROOM, "day", Decimal("40.00"))))


def rate(uses, tariffs=(GRID,), conventions=None, vat=TAXABLE):
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
    assert sort_key(unpriced, book)[4] == 0


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_of_two_conditions_that_fit_alike_what_they_say_decides(ids):
    half = Rule(ids[0], effect="discount", value=Decimal(50), label="A")
    none = Rule(ids[1], effect="public", label="B")
    assert rated(use(), [convention(none, half)]).net == Decimal("7.50")
    by_effect = [replace(half, label=""), replace(none, label="")]
    assert rated(use(), [convention(*by_effect)]).net == Decimal("7.50")
    by_value = [
        Rule(ids[0], unit="day", effect="fixed", value=Decimal(3)),
        Rule(ids[1], unit="day", effect="fixed"),
    ]
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
    rule = Rule(1, effect="public", first_months=1)
    books = [convention(rule, book_id=7), convention(replace(rule, id=2), id=2, book_id=8)]
    uses = [use(1, date(2026, 9, 1), book_id=7), use(2, date(2026, 10, 1), book_id=8)]
    found = rate(uses, conventions=books)
    assert (found[1].net, found[2].net) == (0, 15)


@pytest.mark.parametrize(
    ("day", "included", "status"),
    [
        (date(2026, 1, 1), False, None),
        (date(2026, 3, 31), True, "standard"),
        (date(2026, 4, 1), False, "franchise"),
        (date(2026, 9, 1), True, "standard"),
    ],
)
def test_a_price_is_the_one_of_the_grid_and_holds_tax_while_its_host_is_taxable(
    day, included, status
):
    """R51: 18.00 on the grid is 18.00, whoever reads it; the VAT is that of the day."""
    grid = replace(GRID, tax_included=True)
    vat = [
        VatStatus(HOST, date(2026, 9, 1), "standard"),
        VatStatus(HOST, date(2026, 4, 1), "franchise"),
        VatStatus(HOST, date(2026, 2, 1), "standard"),
        VatStatus(HOST + 50, date(2026, 1, 1), "exempt"),
    ]
    found = rate([use(1, day)], [grid], [convention(Rule(1))], vat)[1]
    assert (found.net, found.tax_included, found.vat_status) == (15, included, status)
    assert found.tax_rate == (20 if included else 0)
    net = rate([use(1, day)], [GRID], [convention(Rule(1))], vat)[1]
    assert (net.net, net.tax_included) == (15, False)


def test_a_grid_prices_each_day_by_the_vat_of_that_day_in_one_batch():
    grid = replace(GRID, tax_included=True)
    vat = [*TAXABLE, VatStatus(HOST, date(2026, 10, 5), "franchise")]
    days = [date(2026, 10, 4), date(2026, 10, 5), date(2026, 10, 4)]
    uses = [use(number, day) for number, day in enumerate(days, 1)]
    found = rate(uses, [grid], [convention(Rule(1))], vat)
    assert [found[number].tax_included for number in (1, 2, 3)] == [True, False, True]


@pytest.mark.parametrize(
    ("grid_included", "agreed_included", "taxable", "net"),
    [
        (False, False, True, "10.00"),
        (False, True, True, "8.33"),
        (True, False, True, "12.00"),
        (True, True, True, "10.00"),
        (False, True, False, "10.00"),
        (True, False, False, "10.00"),
    ],
)
@pytest.mark.parametrize("effect", ["fixed", "cap"])
def test_an_agreed_price_is_put_in_the_mode_of_the_grid(
    effect, grid_included, agreed_included, taxable, net
):
    """The convention says who keeps the amount: net, tax on top; or tax included, total kept."""
    vat = [VatStatus(HOST, date(2020, 1, 1), "standard" if taxable else "franchise")]
    terms = convention(
        Rule(1, unit="day", effect=effect, value=Decimal(10)), tax_included=agreed_included
    )
    grid = replace(GRID, tax_included=grid_included)
    assert rate([use(1)], [grid], [terms], vat)[1].net == Decimal(net)


def test_a_grid_in_another_currency_is_never_taken_at_par():
    found = rated(use(currency="EUR"), tariffs=[replace(GRID, currency="CHF")])
    assert (found.problem, found.problem_args, found.public) == (
        "currency",
        {"currency": "CHF"},
        0,
    )


def test_prices_of_who_runs_a_room_stand_before_those_of_the_space():
    own = replace(GRID, id=9, host_id=HOST, lines=(TariffLine(9, None, None, "day", Decimal(40)),))
    assert rate([use(1)], [GRID, own])[1].public == 40
    assert rate([use(1, host_id=99)], [GRID, own])[1].public == 15
