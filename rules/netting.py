"""What two legal persons may set off, and how much (R39, R40).

Netting changes no invoice and no VAT: it only says which debts it settles, on which date, for how
much. Worked figures: the coop owes 494.40, the space 180.00: 180.00 netted, the coop pays 314.40.

>>> due, owed, owing = date(2026, 9, 30), Decimal("494.40"), Decimal("180.00")
>>> bill = Debt(1, PAYABLE, residual=owed, total=owed, tax=Decimal("82.40"), due=due)
>>> sale = Debt(2, RECEIVABLE, residual=owing, total=owing, tax=Decimal("30.00"), due=due)
>>> result = net([bill, sale], Frame(mode="agreed"), date(2026, 10, 15))
>>> result.amount, result.to_pay, result.to_receive
(Decimal('180.00'), Decimal('314.40'), Decimal('0.00'))
>>> [(line.debt_id, line.amount, line.tax) for line in result.lines]
[(1, Decimal('180.00'), Decimal('30.00')), (2, Decimal('180.00'), Decimal('30.00'))]
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .allocation import ZERO, round_money

PAYABLE, RECEIVABLE = "payable", "receivable"
#: Debts that never enter, whatever was agreed.
EXCLUDED_NATURES = frozenset({"wage", "capital"})
MODES = frozenset({"none", "legal", "agreed"})


@dataclass(frozen=True, slots=True)
class Debt:
    """What is left of one invoice between the two parties; ``payable`` = we owe it to the partner.

    ``total`` and ``tax`` are those of the whole invoice. ``own_parties`` is False when the invoice
    is with another legal person (a branch's own company, a resident of the space, a person).
    """

    id: int
    side: str
    residual: Decimal
    total: Decimal
    tax: Decimal
    due: date
    currency: str = "EUR"
    posted: bool = True
    disputed: bool = False
    nature: str = "service"
    own_parties: bool = True
    connected: bool = False

    def __post_init__(self) -> None:
        if self.side not in (PAYABLE, RECEIVABLE):
            raise ValueError(f"unknown side {self.side!r}")
        if not 0 <= self.residual <= self.total:
            raise ValueError(f"what is left of a debt stands between 0 and {self.total}")


@dataclass(frozen=True, slots=True)
class Frame:
    """What was agreed and who the partner is.

    ``legal``: invoked by one side, debts due. ``agreed``: a signed agreement, also covers debts not
    yet due. A public body is netted only by its own accountant. After ``insolvency_from``, only
    connected debts.
    """

    mode: str = "none"
    currency: str = "EUR"
    public_body: bool = False
    public_accountant_acts: bool = False
    insolvency_from: date | None = None

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"unknown mode {self.mode!r}")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A debt left aside, and why (R39)."""

    debt_id: int
    code: str


@dataclass(frozen=True, slots=True)
class NettedLine:
    """What the netting settles of one debt, and the VAT in it (for services taxed on payment)."""

    debt_id: int
    side: str
    amount: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Netting:
    """``to_pay`` / ``to_receive``: what remains of *all* debts given, netted or not."""

    day: date
    amount: Decimal
    to_pay: Decimal
    to_receive: Decimal
    lines: tuple[NettedLine, ...]
    excluded: tuple[Exclusion, ...]


def exclusion(debt: Debt, frame: Frame, day: date) -> str | None:
    """Why a debt may not be netted on a day; None when it may."""
    checks = (
        (frame.mode == "none", "not_agreed"),
        (frame.public_body and not frame.public_accountant_acts, "public_body"),
        (not debt.own_parties, "other_party"),
        (debt.nature in EXCLUDED_NATURES, debt.nature),
        (debt.currency != frame.currency, "other_currency"),
        (not debt.posted, "not_posted"),
        (debt.disputed, "disputed"),
        (
            frame.insolvency_from is not None
            and day >= frame.insolvency_from
            and not debt.connected,
            "insolvency",
        ),
        (frame.mode == "legal" and debt.due > day, "not_due"),
        (not debt.residual, "settled"),
    )
    return next((code for excluded, code in checks if excluded), None)


def tax_part(debt: Debt, amount: Decimal) -> Decimal:
    """The VAT in a part of an invoice; the parts of a whole invoice sum to its VAT exactly."""
    if not debt.total:
        return ZERO
    before = debt.total - debt.residual
    up_to = round_money(debt.tax * (before + amount) / debt.total)
    return up_to - round_money(debt.tax * before / debt.total)


def net(
    debts: Iterable[Debt],
    frame: Frame,
    day: date,
    limit: Decimal | None = None,
) -> Netting:
    """R39: set off up to the smaller of both sums (and ``limit``), earliest due first."""
    found = sorted(debts, key=lambda debt: (debt.due, debt.id))
    allowed: list[Debt] = []
    excluded: list[Exclusion] = []
    for debt in found:
        code = exclusion(debt, frame, day)
        if code is None:
            allowed.append(debt)
        else:
            excluded.append(Exclusion(debt.id, code))
    amount = min(_total(allowed, PAYABLE), _total(allowed, RECEIVABLE))
    if limit is not None:
        amount = max(ZERO, min(amount, limit))
    lines: list[NettedLine] = []
    for side in (PAYABLE, RECEIVABLE):
        left = amount
        for debt in allowed:
            part = min(left, debt.residual)
            if debt.side == side and part:
                lines.append(NettedLine(debt.id, side, part, tax_part(debt, part)))
                left -= part
    return Netting(
        day=day,
        amount=amount,
        to_pay=_total(found, PAYABLE) - amount,
        to_receive=_total(found, RECEIVABLE) - amount,
        lines=tuple(lines),
        excluded=tuple(excluded),
    )


def _total(debts: Iterable[Debt], side: str) -> Decimal:
    return sum((debt.residual for debt in debts if debt.side == side), ZERO)
