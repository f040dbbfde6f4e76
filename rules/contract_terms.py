"""What the law says of the dates of a CAPE, a CESA, an internship (R1-R3, R14, R16, R50).

Three words are kept apart: the *terms* are the dated parameters of a type of contract
(:class:`Terms`), never literals; the *term* of a contract is its last day; a *deadline* is the last
day for something else: becoming an associate, ending a trial. A check returns findings, and each
date comes with the pieces that explain it.

The time already spent is counted in calendar months and days over merged stretches, so a day that
two contracts hold counts once. What is left is found by taking first the months, then the days, off
the end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from .career import StatusFact
from .finding import Finding
from .periods import (
    DAY,
    Duration,
    Period,
    add_months,
    duration,
    end_of_period,
    intersect,
    merge,
    overlaps,
    subtract,
)

#: The last day where the law sets none.
FOREVER = date(9000, 12, 31)


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters of a type of contract; the defaults are those of the law (rules.md).

    0 months for a period or for the total means that nothing limits it: its last day is then
    ``FOREVER``.
    """

    period_max_months: int = 12  # R1
    renewals_max: int = 2  # R2
    total_max_months: int = 36  # R3
    quarterly_payment_day: int = 15  # R10
    associate_max_months: int = 36  # R14
    trial_max_months: int = 8  # R16
    internship_max_months: int = 6  # R50
    internship_unpaid_months: int = 2  # R50
    suspension_moves_period: bool = False  # no text says so
    suspension_moves_associate: bool = False  # the text foresees none
    suspension_moves_trial: bool = True  # to confirm


class Piece(NamedTuple):
    """One stretch of earlier contracts; ``code`` names their kinds: 'cape', 'cape+cesa'."""

    code: str
    period: Period
    duration: Duration


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day for something, and why.

    ``base_end`` is that day without any earlier contract; ``spent`` is what these took off, piece
    by piece; ``left`` is what remains from the start to ``end``. ``exhausted`` means that earlier
    contracts took everything.
    """

    end: date
    base_end: date
    left: Duration
    spent: Duration
    exhausted: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """What a person may still have under CAPE from ``start`` on (R1-R3).

    ``last_end`` is the last possible day of all periods together (R3), ``next_end`` that of the
    next period alone (R1, R3). Both stand before ``start`` when nothing is left.
    """

    start: date
    last_end: date
    next_end: date
    left: Duration
    spent: Duration
    renewals_used: int
    renewals_left: int
    pieces: tuple[Piece, ...]


# --- adding up earlier contracts ----------------------------------------------------------------


def pieces_before(
    facts: Iterable[StatusFact],
    before: date | None = None,
    removed: Iterable[Period] = (),
) -> tuple[Piece, ...]:
    """Return the stretches of contract days before a day, each day once.

    The days of ``removed`` do not count. Without ``before``, every contract must have an end.

    >>> one = StatusFact("cape", date(2024, 1, 1), date(2024, 12, 31))
    >>> two = StatusFact("cape", date(2024, 7, 1), date(2025, 6, 30))
    >>> [(piece.code, piece.duration.months) for piece in pieces_before([one, two])]
    [('cape', 18)]
    """
    known = Period(date.min, before - DAY if before else None)
    cut = [
        (fact.kind, period)
        for fact in facts
        if (period := intersect(fact.period, known)) is not None
    ]
    pieces = []
    for stretch in subtract([period for _kind, period in cut], removed):
        kinds = sorted({kind for kind, period in cut if overlaps(period, stretch)})
        pieces.append(Piece("+".join(kinds), stretch, duration(stretch)))
    return tuple(pieces)


def _spent(pieces: Iterable[Piece]) -> Duration:
    return sum((piece.duration for piece in pieces), Duration())


def _end_after(start: date, months: int, spent: Duration) -> date:
    """Return the last day of ``months`` from ``start``, less the time already spent.

    A day before ``start`` means that nothing is left.
    """
    left = months - spent.months
    end = end_of_period(start, left) if left >= 1 else add_months(start, left) - DAY
    return end - spent.days * DAY


def _time_left(start: date, end: date) -> Duration:
    return duration(Period(start, end)) if end >= start else Duration()


def extend(
    start: date,
    end: date,
    suspensions: Iterable[Period],
    on: date | None = None,
) -> date:
    """Return the last day ``end`` moved by the days of suspension since ``start``.

    A suspension counts from its first day, or from ``start``, to its end, if it begins before the
    last day as the earlier ones moved it. One that still runs counts up to ``on``, the day of the
    question; without ``on`` it does not count yet.

    >>> extend(date(2026, 1, 1), date(2026, 8, 31), [Period(date(2026, 8, 22), date(2026, 9, 10))])
    datetime.date(2026, 9, 20)
    """
    closed = []
    for period in suspensions:
        last = period.end or on
        if last is not None and last >= period.start:
            closed.append(Period(period.start, last))
    moved = end
    for period in merge(closed):
        first = max(period.start, start)
        if first <= moved and first <= period.end:
            moved += Period(first, period.end).days * DAY
    return moved


# --- R1, R2, R3: CAPE ---------------------------------------------------------------------------


def _last_day(
    start: date,
    months: int,
    spent: Duration,
    terms: Terms,
    suspensions: Sequence[Period],
    on: date | None,
) -> date:
    """Return the last day of ``months`` of CAPE from ``start``, ``FOREVER`` for 0 months (R1, R3).

    It stands before ``start`` when nothing is left.
    """
    if not months:
        return FOREVER
    end = _end_after(start, months, spent)
    return extend(start, end, suspensions, on) if terms.suspension_moves_period else end


def cape_balance(
    facts: Iterable[StatusFact],
    start: date,
    terms: Terms | None = None,
    suspensions: Sequence[Period] = (),
    on: date | None = None,
) -> Balance:
    """Return what is left under CAPE for a period that would begin on ``start`` (R1-R3).

    ``facts`` are the other contracts of this person with this coop, earlier or later; only those of
    kind CAPE count.

    >>> two_years = [StatusFact("cape", date(2024, 1, 1), date(2024, 12, 31)),
    ...              StatusFact("cape", date(2025, 1, 1), date(2025, 12, 31))]
    >>> balance = cape_balance(two_years, date(2026, 3, 15))
    >>> balance.left, balance.last_end, balance.renewals_left
    (Duration(months=12, days=0), datetime.date(2027, 3, 14), 1)
    """
    terms = terms or Terms()
    capes = [fact for fact in facts if fact.kind == "cape"]
    pieces = pieces_before(capes, None, suspensions if terms.suspension_moves_period else ())
    spent = _spent(pieces)
    last_end = _last_day(start, terms.total_max_months, spent, terms, suspensions, on)
    next_end = _last_day(start, terms.period_max_months, Duration(), terms, suspensions, on)
    used = max(0, len(capes) - 1)
    return Balance(
        start=start,
        last_end=last_end,
        next_end=min(next_end, last_end),
        left=_time_left(start, last_end),
        spent=spent,
        renewals_used=used,
        renewals_left=max(0, terms.renewals_max - used),
        pieces=pieces,
    )


def check_period(
    period: Period,
    others: Iterable[StatusFact] = (),
    terms: Terms | None = None,
    suspensions: Sequence[Period] = (),
    on: date | None = None,
) -> list[Finding]:
    """Return what forbids this CAPE period beside the person's other ones in the coop (R1-R3).

    Days that the period shares with others count once.

    >>> [found.code for found in check_period(Period(date(2026, 1, 1), date(2027, 1, 1)))]
    ['period_too_long']
    """
    terms = terms or Terms()
    capes = [fact for fact in others if fact.kind == "cape"]
    if period.end is None:
        args = {"start": period.start, "max_months": terms.period_max_months}
        return [Finding("period_without_end", args, "R1")]
    found = []
    longest = _last_day(period.start, terms.period_max_months, Duration(), terms, suspensions, on)
    if period.end > longest:
        args = {
            "start": period.start,
            "end": period.end,
            "latest_end": longest,
            "max_months": terms.period_max_months,
        }
        found.append(Finding("period_too_long", args, "R1", overridable=True))
    if len(capes) > terms.renewals_max:
        args = {"renewals_used": len(capes) - 1, "max_renewals": terms.renewals_max}
        found.append(Finding("too_many_renewals", args, "R2"))
    removed = [period, *suspensions] if terms.suspension_moves_period else [period]
    pieces = pieces_before(capes, None, removed)
    spent = _spent(pieces)
    last_end = _last_day(period.start, terms.total_max_months, spent, terms, suspensions, on)
    if period.end > last_end:
        args = {
            "start": period.start,
            "end": period.end,
            "latest_end": last_end,
            "max_months": terms.total_max_months,
            "spent": spent,
            "left": _time_left(period.start, last_end),
            "pieces": pieces,
        }
        found.append(Finding("total_too_long", args, "R3"))
    return found


# --- R14, R16: the deadlines of an employment contract ------------------------------------------


def _deadline(
    start: date,
    months: int,
    earlier: Iterable[StatusFact],
    suspensions: Sequence[Period],
    on: date | None,
) -> Deadline:
    """Return the last day of ``months`` from ``start`` less earlier contracts, then suspensions.

    With nothing left, it is the eve of ``start``.
    """
    pieces = pieces_before(earlier, start)
    spent = _spent(pieces)
    end = _end_after(start, months, spent)
    exhausted = end < start
    end = start - DAY if exhausted else extend(start, end, suspensions, on)
    base_end = _end_after(start, months, Duration())
    return Deadline(end, base_end, _time_left(start, end), spent, exhausted, pieces)


def associate_deadline(
    signed_on: date,
    earlier: Iterable[StatusFact] = (),
    terms: Terms | None = None,
    suspensions: Sequence[Period] = (),
    on: date | None = None,
) -> Deadline:
    """Return the last day to become an associate (R14).

    It comes 36 months after the signature, less earlier contracts with the coop. Days of earlier
    contracts from the signature on are not taken off: the 36 months already count them. With
    nothing left (``exhausted``), the person must be an associate on the day of the signature.

    >>> cape = StatusFact("cape", date(2024, 1, 1), date(2025, 12, 31))
    >>> associate_deadline(date(2026, 1, 1), [cape]).end
    datetime.date(2026, 12, 31)
    >>> associate_deadline(date(2026, 1, 1)).end
    datetime.date(2028, 12, 31)
    """
    terms = terms or Terms()
    moving = suspensions if terms.suspension_moves_associate else ()
    found = _deadline(signed_on, terms.associate_max_months, earlier, moving, on)
    return replace(found, end=signed_on) if found.exhausted else found


def trial_deadline(
    first_day: date,
    earlier: Iterable[StatusFact] = (),
    terms: Terms | None = None,
    suspensions: Sequence[Period] = (),
    on: date | None = None,
) -> Deadline:
    """Return the last day of the trial: 8 months of work, less earlier contracts (R16).

    ``exhausted`` means no trial at all; ``end`` is then the eve of the first day.

    >>> trial_deadline(date(2026, 1, 1)).end
    datetime.date(2026, 8, 31)
    >>> cape = StatusFact("cape", date(2025, 1, 1), date(2025, 12, 31))
    >>> trial_deadline(date(2026, 1, 1), [cape]).exhausted
    True
    """
    terms = terms or Terms()
    moving = suspensions if terms.suspension_moves_trial else ()
    return _deadline(first_day, terms.trial_max_months, earlier, moving, on)


def check_trial(trial_end: date, deadline: Deadline) -> list[Finding]:
    """Return whether a trial ends after its deadline, or exists where none is left (R16).

    >>> [found.code for found in check_trial(date(2026, 9, 1), trial_deadline(date(2026, 1, 1)))]
    ['trial_too_long']
    """
    if trial_end <= deadline.end:
        return []
    args = {
        "end": trial_end,
        "latest_end": deadline.end,
        "spent": deadline.spent,
        "pieces": deadline.pieces,
    }
    code = "trial_not_allowed" if deadline.exhausted else "trial_too_long"
    return [Finding(code, args, "R16")]


# --- R50: internship ----------------------------------------------------------------------------


def check_internship(period: Period, paid: bool, terms: Terms | None = None) -> list[Finding]:
    """Warn of an internship of more than 6 months, or unpaid beyond 2 (R50).

    >>> long = Period(date(2026, 1, 1), date(2026, 7, 1))
    >>> [found.code for found in check_internship(long, paid=False)]
    ['internship_too_long', 'internship_unpaid']
    """
    terms = terms or Terms()
    found = []
    for months, code, applies in (
        (terms.internship_max_months, "internship_too_long", True),
        (terms.internship_unpaid_months, "internship_unpaid", not paid),
    ):
        latest = end_of_period(period.start, months)
        if applies and (period.end is None or period.end > latest):
            args = {"end": period.end, "latest_end": latest, "max_months": months}
            found.append(Finding(code, args, "R50", overridable=True))
    return found
