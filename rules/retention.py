"""R46: how long the data of a person is kept. Limits are handed over by the caller."""

from dataclasses import dataclass
from datetime import date

from .periods import add_months

#: What may be done with a file whose time is over.
DELETE, ARCHIVE = "delete", "archive"


@dataclass(frozen=True, slots=True)
class Kept:
    """The facts that decide how long a file is kept."""

    had_contract: bool
    closed_on: date | None  # refused, gone, or end of the last contract; None: still followed
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Months of retention; 0 keeps for ever."""

    candidate_months: int = 24
    file_months: int = 60


def retention_due(kept: Kept, limits: Limits | None = None) -> tuple[str, date] | None:
    """R46: what is due for a file, and from which day on; None when nothing ever is.

    A refused candidate is deleted after 24 months; the file of somebody who had a contract is
    archived 60 months after its end, and never deleted here: its accounting data live longer.

    >>> retention_due(Kept(False, date(2024, 1, 31)))
    ('delete', datetime.date(2026, 1, 31))
    >>> retention_due(Kept(True, date(2021, 6, 30)))
    ('archive', datetime.date(2026, 6, 30))
    >>> retention_due(Kept(True, date(2010, 1, 1), archived=True))
    >>> retention_due(Kept(True, None))
    """
    limits = limits or Limits()
    if kept.closed_on is None:
        return None
    if not kept.had_contract:
        months, action = limits.candidate_months, DELETE
    elif kept.archived:
        return None
    else:
        months, action = limits.file_months, ARCHIVE
    if not months:
        return None
    return action, add_months(kept.closed_on, months)
