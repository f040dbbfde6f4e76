from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from cae_tiers_lieux.rules.netting import PAYABLE, RECEIVABLE, Debt, Frame, net, tax_part
from hypothesis import given
from hypothesis import strategies as st

DUE = date(2026, 9, 30)
DAY = date(2026, 10, 15)
AGREED = Frame(mode="agreed")


def debt(number, side, total, tax="0", **changes):
    values = {"residual": Decimal(total), "total": Decimal(total), "tax": Decimal(tax), "due": DUE}
    return Debt(number, side, **{**values, **changes})


BILL = debt(1, PAYABLE, "494.40", "82.40")
SALE = debt(2, RECEIVABLE, "180.00", "30.00")


def test_worked_figures():
    found = net([BILL, SALE], AGREED, DAY)
    assert found.amount == Decimal("180.00")
    assert (found.to_pay, found.to_receive) == (Decimal("314.40"), 0)
    assert {line.debt_id: line.tax for line in found.lines} == {
        1: Decimal("30.00"),
        2: Decimal("30.00"),
    }


def test_worked_month_leaves_the_host_in_debt():
    found = net([debt(1, PAYABLE, "117.84"), debt(2, RECEIVABLE, "180.00")], AGREED, DAY)
    assert (found.amount, found.to_pay, found.to_receive) == (
        Decimal("117.84"),
        0,
        Decimal("62.16"),
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nature": "wage"}, "wage"),
        ({"nature": "capital"}, "capital"),
        ({"currency": "CHF"}, "other_currency"),
        ({"posted": False}, "not_posted"),
        ({"disputed": True}, "disputed"),
        ({"own_parties": False}, "other_party"),
        ({"residual": Decimal(0)}, "settled"),
    ],
)
def test_r39_what_never_enters(changes, code):
    found = net([replace(BILL, **changes), SALE], AGREED, DAY)
    assert [(one.debt_id, one.code) for one in found.excluded] == [(1, code)]
    assert (found.amount, found.lines) == (0, ())
    assert found.to_receive == Decimal("180.00")


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (Frame(), "not_agreed"),
        (Frame(mode="agreed", public_body=True), "public_body"),
        (Frame(mode="agreed", public_body=True, public_accountant_acts=True), None),
        (Frame(mode="agreed", insolvency_from=DAY), "insolvency"),
        (Frame(mode="agreed", insolvency_from=date(2026, 10, 16)), None),
        (Frame(mode="legal"), None),
    ],
)
def test_r39_what_the_frame_allows(frame, code):
    found = net([BILL, SALE], frame, DAY)
    assert {one.code for one in found.excluded} == ({code} if code else set())
    assert found.amount == (0 if code else Decimal("180.00"))


def test_connected_debts_enter_after_insolvency():
    frame = Frame(mode="agreed", insolvency_from=DUE)
    both = [replace(BILL, connected=True), replace(SALE, connected=True)]
    assert net(both, frame, DAY).amount == Decimal("180.00")


def test_legal_netting_needs_debts_due_and_an_agreement_does_not():
    later = replace(SALE, due=date(2026, 10, 16))
    assert net([BILL, later], Frame(mode="legal"), DAY).amount == 0
    assert net([BILL, replace(later, due=DAY)], Frame(mode="legal"), DAY).amount == 180
    assert net([BILL, later], AGREED, DAY).amount == 180


def test_earliest_due_first_and_a_limit():
    old = debt(9, PAYABLE, "100.00", due=date(2026, 8, 31))
    found = net([BILL, SALE, old], AGREED, DAY, limit=Decimal("120.00"))
    assert [(line.debt_id, line.amount) for line in found.lines] == [
        (9, Decimal("100.00")),
        (1, Decimal("20.00")),
        (2, Decimal("120.00")),
    ]
    assert net([BILL, SALE], AGREED, DAY, limit=Decimal(-5)).amount == 0


def test_an_invoice_of_nothing_holds_no_vat():
    assert tax_part(debt(1, PAYABLE, "0"), Decimal(0)) == 0


def test_impossible_input_is_refused():
    with pytest.raises(ValueError, match="unknown side"):
        debt(1, "both", "1")
    with pytest.raises(ValueError, match="stands between"):
        debt(1, PAYABLE, "1", residual=Decimal(2))
    with pytest.raises(ValueError, match="unknown mode"):
        Frame(mode="friendly")


cents = st.integers(0, 500_000).map(lambda number: Decimal(number) / 100)


@st.composite
def debts(draw):
    found = []
    for number in range(draw(st.integers(0, 8))):
        total = draw(cents)
        found.append(
            Debt(
                number,
                draw(st.sampled_from([PAYABLE, RECEIVABLE])),
                draw(st.integers(0, int(total * 100))) / Decimal(100),
                total,
                draw(st.integers(0, int(total * 20))) / Decimal(100),
                draw(st.dates(date(2026, 8, 1), date(2026, 12, 31))),
                disputed=draw(st.booleans()),
                nature=draw(st.sampled_from(["service", "service", "capital", "wage"])),
            )
        )
    return found


modes = st.sampled_from(["none", "legal", "agreed"])


@given(debts(), modes, st.none() | cents, st.randoms(use_true_random=False))
def test_never_more_than_either_side_nor_an_excluded_debt(found, mode, limit, chance):
    frame = Frame(mode=mode)
    result = net(found, frame, DAY, limit)
    by_id = {one.id: one for one in found}
    left_aside = {one.debt_id for one in result.excluded}
    for side, remaining in ((PAYABLE, result.to_pay), (RECEIVABLE, result.to_receive)):
        lines = [line for line in result.lines if line.side == side]
        assert sum(line.amount for line in lines) == result.amount
        total = sum(one.residual for one in found if one.side == side)
        allowed = sum(
            one.residual for one in found if one.side == side and one.id not in left_aside
        )
        assert result.amount <= allowed
        assert remaining == total - result.amount
    for line in result.lines:
        one = by_id[line.debt_id]
        assert 0 < line.amount <= one.residual
        assert 0 <= line.tax <= one.tax
        assert line.debt_id not in left_aside
        assert not one.disputed
        assert one.nature == "service"
    assert limit is None or result.amount <= limit
    assert net(chance.sample(found, len(found)), frame, DAY, limit) == result


@given(cents.filter(bool), st.integers(0, 100), st.lists(st.integers(1, 99), max_size=4))
def test_vat_of_the_parts_sums_to_the_vat_of_the_invoice(total, percent, cuts):
    one = debt(1, PAYABLE, total, (total * percent / 100).quantize(Decimal("0.01")))
    settled = Decimal(0)
    for cut in cuts:
        part = (one.residual * cut / 100).quantize(Decimal("0.01"))
        settled += tax_part(one, part)
        one = replace(one, residual=one.residual - part)
    assert settled + tax_part(one, one.residual) == one.tax


def test_a_legal_netting_says_which_debt_is_not_due_and_keeps_its_day():
    later = replace(SALE, due=date(2026, 10, 16))
    found = net([BILL, later], Frame(mode="legal"), DAY)
    assert found.day == DAY
    assert [(left.debt_id, left.code) for left in found.excluded] == [(2, "not_due")]


def test_what_remains_is_a_decimal_even_with_nothing_on_a_side():
    found = net([BILL], AGREED, DAY)
    assert isinstance(found.to_receive, Decimal)
    assert isinstance(found.amount, Decimal)
