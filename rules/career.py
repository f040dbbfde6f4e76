"""The dated facts of one person in one coop, read once and asked for many days.

>>> career = Career(contracts=(StatusFact("cape", date(2026, 1, 1), date(2026, 12, 31)),))
>>> career.status_on(date(2026, 3, 1)), career.contract_start_on(date(2026, 3, 1))
('cape', datetime.date(2026, 1, 1))
"""

from dataclasses import dataclass
from datetime import date

from .career_status import STATUS_OF_KIND, StatusFact, status_on
from .periods import Period


@dataclass(frozen=True, slots=True)
class Career:
    """Everything that `status_on` reads about one person in one coop."""

    contracts: tuple[StatusFact, ...] = ()
    suspensions: tuple[Period, ...] = ()
    associate: tuple[Period, ...] = ()
    exited_on: date | None = None

    def status_on(self, day: date) -> str:
        """candidate, cape, cesa, associate, suspended or exited on that day."""
        return status_on(self.contracts, day, self.suspensions, self.associate, self.exited_on)

    def contract_start_on(self, day: date) -> date | None:
        """First day of the person's contracts of the kind in force on a day, None without one.

        A renewal continues the first period: it never starts a free period again (R41).

        >>> periods = (StatusFact("cape", date(2025, 1, 1), date(2025, 12, 31)),
        ...            StatusFact("cape", date(2026, 1, 1), date(2026, 12, 31)))
        >>> Career(periods).contract_start_on(date(2026, 6, 1))
        datetime.date(2025, 1, 1)
        >>> Career(periods).contract_start_on(date(2027, 1, 1))
        """
        in_force = {STATUS_OF_KIND[fact.kind] for fact in self.contracts if day in fact.period}
        status = next((s for s in ("cesa", "cape", "candidate") if s in in_force), None)
        return min(
            (
                fact.start
                for fact in self.contracts
                if STATUS_OF_KIND[fact.kind] == status and fact.start <= day
            ),
            default=None,
        )
