"""What rating reads and what it gives back: plain frozen values, no behaviour beyond validation.

All prices of rules (``Rule.value`` for ``fixed`` and ``cap``) and all amounts of :class:`Rated` are
net of tax; only a :class:`Tariff` may be tax included (R51).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .allocation import HUNDRED, ZERO
from .finding import Finding

EFFECTS = frozenset({"public", "free", "discount", "fixed", "cap", "forbidden", "case_by_case"})
PAYERS = frozenset({"host", "coop", "activity", "person", "funder"})
CLOCK_STARTS = frozenset({"first_use", "contract"})
CLOCK_SCOPES = frozenset({"network", "host", "space"})
SETTLEMENTS = frozenset({"statement", "on_site", "expense"})

#: Reasons a host never sees: they tell the person's status (R47, design invariant 9).
PRIVATE_REASONS = frozenset({"status", "status_as", "suspended", "no_right"})


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

    * ``statuses``: empty = any status that holds a right; ``candidate``, ``exited`` and
      ``external`` only match when named. ``associate`` falls back on rules that name ``cesa``.
    * ``free_months`` > 0: free while the clock runs, then ``effect``. With ``effect='free'`` the
      free use itself is what the clock limits: afterwards ``beyond`` applies. A clock that starts
      with the contract starts with the first use when the contract's date is not known.
    * ``quota``: units per person and calendar month that have the advantage (free or effect), then
      ``beyond``. Without a ``unit`` on the rule a half-day counts for half a unit.
    * ``value``: percent for ``discount``, unit price for ``fixed`` and ``cap``. A ``fixed`` price
      is what both sides signed: it is billed even above the public price (negative reduction).
    * ``payers``: none = the person's activity (the coop for its staff, the person for an external).
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
    date_from: date | None = None
    date_to: date | None = None
    effect: str = "public"
    value: Decimal = ZERO
    free_months: int = 0
    clock_start: str = "first_use"
    clock_scope: str = "network"
    quota: Decimal | None = None
    beyond: str = "public"
    payers: tuple[Payer, ...] = ()
    label: str = ""
    clock_group: str = ""

    def __post_init__(self) -> None:
        _expect(self.effect in EFFECTS, f"unknown effect {self.effect!r}")
        _expect(self.beyond in ("public", "forbidden"), f"unknown effect {self.beyond!r}")
        _expect(self.clock_start in CLOCK_STARTS, f"unknown clock start {self.clock_start!r}")
        _expect(self.clock_scope in CLOCK_SCOPES, f"unknown clock scope {self.clock_scope!r}")
        _expect(self.free_months >= 0, "free months cannot be negative")
        _expect(self.quota is None or self.quota >= 0, "a quota cannot be negative")
        _expect(self.value >= 0, "a price or a discount cannot be negative")
        _expect(self.effect != "discount" or self.value <= HUNDRED, "a discount is at most 100 %")
        total = sum(payer.percent for payer in self.payers)
        _expect(not self.payers or total == HUNDRED, f"payers sum to {total} %, not 100 %")


@dataclass(frozen=True, slots=True)
class Convention:
    """What a host and coops agreed, from one day to another. No ``space_ids`` = all its spaces.

    ``book_id``: whose books it is kept in; it prices the uses of those books alone.
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


@dataclass(frozen=True, slots=True)
class VatStatus:
    """From a day on, whether what a host sells bears VAT (R35, R51)."""

    host_id: int
    start: date
    taxable: bool


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
    """A dated price grid of a space; ``tax_rate`` is the percent to strip when tax is included."""

    id: int
    space_id: int
    start: date
    end: date | None
    tax_included: bool
    tax_rate: Decimal
    lines: tuple[TariffLine, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a resource by one person on one local day.

    ``status`` is the person's on that day, or ``staff`` / ``external``. ``settled``: on the monthly
    statement, paid on site, or already on an expense report. ``book_id``: the books it is kept in.
    ``key``: what tells it from other uses of the same moment, by content and not by record.
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


@dataclass(frozen=True, slots=True)
class Share:
    """What one payer bears of the net price."""

    payer: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Rated:
    """The price of a use. Without a problem, always:
    public = billed + free + reduction + settled_elsewhere.

    ``net`` = sum of ``shares`` on a statement; a host's share is its gift, in ``reduction`` and not
    in ``billed``. With a ``problem`` only ``public`` is told, when known: the use waits to be
    sorted out. ``settled`` is how it is settled in fact: an external without a rule pays on site.
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

    @property
    def host_reasons(self) -> tuple[Finding, ...]:
        """The reasons a host may read: nothing about the person's status (R47)."""
        return tuple(reason for reason in self.reasons if reason.code not in PRIVATE_REASONS)


ClockKey = tuple[int, tuple[Any, ...]]
CounterKey = tuple[int, int, tuple[int, int]]


@dataclass(slots=True)
class Clocks:
    """First use per (person, scope); scope = ('network' | 'host' | 'space', id[, group])."""

    first_use: dict[ClockKey, date] = field(default_factory=dict)

    def touch(self, person_id: int, scope: tuple[Any, ...], day: date) -> date:
        """The clock's first day once a use of ``day`` is known; an earlier day moves it back.

        >>> clocks = Clocks()
        >>> clocks.touch(7, ("network", 1), date(2026, 9, 2))
        datetime.date(2026, 9, 2)
        >>> clocks.touch(7, ("network", 1), date(2026, 10, 5))
        datetime.date(2026, 9, 2)
        """
        key = (person_id, scope)
        known = self.first_use.get(key)
        if known is not None and known <= day:
            return known
        self.first_use[key] = day
        return day


@dataclass(slots=True)
class Counters:
    """Units that already had a rule's advantage, per (person, rule, (year, month))."""

    used: dict[CounterKey, Decimal] = field(default_factory=dict)

    def add(self, entries: Iterable[tuple[CounterKey, Decimal]]) -> None:
        """Count units that earlier, locked uses took."""
        for key, units in entries:
            self.used[key] = self.used.get(key, Decimal(0)) + units
