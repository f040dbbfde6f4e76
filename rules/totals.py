"""What lines come to, net and with tax, where no invoice says it (R51)."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from .allocation import HUNDRED, ZERO, round_money


class TaxedAmount(NamedTuple):
    """An amount in the mode of its grid, and the rate of the tax that it holds or is charged."""

    amount: Decimal
    rate: Decimal = ZERO
    included: bool = False


class Totals(NamedTuple):
    """What is owed, without tax and with it."""

    net: Decimal
    total: Decimal


def totals(lines: Iterable[TaxedAmount]) -> Totals:
    """Add lines up by mode and rate; the tax is rounded once for each, never line by line.

    A grid with tax bills its total: the net is what is left of the whole.

    >>> totals([TaxedAmount(Decimal("18.50"), Decimal(20), True)] * 20)
    Totals(net=Decimal('308.33'), total=Decimal('370.00'))
    >>> totals([TaxedAmount(Decimal("10.50"), Decimal(20)), TaxedAmount(Decimal("9.00"))])
    Totals(net=Decimal('19.50'), total=Decimal('21.60'))
    """
    sums: dict[tuple[Decimal, bool], Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.rate, line.included] += line.amount
    net = total = ZERO
    for (rate, included), amount in sums.items():
        whole = HUNDRED + rate
        net += round_money(amount * HUNDRED / whole) if included else amount
        total += amount if included else round_money(amount * whole / HUNDRED)
    return Totals(net, total)
