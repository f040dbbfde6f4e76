"""Membership dues: what a member owes for a year, by tariff (R34 keeps them on their own line)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .capital import CENT, ZERO


@dataclass(frozen=True)
class Bracket:
    """A step of a dues tariff: from this figure up, a fixed amount and a price per unit."""

    start: Decimal
    amount: Decimal = ZERO
    unit: Decimal = ZERO


def dues_amount(figure: Decimal, brackets: Sequence[Bracket], minimum: Decimal = ZERO) -> Decimal:
    """Return the dues for a turnover or a headcount: the highest bracket reached.

    >>> steps = [Bracket(ZERO, Decimal(50)), Bracket(Decimal(100000), Decimal(120))]
    >>> dues_amount(Decimal(99999), steps), dues_amount(Decimal(100000), steps)
    (Decimal('50.00'), Decimal('120.00'))
    >>> dues_amount(Decimal(12), [Bracket(ZERO, ZERO, Decimal("2.50"))], minimum=Decimal(40))
    Decimal('40.00')
    """
    reached = [step for step in brackets if step.start <= figure]
    if not reached:
        return minimum.quantize(CENT)
    step = max(reached, key=lambda item: item.start)
    return max(step.amount + step.unit * figure, minimum).quantize(CENT, ROUND_HALF_UP)
