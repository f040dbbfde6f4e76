"""Splitting money by shares, exact to the cent (largest remainder).

Used wherever one amount has several payers (design sections 5 and 6, invariant 1): the parts always
add up to the amount, and none of them is further than one quantum from its exact value.

>>> split(Decimal("74.21"), [50, 50])
[Decimal('37.11'), Decimal('37.10')]
>>> split(Decimal("100"), [1, 1, 1])
[Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
>>> split(Decimal("-100"), [1, 1, 1])
[Decimal('-33.34'), Decimal('-33.33'), Decimal('-33.33')]
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import lcm

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


def round_money(amount: Decimal, quantum: Decimal = CENT) -> Decimal:
    """Round half away from zero, as French invoices do.

    >>> round_money(Decimal("1.005")), round_money(Decimal("-1.005"))
    (Decimal('1.01'), Decimal('-1.01'))
    """
    return amount.quantize(quantum, rounding=ROUND_HALF_UP)


def split(
    amount: Decimal,
    shares: Sequence[Decimal | int],
    quantum: Decimal = CENT,
) -> list[Decimal]:
    """Split ``amount`` in proportion to ``shares``; the parts sum to ``amount`` exactly.

    Every part is first cut down to the quantum; the quanta left over go to the largest remainders,
    the first position winning a tie. A negative amount is the mirror of the positive one. A share
    of zero never receives anything. The amount must itself be a multiple of the quantum.

    >>> split(Decimal("0.01"), [0, 50, 50])
    [Decimal('0.00'), Decimal('0.01'), Decimal('0.00')]
    >>> split(Decimal("1.005"), [1])
    Traceback (most recent call last):
    ...
    ValueError: 1.005 is not a multiple of 0.01
    """
    if not shares:
        raise ValueError("an amount cannot be split among nobody")
    if quantum <= 0:
        raise ValueError("the quantum must be positive")
    # whole numbers from here on: shares over their common denominator, the amount in quanta
    ratios = [share.as_integer_ratio() for share in shares]
    common = lcm(*(denominator for _numerator, denominator in ratios))
    weights = [numerator * (common // denominator) for numerator, denominator in ratios]
    if min(weights) < 0:
        raise ValueError("a share cannot be negative")
    total = sum(weights)
    if not total:
        raise ValueError("at least one share must be above zero")
    top, bottom = amount.as_integer_ratio()
    quantum_top, quantum_bottom = quantum.as_integer_ratio()
    units, rest = divmod(abs(top) * quantum_bottom, bottom * quantum_top)
    if rest:
        raise ValueError(f"{amount} is not a multiple of {quantum}")

    parts: list[int] = []
    remainders: list[tuple[int, int]] = []
    for position, weight in enumerate(weights):
        part, remainder = divmod(units * weight, total)
        parts.append(part)
        remainders.append((-remainder, position))
    missing = units - sum(parts)
    if missing:
        remainders.sort()
        for _remainder, position in remainders[:missing]:
            parts[position] += 1
    step = -quantum if amount < 0 else quantum
    return [(part * step).quantize(quantum) for part in parts]


def percent_split(
    amount: Decimal,
    percents: Sequence[Decimal | int],
    quantum: Decimal = CENT,
) -> list[Decimal]:
    """Split by percentages that must sum to 100.

    >>> percent_split(Decimal("106.00"), [70, 30])
    [Decimal('74.20'), Decimal('31.80')]
    >>> percent_split(Decimal("10.00"), [70, 20])
    Traceback (most recent call last):
    ...
    ValueError: percentages sum to 90, not 100
    """
    total = sum(percents)
    if total != HUNDRED:
        raise ValueError(f"percentages sum to {total}, not 100")
    return split(amount, percents, quantum)
