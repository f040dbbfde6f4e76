"""Conventions and price grids, indexed once, so that rating many uses is fast.

The order of conditions (design section 5, step 4) is total, so the choice never depends on the
order in which rules were read: resource > kind > any; space > all spaces (a convention that lists
its spaces stands between); status named > associate rated as CESA > any; coop named > any; unit
named > any; part of the day named > any; then the sequence, then what the rules say (label, effect,
value), and only between rules that say the same their ids.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .allocation import HUNDRED, round_money
from .rating_facts import Convention, Rule, Tariff, TariffLine, Use, VatStatus

#: A rule without a status does not open a right to these: they must be named (R43).
NAMED_ONLY = frozenset({"candidate", "exited", "suspended", "external"})
#: Who may belong to no coop: a visitor, an association that has its hall in the space.
WITHOUT_COOP = frozenset({"external", "organisation"})
#: A status without a rule of its own is rated by the rules of another.
FALLBACK = {"associate": "cesa"}

_Specificity = tuple[int | str | Decimal, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that matches a use on some dates, with its convention."""

    convention: Convention
    rule: Rule
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class PublicPrice:
    """The grid and line in force on a day, and whether its amounts hold a tax that day (R51).

    The unit price is the one of the grid: a host that bears no VAT bills what its grid shows.
    """

    tariff: Tariff
    line: TariffLine
    taxable: bool

    @property
    def unit_price(self) -> Decimal:
        """The price of one unit, as the grid says it."""
        return self.line.price

    @property
    def tax_included(self) -> bool:
        """Whether amounts at this price hold a tax."""
        return self.tariff.tax_included and self.taxable

    def in_its_mode(self, amount: Decimal, tax_included: bool) -> Decimal:
        """An amount agreed net, or tax included, in the mode of the grid, to the cent.

        >>> net = Tariff(1, 1, date(2026, 1, 1), None, False, Decimal(20), ())
        >>> line = TariffLine(1, None, None, "day", Decimal("15.00"))
        >>> PublicPrice(net, line, True).in_its_mode(Decimal("12.00"), tax_included=True)
        Decimal('10.00')
        >>> PublicPrice(net, line, False).in_its_mode(Decimal("12.00"), tax_included=True)
        Decimal('12.00')
        """
        if not self.taxable or tax_included == self.tax_included:
            return round_money(amount)
        whole = HUNDRED + self.tariff.tax_rate
        if tax_included:
            return round_money(amount * HUNDRED / whole)
        return round_money(amount * whole / HUNDRED)


def specificity(convention: Convention, rule: Rule, use: Use) -> _Specificity | None:
    """How closely a rule fits a use, smallest first; None if it does not match (dates apart)."""
    if rule.resource_id is not None and rule.resource_id != use.resource_id:
        return None
    if rule.resource_kind is not None and rule.resource_kind != use.resource_kind:
        return None
    if rule.space_id is not None and rule.space_id != use.space_id:
        return None
    if rule.coop_id is not None and rule.coop_id != use.coop_id:
        return None
    if rule.unit is not None and rule.unit != use.unit:
        return None
    if rule.day_part is not None and rule.day_part != use.day_part:
        return None
    if use.status in rule.statuses:
        status = 0
    elif FALLBACK.get(use.status) in rule.statuses:
        status = 1
    elif not rule.statuses and use.status not in NAMED_ONLY and use.coop_id is not None:
        status = 2
    else:
        return None
    if rule.resource_id is not None:
        resource = 0
    else:
        resource = 1 if rule.resource_kind is not None else 2
    if rule.space_id is not None:
        space = 0
    else:
        space = 1 if convention.space_ids else 2
    return (
        resource,
        space,
        status,
        int(rule.coop_id is None),
        int(rule.unit is None),
        int(rule.day_part is None),
        rule.sequence,
        rule.label,
        rule.effect,
        rule.value,
        rule.id,
        convention.id,
    )


class RuleBook:
    """What is in force where and when: built once for a batch, then only looked up."""

    def __init__(
        self,
        conventions: Iterable[Convention],
        tariffs: Iterable[Tariff],
        vat_statuses: Iterable[VatStatus] = (),
    ) -> None:
        # under no coop: every convention of the host, for those who belong to none
        self._conventions: dict[tuple[int, int, int | None], list[Convention]] = {}
        for convention in sorted(conventions, key=lambda c: c.id):
            for coop_id in (None, *convention.coop_ids):
                key = (convention.book_id, convention.host_id, coop_id)
                self._conventions.setdefault(key, []).append(convention)
        self._vat_statuses: dict[int, list[VatStatus]] = {}
        for status in sorted(vat_statuses, key=lambda v: v.start, reverse=True):
            self._vat_statuses.setdefault(status.host_id, []).append(status)
        self._tariffs: dict[tuple[int, int | None], list[Tariff]] = {}
        for tariff in sorted(tariffs, key=lambda t: (t.start, t.id), reverse=True):
            self._tariffs.setdefault((tariff.space_id, tariff.host_id), []).append(tariff)
        self._choices: dict[tuple[object, ...], tuple[Choice, ...]] = {}
        self._prices: dict[tuple[object, ...], PublicPrice | None] = {}

    def covering(self, use: Use) -> list[Convention]:
        """The conventions of this host and coop that cover the space, whatever their dates.

        Who belongs to no coop meets those of every coop: a condition may name external visitors,
        or organisations.
        """
        if use.coop_id is None and use.status not in WITHOUT_COOP:
            return []
        return [
            convention
            for convention in self._conventions.get((use.book_id, use.host_id, use.coop_id), ())
            if not convention.space_ids or use.space_id in convention.space_ids
        ]

    def in_force(self, use: Use) -> list[Convention]:
        """The conventions in force for this use on its day (R43)."""
        return [
            convention
            for convention in self.covering(use)
            if convention.start <= use.day and (convention.end is None or use.day <= convention.end)
        ]

    def choose(self, use: Use) -> Choice | None:
        """The most specific condition in force on the day, over all conventions in force."""
        key = (
            use.book_id,
            use.host_id,
            use.coop_id,
            use.space_id,
            use.resource_id,
            use.resource_kind,
            use.unit,
            use.day_part,
            use.status,
        )
        choices = self._choices.get(key)
        if choices is None:
            choices = self._choices[key] = self._ordered_choices(use)
        day = use.day
        for choice in choices:
            if choice.start <= day <= choice.end:
                return choice
        return None

    def _ordered_choices(self, use: Use) -> tuple[Choice, ...]:
        found: list[tuple[_Specificity, Choice]] = []
        for convention in self.covering(use):
            for rule in convention.rules:
                fit = specificity(convention, rule, use)
                if fit is None:
                    continue
                start = max(convention.start, rule.date_from or date.min)
                end = min(convention.end or date.max, rule.date_to or date.max)
                found.append((fit, Choice(convention, rule, start, end)))
        found.sort(key=lambda item: item[0])
        return tuple(choice for _fit, choice in found)

    def public_price(self, use: Use) -> PublicPrice | None:
        """The line of the newest grid begun by the day: resource > kind > any, then id.

        Only that grid is read: a price that it does not hold, or an older grid once it was
        withdrawn, never comes back.
        """
        day = use.day
        own = self._tariffs.get((use.space_id, use.host_id))
        for tariff in own if own is not None else self._tariffs.get((use.space_id, None), ()):
            if tariff.start <= day:
                break
        else:
            return None
        if tariff.end is not None and tariff.end < day:
            return None
        # a host that nobody described bears none until somebody settles it: nobody pays a guess
        taxable = self.vat_status(use.host_id, day) == "standard"
        key = (tariff.id, use.resource_id, use.resource_kind, use.unit, taxable)
        if key not in self._prices:
            self._prices[key] = self._find_price(tariff, use, taxable)
        return self._prices[key]

    def vat_status(self, host_id: int, day: date) -> str | None:
        """What the host's sales bear on the day, ``None`` when nobody knows (R35)."""
        for status in self._vat_statuses.get(host_id, ()):
            if status.start <= day:
                return status.status
        return None

    @staticmethod
    def _find_price(tariff: Tariff, use: Use, taxable: bool) -> PublicPrice | None:
        found = [
            (line.resource_id is None, line.resource_kind is None, line.id, line)
            for line in tariff.lines
            if line.unit == use.unit
            and line.resource_id in (None, use.resource_id)
            and line.resource_kind in (None, use.resource_kind)
        ]
        if not found:
            return None
        line = min(found, key=lambda item: item[:3])[3]
        return PublicPrice(tariff, line, taxable)
