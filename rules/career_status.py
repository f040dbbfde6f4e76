"""The status of one person on one day: the only answer the rest of the software asks for.

candidate / cape / cesa / associate / suspended / exited, from dated facts. A fact that starts later
never changes the status of an earlier day, so what was decided on a day stays true.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .periods import Period

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
_ORDER = (CESA, CAPE, CANDIDATE)


@dataclass(frozen=True, slots=True)
class StatusFact:
    """A contract that ran: 'cape' | 'cesa' | 'other_employment' | 'internship' | 'youth'."""

    kind: str
    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in STATUS_OF_KIND:
            raise ValueError(f"unknown kind of contract {self.kind!r}")
        Period(self.start, self.end)

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


def status_on(
    facts: Iterable[StatusFact],
    day: date,
    suspensions: Iterable[Period] = (),
    associate: Iterable[Period] = (),
    exited_on: date | None = None,
) -> str:
    """Status of a person on ``day``; all dates are included, ``exited_on`` is the last day in.

    * A contract in force decides, even after an exit: suspended during a suspension, else by its
      kind; an employment contract wins over a CAPE, and makes an associate of who holds shares.
      A CAPE holder who already holds shares keeps the status of the CAPE.
    * Without one: an associate who has not left stays associate; whoever had a contract before, or
      left, is exited; whoever never started is a candidate.

    >>> career = [StatusFact("cape", date(2024, 1, 1), date(2025, 12, 31)),
    ...           StatusFact("cesa", date(2026, 1, 1))]
    >>> shares = [Period(date(2026, 6, 1))]
    >>> [status_on(career, date(year, 7, 1), associate=shares) for year in (2023, 2024, 2026)]
    ['candidate', 'cape', 'associate']
    >>> status_on(career[:1], date(2026, 1, 1))
    'exited'
    """
    started = [fact for fact in facts if fact.start <= day]
    in_force = {STATUS_OF_KIND[fact.kind] for fact in started if day in fact.period}
    holds_shares = any(day in period for period in associate)
    if in_force:
        status = next(found for found in _ORDER if found in in_force)
        if status != CANDIDATE and any(day in period for period in suspensions):
            return SUSPENDED
        return ASSOCIATE if status == CESA and holds_shares else status
    left = exited_on is not None and day > exited_on
    if holds_shares and not left:
        return ASSOCIATE
    return EXITED if started or left else CANDIDATE
