"""Dates and times as French sheets and booking tools write them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from .tabular import Cell
from .words import fold

EXCEL_EPOCH = datetime(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119
MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        1,
    )
    for name in names.split()
}
TIME = r"(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)(?::?(\d{2})(?:\.\d+)?)?\s*([aApP][mM])?"
ZONE = r"\s*(Z|[+-]\d{2}:?\d{2})?"
FRENCH = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
LETTERS = re.compile(r"(?:[^\W\d]+\.?\s+)?(\d{1,2})(?:er)?\s+([^\W\d]+)\.?\s+(\d{4})")
JUST_TIME = re.compile(TIME)
AFTER_DAY = re.compile(rf"(?:[T\s,]|à)+\s*{TIME}{ZONE}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a time of day, or both; ``offset`` when the file says its time zone."""

    day: date | None = None
    clock: time | None = None
    offset: timedelta | None = None


def read_moment(cell: Cell) -> Moment:
    """Return the moment a cell tells.

    :raises ValueError: when it tells none

    >>> read_moment("05/10/2026"), read_moment("9h30")
    (Moment(day=datetime.date(2026, 10, 5), clock=None, offset=None), \
Moment(day=None, clock=datetime.time(9, 30), offset=None))
    >>> read_moment(46300).day, read_moment("lundi 5 octobre 2026").day
    (datetime.date(2026, 10, 5), datetime.date(2026, 10, 5))
    >>> read_moment("2026-10-05T09:30:00+02:00").offset
    datetime.timedelta(seconds=7200)
    """
    if isinstance(cell, datetime):
        clock = cell.time() if cell.time() != time(0) else None
        return Moment(cell.date(), clock, cell.utcoffset())
    if isinstance(cell, date):
        return Moment(cell)
    if isinstance(cell, time):
        return Moment(clock=cell.replace(tzinfo=None))
    if isinstance(cell, bool):
        raise ValueError(str(cell))
    if isinstance(cell, (int, float)):
        return _from_serial(float(cell))
    return _from_text(cell)


def _from_serial(serial: float) -> Moment:
    if 0 <= serial < 1:
        return Moment(clock=(EXCEL_EPOCH + timedelta(seconds=round(serial * 86400))).time())
    if not FIRST_SERIAL <= serial < LAST_SERIAL:
        raise ValueError(str(serial))
    found = EXCEL_EPOCH + timedelta(seconds=round(serial * 86400))
    return Moment(found.date(), found.time() if found.time() != time(0) else None)


@lru_cache(maxsize=65536)
def _from_text(text: str) -> Moment:
    text = " ".join(text.split())
    day, rest = _day_of(text)
    if day is None:
        match = JUST_TIME.fullmatch(text)
        if match:
            return Moment(clock=_time_of(*match.groups()))
        return _from_serial(float(text.replace(",", ".")))  # raises ValueError on anything else
    if not rest:
        return Moment(day)
    match = AFTER_DAY.fullmatch(rest)
    if not match:
        raise ValueError(text)
    return Moment(day, _time_of(*match.groups()[:4]), _offset_of(match[5]))


def _day_of(text: str) -> tuple[date | None, str]:
    if match := ISO.match(text) or COMPACT.match(text):
        year, month, day = map(int, match.groups())
    elif match := FRENCH.match(text):
        day, month, year = map(int, match.groups())
        year += 2000 if year < 100 else 0
    elif match := LETTERS.match(text):
        if (name := fold(match[2])) not in MONTHS:
            raise ValueError(text)
        day, month, year = int(match[1]), MONTHS[name], int(match[3])
    else:
        return None, text
    return date(year, month, day), text[match.end() :]


def _time_of(hours: str, minutes: str | None, seconds: str | None, half: str | None) -> time:
    hour = int(hours)
    if half:
        hour = hour % 12 + (12 if half.lower() == "pm" else 0)
    return time(hour, int(minutes or 0), int(seconds or 0))


def _offset_of(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone == "Z":
        return timedelta(0)
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))


def to_local(moment: Moment, zone, day: date | None = None) -> datetime:
    """Return a moment as a naive local time of ``zone``; ``day`` completes a time alone.

    :raises ValueError: when no day or no time is known

    >>> from datetime import timezone as tz
    >>> to_local(read_moment("2026-10-05T09:30:00Z"), tz(timedelta(hours=2)))
    datetime.datetime(2026, 10, 5, 11, 30)
    """
    day = moment.day or day
    if day is None or moment.clock is None:
        raise ValueError("a moment needs a day and a time")
    local = datetime.combine(day, moment.clock)
    if moment.offset is None:
        return local
    aware = local.replace(tzinfo=timezone(moment.offset))
    return aware.astimezone(zone).replace(tzinfo=None)
