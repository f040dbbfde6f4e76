"""What rating reads and what it gives back: plain frozen values, no behaviour beyond validation.

Amounts of :class:`Rated` are in the mode of the grid that priced the use: tax included where the
grid says so and the host bore VAT that day, net otherwise (R51). Prices of rules are net, or tax
included where their :class:`Convention` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .allocation import HUNDRED, ZERO
from .finding import Finding
from .periods import Period

EFFECTS = frozenset({"public", "free", "discount", "fixed", "cap", "forbidden", "case_by_case"})
PAYERS = frozenset({"host", "coop", "activity", "person", "funder"})
CLOCK_STARTS = frozenset({"first_use", "contract"})
CLOCK_SCOPES = frozenset({"network", "host", "space"})
SETTLEMENTS = frozenset({"statement", "on_site", "expense"})

#: What a price of a rule is for: it must name the unit it is the price of.
PRICED_EFFECTS = frozenset({"fixed", "cap"})
#: Parts of a day that a presence may be known to be of.
DAY_PARTS = frozenset({"morning", "afternoon", "evening"})

#: Reasons a host never sees: they tell the person's status, or what only the coop settles (R47,
#: design invariant 9).
PRIVATE_REASONS = frozenset(
    "status status_as vouched no_convention no_right no_rule no_rule_external vat_unknown"
    " agreed_by clock_told".split()
)


def _expect(ok: bool, message: str) -> None:
    if not ok:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who bears which percentage of the net price."""

    kind: str
    percent: Decimal

    def __post_init__(self) -> None:
        _expect(self.kind in PAYERS, f"unknown payer {self.kind!r}")
        _expect(0 <= self.percent <= HUNDRED, "a payer's part stands between 0 and 100 %")


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition of a convention: whom and what it matches, and what it does.

    * ``statuses``: empty = any status that holds a right; ``candidate``, ``exited``, ``suspended``
      and ``external`` only match when named. ``associate`` falls back on rules that name ``cesa``.
    * ``first_months`` > 0: ``first_effect`` (with ``first_value``) during that many months of the
      clock, then ``effect`` (R41, R42). A clock that starts with the contract starts with the first
      use when the contract's date is not known. ``clock_pauses``: days on which the contract was
      suspended are given back at its end.
    * ``quota``: units per person and calendar month that have the advantage, then ``beyond``.
      Without a ``unit`` on the rule a half-day counts for half a unit.
    * ``value``: percent for ``discount``, unit price for ``fixed`` and ``cap``, which name their
      unit. A ``fixed`` price is what both sides signed: it is billed even above the public price
      (negative reduction). ``at_most``: a unit price that a discount never passes.
    * ``monthly_cap``: what a person is billed at most in a calendar month, in the mode of the
      prices of the convention.
    * ``payers``: none = the person's activity (the coop for its staff and
      for itself, the person or organisation that belongs to none).
    * ``clock_group``: rules of different groups have clocks of their own in the same scope.
    """

    id: int
    sequence: int = 10
    statuses: frozenset[str] = frozenset()
    coop_id: int | None = None
    resource_id: int | None = None
    resource_kind: str | None = None
    space_id: int | None = None
    unit: str | None = None
    day_part: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    effect: str = "public"
    value: Decimal = ZERO
    at_most: Decimal | None = None
    first_months: int = 0
    first_effect: str = "free"
    first_value: Decimal = ZERO
    clock_start: str = "first_use"
    clock_scope: str = "network"
    clock_pauses: bool = False
    quota: Decimal | None = None
    beyond: str = "public"
    monthly_cap: Decimal | None = None
    payers: tuple[Payer, ...] = ()
    label: str = ""
    clock_group: str = ""

    def __post_init__(self) -> None:
        prices = [(self.effect, self.value)]
        if self.first_months:  # without first months, what they would cost says nothing
            prices.append((self.first_effect, self.first_value))
        for effect, value in prices:
            _expect(effect in EFFECTS, f"unknown effect {effect!r}")
            _expect(value >= 0, "a price or a discount cannot be negative")
            _expect(effect != "discount" or value <= HUNDRED, "a discount is at most 100 %")
            _expect(
                effect not in PRICED_EFFECTS or self.unit is not None,
                "a price is that of a unit: the rule must name it",
            )
        _expect(self.day_part is None or self.day_part in DAY_PARTS, "unknown part of the day")
        _expect(self.beyond in ("public", "forbidden"), f"unknown effect {self.beyond!r}")
        _expect(self.clock_start in CLOCK_STARTS, f"unknown clock start {self.clock_start!r}")
        _expect(self.clock_scope in CLOCK_SCOPES, f"unknown clock scope {self.clock_scope!r}")
        _expect(self.first_months >= 0, "a number of months cannot be negative")
        _expect(self.quota is None or self.quota >= 0, "a quota cannot be negative")
        total = sum(payer.percent for payer in self.payers)
        _expect(not self.payers or total == HUNDRED, f"payers sum to {total} %, not 100 %")


@dataclass(frozen=True, slots=True)
class Convention:
    """What a host and coops agreed, from one day to another. No ``space_ids`` = all its spaces.

    ``book_id``: whose books it is kept in; it prices the uses of those books alone.
    ``tax_included``: the prices of its rules are what is paid in the end: the host takes the tax
    out of them when it bears one. Otherwise they are net, and the tax comes on top (R51).
    """

    id: int
    host_id: int
    coop_ids: frozenset[int]
    space_ids: frozenset[int]
    start: date
    end: date | None
    rules: tuple[Rule, ...]
    network_id: int | None = None
    version: int = 1
    name: str = ""
    book_id: int = 0
    tax_included: bool = False


@dataclass(frozen=True, slots=True)
class VatStatus:
    """From a day on, what a host's sales bear: ``standard``, ``franchise``… (R35, R51)."""

    host_id: int
    start: date
    status: str

    @property
    def taxable(self) -> bool:
        """Whether its sales bear VAT."""
        return self.status == "standard"


@dataclass(frozen=True, slots=True)
class TariffLine:
    """A public unit price, for one resource, one kind, or everything."""

    id: int
    resource_kind: str | None
    resource_id: int | None
    unit: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """A dated price grid of whoever runs resources in a space; ``tax_rate`` is a percent.

    ``host_id``: the organisation whose prices these are, ``None`` for that of the space.
    """

    id: int
    space_id: int
    start: date
    end: date | None
    tax_included: bool
    tax_rate: Decimal
    lines: tuple[TariffLine, ...]
    currency: str = ""
    host_id: int | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed case by case for a use: free, or a unit price in the mode of the grid.

    ``by`` and ``reason``: who agreed and why, for the sentence.
    """

    is_free: bool
    price: Decimal
    payers: tuple[Payer, ...] = ()
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a resource by one person on one local day.

    ``status`` is the person's on that day, or ``staff`` / ``organisation`` / ``external``;
    ``since``: the first day of that status, where it is known. ``vouched_by``: the coop outside
    that says so. ``settled``: on the monthly statement, paid on site, or already on an expense
    report. ``book_id``: the books it
    is kept in. ``key``: what tells it from other uses of the same moment, by content and not by
    record. ``pauses``: when the contract was suspended. ``doubt``: what somebody must settle before
    the use has a price. ``agreed``: the price of a condition that is case by case.
    ``is_covered``: a monthly plan of the person pays it already. ``side``: what tells the books of
    a host or a network from those of the coops, which tell the same presence again: rights are
    counted on each side apart, and once for all the coops.
    """

    id: int
    day: date
    start: datetime | None
    person_id: int
    coop_id: int | None
    host_id: int
    space_id: int
    resource_id: int
    resource_kind: str
    unit: str
    quantity: Decimal
    status: str
    contract_start: date | None = None
    settled: str = "statement"
    book_id: int = 0
    key: str = ""
    day_part: str | None = None
    since: date | None = None
    vouched_by: str = ""
    pauses: tuple[Period, ...] = ()
    currency: str = ""
    doubt: Finding | None = None
    agreed: Agreed | None = None
    is_covered: bool = False
    side: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """What one payer bears of the net price."""

    payer: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Rated:
    """The price of a use. Without a problem, always:
    public = billed + free + reduction + settled_elsewhere.

    All amounts hold the tax when ``tax_included`` (the grid's mode); ``vat_status`` is the host's
    on that day, ``None`` when nobody knows. ``net`` = sum of ``shares`` on a statement; a host's
    share is its gift, in ``reduction`` and not in ``billed``. With a ``problem`` only ``public`` is
    told, when known: the use waits to be sorted out. ``clock_key``, ``counter_key`` and
    ``counted``: the clock that it ran, the monthly right that it drew on, and the units that it
    took of it. ``settled`` is how it is settled.
    """

    use_id: int
    public: Decimal
    net: Decimal
    free: Decimal
    reduction: Decimal
    billed: Decimal
    settled_elsewhere: Decimal
    settled: str
    shares: tuple[Share, ...]
    convention_id: int | None
    rule_id: int | None
    tariff_id: int | None
    tariff_line_id: int | None
    problem: str | None
    problem_args: dict[str, Any]
    reasons: tuple[Finding, ...]
    tax_included: bool = False
    tax_rate: Decimal = ZERO
    vat_status: str | None = None
    clock_key: str | None = None
    counter_key: str | None = None
    counted: Decimal = ZERO

    @property
    def host_reasons(self) -> tuple[Finding, ...]:
        """The reasons a host may read: nothing about the person's status (R47)."""
        return tuple(reason for reason in self.reasons if reason.code not in PRIVATE_REASONS)


#: Whose clock, and which one: ``rating_effects.clock_key``.
ClockKey = tuple[int, str]
#: Whose right, which one (``rating_effects.counter_key``), and in which month.
CounterKey = tuple[int, str, tuple[int, int]]


@dataclass(slots=True)
class Clocks:
    """First use per (person, clock), and who told of it where it was not one of ours."""

    first_use: dict[ClockKey, date] = field(default_factory=dict)
    told_by: dict[ClockKey, str] = field(default_factory=dict)

    def touch(self, person_id: int, clock: str, day: date) -> date:
        """The clock's first day once a use of ``day`` is known; an earlier day moves it back.

        >>> clocks = Clocks()
        >>> clocks.touch(7, "network:1", date(2026, 9, 2))
        datetime.date(2026, 9, 2)
        >>> clocks.touch(7, "network:1", date(2026, 10, 5))
        datetime.date(2026, 9, 2)
        """
        key = (person_id, clock)
        known = self.first_use.get(key)
        if known is not None and known < day:
            return known
        self.told_by.pop(key, None)
        self.first_use[key] = day
        return day

    def tell(self, person_id: int, clock: str, day: date, by: str) -> None:
        """Seed a clock with a first use that somebody else knows of; an earlier one of ours stays.

        >>> clocks = Clocks()
        >>> clocks.tell(7, "network:1", date(2026, 9, 2), "CAE du Nord")
        >>> clocks.touch(7, "network:1", date(2026, 10, 5)), clocks.told_by
        (datetime.date(2026, 9, 2), {(7, 'network:1'): 'CAE du Nord'})
        >>> clocks.touch(7, "network:1", date(2026, 8, 3)), clocks.told_by
        (datetime.date(2026, 8, 3), {})

        Of two who tell of one day, the same is named, whoever told first.

        >>> clocks.tell(8, "network:1", date(2026, 9, 2), "CAE du Sud")
        >>> clocks.tell(8, "network:1", date(2026, 9, 2), "CAE du Nord")
        >>> clocks.told_by
        {(8, 'network:1'): 'CAE du Nord'}
        """
        key = (person_id, clock)
        known = self.first_use.get(key)
        if known is None or day < known or (day == known and by < self.told_by.get(key, "")):
            self.first_use[key] = day
            self.told_by[key] = by


@dataclass(slots=True)
class Counters:
    """Units that had a monthly right, and what was billed by it, per person, right and month."""

    used: dict[CounterKey, Decimal] = field(default_factory=dict)
    billed: dict[CounterKey, Decimal] = field(default_factory=dict)

    def add(self, entries: Iterable[tuple[CounterKey, Decimal, Decimal]]) -> None:
        """Count the units that earlier, locked uses took, and what they cost."""
        for key, units, amount in entries:
            self.used[key] = self.used.get(key, ZERO) + units
            self.billed[key] = self.billed.get(key, ZERO) + amount
