"""The limits of a CAPE and of a CESA (R1-R5, R14-R16, R50), with the sum that explains each date.

Every limit is a field of :class:`Terms`, never a literal. A check returns findings, not a boolean.
Durations of earlier contracts are counted in calendar months and days over merged stretches, so a
day that two contracts hold counts once; what is left is taken off the end: first the months, then
the days.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from .career_status import STATUS_OF_KIND, StatusFact, status_on
from .contract_sums import (
    Balance,
    Deadline,
    Piece,
    end_less,
    extend,
    pieces_before,
    sum_pieces,
    time_left,
)
from .finding import Finding
from .followups import (
    Declaration,
    Interviews,
    alert_dates,
    alert_reached,
    declaration,
    interviews,
    month_alert_dates,
    quarterly_due,
)
from .periods import DAY, Duration, Period, end_of_period
from .terms import FOREVER, Terms

__all__ = [
    "FOREVER",
    "STATUS_OF_KIND",
    "Balance",
    "Deadline",
    "Declaration",
    "Interviews",
    "Piece",
    "StatusFact",
    "Terms",
    "alert_dates",
    "alert_reached",
    "associate_deadline",
    "cape_balance",
    "check_internship",
    "check_period",
    "check_signed",
    "check_trial",
    "declaration",
    "extend",
    "interviews",
    "month_alert_dates",
    "pieces_before",
    "quarterly_due",
    "status_on",
    "trial_limit",
]


def _longest(
    start: date,
    terms: Terms,
    suspensions: Sequence[Period],
    on: date | None,
) -> date:
    """R1: last day of the longest period from ``start``."""
    if not terms.period_max_months:
        return FOREVER
    end = end_of_period(start, terms.period_max_months)
    return extend(start, end, suspensions, on) if terms.suspension_moves_period else end


def _last_end(
    start: date,
    spent: Duration,
    terms: Terms,
    suspensions: Sequence[Period],
    on: date | None,
) -> date:
    """R3: last day of all from ``start``, before it when nothing is left."""
    if not terms.total_max_months:
        return FOREVER
    end = end_less(start, terms.total_max_months, spent)
    return extend(start, end, suspensions, on) if terms.suspension_moves_period else end


def cape_balance(
    facts: Iterable[StatusFact],
    start: date,
    terms: Terms | None = None,
    suspensions: Sequence[Period] = (),
    on: date | None = None,
) -> Balance:
    """R1-R3: what is left under CAPE for a period that would begin on ``start``.

    ``facts``: the other CAPE periods of this person with this coop, earlier or later; other kinds
    are left aside.

    >>> two_years = [StatusFact("cape", date(2024, 1, 1), date(2024, 12, 31)),
    ...              StatusFact("cape", date(2025, 1, 1), date(2025, 12, 31))]
    >>> balance = cape_balance(two_years, date(2026, 3, 15))
    >>> balance.left, balance.last_end, balance.renewals_left
    (Duration(months=12, days=0), datetime.date(2027, 3, 14), 1)
    """
    terms = terms or Terms()
    capes = [fact for fact in facts if fact.kind == "cape"]
    removed = suspensions if terms.suspension_moves_period else ()
    pieces = pieces_before(capes, None, removed)
    spent = sum_pieces(pieces)
    last_end = _last_end(start, spent, terms, suspensions, on)
    next_end = _longest(start, terms, suspensions, on)
    used = max(0, len(capes) - 1)
    left = terms.renewals_max - used if capes else terms.renewals_max
    return Balance(
        start=start,
        last_end=last_end,
        next_end=min(next_end, last_end),
        left=time_left(start, last_end),
        spent=spent,
        renewals_used=used,
        renewals_left=max(0, left),
        pieces=pieces,
    )


def check_period(
    period: Period,
    others: Iterable[StatusFact] = (),
    terms: Terms | None = None,
    suspensions: Sequence[Period] = (),
    on: date | None = None,
) -> list[Finding]:
    """R1, R2, R3: what forbids this CAPE period beside the person's other ones in the same coop.

    Days that the period shares with others count once.

    >>> [v.code for v in check_period(Period(date(2026, 1, 1), date(2027, 1, 1)))]
    ['period_too_long']
    """
    terms = terms or Terms()
    capes = [fact for fact in others if fact.kind == "cape"]
    if period.end is None:
        args = {"start": period.start, "max_months": terms.period_max_months}
        return [Finding("period_without_end", args, "R1")]
    found = []
    longest = _longest(period.start, terms, suspensions, on)
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
    spent = sum_pieces(pieces)
    last_end = _last_end(period.start, spent, terms, suspensions, on)
    if period.end > last_end:
        args = {
            "start": period.start,
            "end": period.end,
            "latest_end": last_end,
            "max_months": terms.total_max_months,
            "spent": spent,
            "left": time_left(period.start, last_end),
            "pieces": pieces,
        }
        found.append(Finding("total_too_long", args, "R3"))
    return found


def check_signed(signed_file: bool, terms: Terms | None = None) -> list[Finding]:
    """R4: nothing runs without the signed file of that period.

    >>> check_signed(False)[0].code
    'signed_file_missing'
    """
    terms = terms or Terms()
    if signed_file or not terms.signed_file_required:
        return []
    return [Finding("signed_file_missing", {}, "R4")]


def _deadline(
    start: date,
    months: int,
    earlier: Iterable[StatusFact],
    suspensions: Sequence[Period],
    moves: bool,
    on: date | None,
) -> Deadline:
    pieces = pieces_before(earlier, start)
    spent = sum_pieces(pieces)
    end = end_less(start, months, spent)
    exhausted = end < start
    if exhausted:
        end = start - DAY
    elif moves:
        end = extend(start, end, suspensions, on)
    base_end = end_less(start, months, Duration())
    return Deadline(end, base_end, time_left(start, end), spent, exhausted, pieces)


def associate_deadline(
    signed_on: date,
    earlier: Iterable[StatusFact] = (),
    terms: Terms | None = None,
    suspensions: Sequence[Period] = (),
    on: date | None = None,
) -> Deadline:
    """R14: associate at the latest 36 months after signature, less earlier contracts with the coop.

    Days of earlier contracts from the signature on are not taken off: the clock counts them.
    With nothing left (``exhausted``) the person must be associate on the day of signature.

    >>> cape = StatusFact("cape", date(2024, 1, 1), date(2025, 12, 31))
    >>> associate_deadline(date(2026, 1, 1), [cape]).end
    datetime.date(2026, 12, 31)
    >>> associate_deadline(date(2026, 1, 1)).end
    datetime.date(2028, 12, 31)
    """
    terms = terms or Terms()
    moves = terms.suspension_moves_associate
    found = _deadline(signed_on, terms.associate_max_months, earlier, suspensions, moves, on)
    if not found.exhausted:
        return found
    return Deadline(signed_on, found.base_end, found.left, found.spent, True, found.pieces)


def trial_limit(
    first_day: date,
    earlier: Iterable[StatusFact] = (),
    terms: Terms | None = None,
    suspensions: Sequence[Period] = (),
    on: date | None = None,
) -> Deadline:
    """R16: the trial lasts at most 8 months from the first day of work, less earlier contracts.

    ``exhausted`` = no trial at all; ``end`` is then the eve of the first day.

    >>> trial_limit(date(2026, 1, 1)).end
    datetime.date(2026, 8, 31)
    >>> trial_limit(date(2026, 1, 1), [StatusFact("cape", date(2025, 1, 1), date(2025, 12, 31))]
    ...             ).exhausted
    True
    """
    terms = terms or Terms()
    moves = terms.suspension_moves_trial
    return _deadline(first_day, terms.trial_max_months, earlier, suspensions, moves, on)


def check_trial(trial_end: date, limit: Deadline) -> list[Finding]:
    """R16: a trial that ends after its limit, or that exists when none is left.

    >>> [v.code for v in check_trial(date(2026, 9, 1), trial_limit(date(2026, 1, 1)))]
    ['trial_too_long']
    """
    if trial_end <= limit.end:
        return []
    args = {"end": trial_end, "latest_end": limit.end, "spent": limit.spent, "pieces": limit.pieces}
    code = "trial_not_allowed" if limit.exhausted else "trial_too_long"
    return [Finding(code, args, "R16")]


def check_internship(period: Period, paid: bool, terms: Terms | None = None) -> list[Finding]:
    """R50: an internship lasts at most 6 months and is paid beyond 2 (warnings).

    >>> long = Period(date(2026, 1, 1), date(2026, 7, 1))
    >>> [v.code for v in check_internship(long, paid=False)]
    ['internship_too_long', 'internship_unpaid']
    """
    terms = terms or Terms()
    found = []
    for months, code, wrong in (
        (terms.internship_max_months, "internship_too_long", True),
        (terms.internship_unpaid_months, "internship_unpaid", not paid),
    ):
        latest = end_of_period(period.start, months)
        if wrong and (period.end is None or period.end > latest):
            args = {"end": period.end, "latest_end": latest, "max_months": months}
            found.append(Finding(code, args, "R50", overridable=True))
    return found
