"""From a stay (start, stop) to what is counted, and from two half-days to a day.

A stay on a shared desk is a half-day up to the space's threshold and a day above it; any other
resource is counted in hours, rounded up to the quarter. Presence is never working time.
"""

from datetime import datetime
from decimal import ROUND_CEILING, Decimal

DESK_KINDS = frozenset({"desk", "cafe"})
QUARTER = Decimal("0.25")


def count_stay(
    start: datetime,
    stop: datetime,
    resource_kind: str,
    half_day_threshold: Decimal,
) -> tuple[str, Decimal]:
    """Return ``(unit, quantity)`` of a stay.

    :param half_day_threshold: hours up to which a stay on a desk is a half-day
    :raises ValueError: when the stay ends before it starts, or lasts more than a day

    >>> day = datetime(2026, 10, 5, 9, 0)
    >>> count_stay(day, datetime(2026, 10, 5, 13, 0), "desk", Decimal(4))
    ('half_day', Decimal('1'))
    >>> count_stay(day, datetime(2026, 10, 5, 13, 1), "desk", Decimal(4))
    ('day', Decimal('1'))
    >>> count_stay(day, datetime(2026, 10, 5, 10, 20), "meeting", Decimal(4))
    ('hour', Decimal('1.50'))
    """
    seconds = int((stop - start).total_seconds())
    if seconds <= 0:
        raise ValueError("a stay ends after it starts")
    if seconds > 24 * 3600:
        raise ValueError("a stay lasts at most 24 hours")
    hours = Decimal(seconds) / 3600
    if resource_kind in DESK_KINDS:
        return ("half_day" if hours <= half_day_threshold else "day"), Decimal(1)
    return "hour", (hours / QUARTER).to_integral_value(ROUND_CEILING) * QUARTER


def merge_units(first: str, second: str) -> str:
    """Return the unit of two presences of one person on one desk-day: never more than a day.

    >>> merge_units("half_day", "half_day"), merge_units("day", "half_day")
    ('day', 'day')
    """
    units = {first, second}
    if not units <= {"half_day", "day"}:
        raise ValueError(f"only half-days and days merge, not {first} and {second}")
    return "day"
