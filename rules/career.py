"""The status of one person in one coop on one day: the only answer that anything asks for.

candidate / cape / cesa / associate / suspended / exited, from dated facts. A fact that starts later
never changes the status of an earlier day, so what was decided on a day stays true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .periods import DAY, Period

CANDIDATE, CAPE, CESA = "candidate", "cape", "cesa"
ASSOCIATE, SUSPENDED, EXITED = "associate", "suspended", "exited"

#: What a contract in force makes of its holder. An ordinary employment contract counts as a CESA;
#: an internship or a youth cooperative opens no right of its own (R50), as for a candidate.
STATUS_OF_KIND: Mapping[str, str] = {
    "cape": CAPE,
    "cesa": CESA,
    "other_employment": CESA,
    "internship": CANDIDATE,
    "youth": CANDIDATE,
}
#: Of two contracts in force, the one that decides comes first.
_ORDER = (CESA, CAPE, CANDIDATE)


@dataclass(frozen=True, slots=True)
class StatusFact:
    """A contract that ran, by its kind: one of the keys of ``STATUS_OF_KIND``."""

    kind: str
    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in STATUS_OF_KIND:
            raise ValueError(f"unknown kind of contract {self.kind!r}")
        Period(self.start, self.end)  # refuses an end before the start

    @property
    def period(self) -> Period:
        """The days of the contract, both ends included."""
        return Period(self.start, self.end)

    @property
    def status(self) -> str:
        """What the contract makes of its holder while it is in force."""
        return STATUS_OF_KIND[self.kind]


@dataclass(frozen=True, slots=True)
class Career:
    """The dated facts of one person in one coop, read once and asked for many days.

    ``suspensions`` and ``associate`` are the periods in which the person was suspended, or was an
    associate; ``exited_on`` is the last day in the coop.

    >>> career = Career(
    ...     contracts=(StatusFact("cape", date(2024, 1, 1), date(2025, 12, 31)),
    ...                StatusFact("cesa", date(2026, 1, 1))),
    ...     associate=(Period(date(2026, 6, 1)),),
    ... )
    >>> [career.status_on(date(year, 7, 1)) for year in (2023, 2024, 2026)]
    ['candidate', 'cape', 'associate']
    """

    contracts: tuple[StatusFact, ...] = ()
    suspensions: tuple[Period, ...] = ()
    associate: tuple[Period, ...] = ()
    exited_on: date | None = None

    def status_on(self, day: date) -> str:
        """Return the status of the person on a day.

        * A contract in force decides, even after an exit: suspended during a suspension, else by
          its kind; an employment contract wins over a CAPE, and makes an associate of who holds
          shares. A CAPE holder who already holds shares keeps the status of the CAPE.
        * Without one: an associate who has not left stays associate; whoever had a contract before,
          or left, is exited; whoever never started is a candidate.
        """
        status = self._status_of_contracts(day)
        holds_shares = any(day in period for period in self.associate)
        if status:
            if status != CANDIDATE and any(day in period for period in self.suspensions):
                return SUSPENDED
            return ASSOCIATE if status == CESA and holds_shares else status
        left = self.exited_on is not None and day > self.exited_on
        if holds_shares and not left:
            return ASSOCIATE
        started = any(fact.start <= day for fact in self.contracts)
        return EXITED if started or left else CANDIDATE

    def contract_start_on(self, day: date) -> date | None:
        """Return the first day of the contracts of the kind in force on a day, None without one.

        A renewal continues the first period: it never starts a free period again (R41).

        >>> periods = (StatusFact("cape", date(2025, 1, 1), date(2025, 12, 31)),
        ...            StatusFact("cape", date(2026, 1, 1), date(2026, 12, 31)))
        >>> Career(periods).contract_start_on(date(2026, 6, 1))
        datetime.date(2025, 1, 1)
        >>> Career(periods).contract_start_on(date(2027, 1, 1))
        """
        status = self._status_of_contracts(day)
        starts = [fact.start for fact in self.contracts if fact.status == status]
        return min(starts, default=None)

    def status_since(self, day: date) -> date | None:
        """Return the first day of the status that the person has on a day, None without any.

        A suspension, an admission and an exit each have their own day.

        >>> career = Career(
        ...     contracts=(StatusFact("cesa", date(2026, 1, 1), date(2026, 9, 30)),),
        ...     suspensions=(Period(date(2026, 3, 1), date(2026, 3, 31)),),
        ...     associate=(Period(date(2026, 6, 1)),),
        ...     exited_on=date(2026, 10, 15),
        ... )
        >>> [career.status_since(date(2026, month, 20)).month for month in (2, 3, 7, 11)]
        [1, 3, 6, 10]
        >>> career.status_since(date(2025, 1, 1))
        """
        status = self.status_on(day)
        if status == SUSPENDED:
            return max(period.start for period in self.suspensions if day in period)
        if status == ASSOCIATE:
            return max(period.start for period in self.associate if day in period)
        if status == EXITED:
            ends = [fact.end for fact in self.contracts if fact.end and fact.end < day]
            ends += [self.exited_on] if self.exited_on and self.exited_on < day else []
            return max(ends) + DAY if ends else None
        return self.contract_start_on(day)

    def _status_of_contracts(self, day: date) -> str | None:
        """Return the status that the contracts in force on a day give, None without any."""
        in_force = {fact.status for fact in self.contracts if day in fact.period}
        return next((status for status in _ORDER if status in in_force), None)
