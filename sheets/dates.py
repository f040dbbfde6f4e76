"""Dates and times as French sheets and booking tools write them.

``dateutil`` reads ISO 8601 here, where it is strict. Its free parser is not used: it completes what
a text does not say and turns 25/10 and 10/25 into the same day without a word.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from dateutil.parser import isoparse

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
WEEKDAYS = {
    name: day
    for day, names in enumerate(
        (
            "lundi lun lu monday mon",
            "mardi mar ma tuesday tue tues",
            "mercredi mer me wednesday wed",
            "jeudi jeu je thursday thu thur thurs",
            "vendredi ven ve friday fri",
            "samedi sam sa saturday sat",
            "dimanche dim di sunday sun",
        )
    )
    for name in names.split()
}
OLDEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)  # beyond, Python's own arithmetic may overflow
TIME = r"(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)(?::?(\d{2})(?:\.\d+)?)?\s*([aApP]\.?[mM]\.?)?"
ZONE = r"\s*(Z|(?:UTC|GMT)?\s*[+\-\u2212]\d{1,2}(?::?\d{2})?|UTC|GMT)?"
NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")
NO_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/])")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})(?!\d)")
YEAR = r"(?:[\s,\-/]+(\d{4})(?!\d)|[\s\-/]+(\d{2})$)?"
LETTERS = re.compile(rf"(\d{{1,2}})(?:er|st|nd|rd|th)?[\s\-/]+([^\W\d_]+)\.?{YEAR}")
ENGLISH = re.compile(rf"([^\W\d_]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:hH]){YEAR}")
BEFORE_DAY = re.compile(r"([^\W\d_]+)\.?,?\s+(?=\w)")
JUST_TIME = re.compile(TIME)
AFTER_DAY = re.compile(rf"(?:[T\s,]|à)+\s*{TIME}{ZONE}")
LOOSE = r"\d{1,2}(?:\s*[:hH.]\s*(?:\d{2})?)?(?:\s*[aApP][mM])?"
SPAN = re.compile(rf"(?:[T\s,]|de\s)*({LOOSE})\s*(?:-|–|—|→|>|/|à|to)\s*({LOOSE})")
LOOSE_TIME = re.compile(r"(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?)?()\s*([aApP][mM])?")
TELLS_TIME = re.compile(r"[:hH]|\d\.\d\d|[ap]m", re.IGNORECASE)
MONTH_FIRST = re.compile(r"\bm{1,2}\s*[/\-]\s*(?:dd?|jj?)\b", re.IGNORECASE)
TWELVE_HOURS = re.compile(r"\d\s*[ap]m\b", re.IGNORECASE)
YEAR_MONTH = re.compile(r"(?<!\d)(20\d{2})[-_/. ]?(0[1-9]|1[0-2])(?!\d)")
MONTH_YEAR = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-_/. ](20\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a time of day, or both; ``offset`` when the file says its time zone."""

    day: date | None = None
    clock: time | None = None
    offset: timedelta | None = None
    #: The year was not written: it was completed.
    year_guessed: bool = field(default=False, repr=False)
    #: The day of the week that is written is another one.
    wrong_weekday: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class Habits:
    """How the dates of one file are written.

    :param near: a day of the month of the file, for dates without a year
    :param today: without it, such a date is the latest one that is past
    :param month_first: 11/02/2026 is 2 November
    """

    near: date | None = None
    today: date | None = None
    month_first: bool = False


PLAIN = Habits()


def habits_of(
    cells: Iterable[Cell], title: str = "", names: Iterable[str] = (), today: date | None = None
) -> Habits:
    """Return how the dates of a file are written, by all of them together.

    The month is that of most whole dates, else the one that a name tells (of the file, of its
    sheet). The month stands first when the title says so, or when a clock of twelve hours stands
    beside dates that could not be read otherwise.

    >>> habits_of(["3/11", "02/11/2026", "04/11/2026"]).near
    datetime.date(2026, 11, 15)
    >>> habits_of(["3/11"], names=["Présences novembre 2025.csv"]).near
    datetime.date(2025, 11, 15)
    >>> habits_of([], "Date (MM/DD/YYYY)").month_first
    True
    """
    cells = list(cells)
    month_first = bool(MONTH_FIRST.search(title)) or _are_american(cells)
    habits = Habits(month_first=month_first)
    months: Counter[tuple[int, int]] = Counter()
    for cell in cells:
        try:
            day = read_moment(cell, habits).day
        except ValueError:
            continue
        if day:
            months[day.year, day.month] += 1
    near = None
    if months:
        year, month = max(months, key=lambda one: (months[one], one))
        near = date(year, month, 15)
    else:
        told = next(filter(None, map(month_in, names)), None)
        if told:
            near = date(told[0] or _past_year(1, told[1], today), told[1], 15)
    return Habits(near, today, month_first)


def _are_american(cells: list[Cell]) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str) and NUMERIC.match(cell)]
    clocks = [text for text in texts if TWELVE_HOURS.search(text)]
    if not clocks:
        return False
    pairs = [tuple(map(int, NUMERIC.match(text).groups()[:2])) for text in clocks]
    return any(second > 12 for _first, second in pairs) and all(first <= 12 for first, _ in pairs)


def month_in(text: str) -> tuple[int | None, int] | None:
    """Return the only ``(year or None, month)`` that a title or a name tells, None without one.

    >>> month_in("Présences – Novembre 2026"), month_in("presences_2026-11.xlsx"), month_in("nov")
    ((2026, 11), (2026, 11), None)
    >>> month_in("NOVEMBRE"), month_in("octobre à décembre 2026"), month_in("Du 02/11/2026")
    ((None, 11), None, (2026, 11))
    """
    words = fold(text.replace("_", " ")).split()
    found: set[tuple[int | None, int]] = set()
    for place, word in enumerate(words):
        if word not in MONTHS:
            continue
        after = words[place + 1] if place + 1 < len(words) else ""
        if re.fullmatch(r"(?:20)?\d{2}", after):
            found.add((2000 + int(after[-2:]), MONTHS[word]))
        elif len(word) > 4 or word in ("mars", "mai", "juin", "aout", "may", "june", "july"):
            found.add((None, MONTHS[word]))
    if not found:
        found = {(int(year), int(month)) for year, month in YEAR_MONTH.findall(text)}
        found |= {(int(year), int(month)) for month, year in MONTH_YEAR.findall(text)}
    return found.pop() if len(found) == 1 else None


def _past_year(day: int, month: int, today: date | None) -> int:
    """The year of the latest such day that is not after today.

    :raises ValueError: when there is none, or when nobody says which day it is
    """
    if today is None:
        raise ValueError("a date without a year")
    for year in range(today.year, today.year - 9, -1):
        try:
            if date(year, month, day) <= today:
                return year
        except ValueError:
            continue
    raise ValueError(f"{day}/{month}")


def _nearest_year(day: int, month: int, near: date) -> int:
    """The year that brings a day nearest to another.

    :raises ValueError: when there is no such day
    """
    found = []
    for year in range(near.year - 4, near.year + 5):
        try:
            found.append((abs((date(year, month, day) - near).days), year))
        except ValueError:
            continue
    if not found:
        raise ValueError(f"{day}/{month}")
    return min(found)[1]


def read_moment(cell: Cell, habits: Habits = PLAIN) -> Moment:
    """Return the moment a cell tells.

    :raises ValueError: when it tells none

    >>> read_moment("05/10/2026"), read_moment("9h30")
    (Moment(day=datetime.date(2026, 10, 5), clock=None, offset=None), \
Moment(day=None, clock=datetime.time(9, 30), offset=None))
    >>> read_moment(46300).day, read_moment("lundi 5 octobre 2026").day
    (datetime.date(2026, 10, 5), datetime.date(2026, 10, 5))
    >>> read_moment("2026-10-05T09:30:00+02:00").offset
    datetime.timedelta(seconds=7200)
    >>> read_moment("lundi 2 novembre", Habits(today=date(2026, 11, 25))).day
    datetime.date(2026, 11, 2)
    """
    if isinstance(cell, datetime):
        clock = cell.time() if cell.time() != time(0) else None
        return Moment(_sane(cell.date()), clock, cell.utcoffset())
    if isinstance(cell, date):
        return Moment(_sane(cell))
    if isinstance(cell, time):
        return Moment(clock=cell.replace(tzinfo=None))
    if isinstance(cell, bool):
        raise ValueError(str(cell))
    if isinstance(cell, (int, float)):
        if abs(cell) > LAST_SERIAL:
            raise ValueError("no day")
        return _from_serial(float(cell))
    return _from_text(cell, habits)


def read_clock(cell: Cell, habits: Habits = PLAIN) -> Moment:
    """Return the moment of an arrival or a departure, where 09.30 and 9 are hours.

    :raises ValueError: when the cell tells none

    >>> read_clock("09.30").clock, read_clock(9).clock
    (datetime.time(9, 30), datetime.time(9, 0))
    """
    if isinstance(cell, str) and re.fullmatch(r"\d{1,2}(?:\.[0-5]\d)?", cell.strip()):
        return Moment(clock=_loose_time(cell.strip()))
    if isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell < 24:
        return Moment(clock=time(cell))
    return read_moment(cell, habits)


def read_span(cell: Cell, habits: Habits = PLAIN) -> tuple[Moment, Moment] | None:
    """Return the arrival and the departure that one cell tells, None when it does not.

    >>> [moment.clock for moment in read_span("9h30-17h")]
    [datetime.time(9, 30), datetime.time(17, 0)]
    >>> read_span("2 nov. 2026 de 9h à 12h")[0].day, read_span("2026-11-02"), read_span("9h30")
    (datetime.date(2026, 11, 2), None, None)
    """
    return _span_of(cell, habits) if isinstance(cell, str) else None


@lru_cache(maxsize=65536)
def _span_of(cell: str, habits: Habits) -> tuple[Moment, Moment] | None:
    if not TELLS_TIME.search(cell):
        return None
    text = " ".join(cell.split())
    try:
        found, rest = _day_of(text, habits)
        match = SPAN.fullmatch(rest)
        if not match:
            return None
        start, stop = _loose_time(match[1]), _loose_time(match[2])
    except ValueError:
        return None
    return (
        Moment(found.day, start, None, found.year_guessed, found.wrong_weekday),
        Moment(clock=stop),
    )


def _loose_time(text: str) -> time:
    match = LOOSE_TIME.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    return _time_of(*match.groups())


def _sane(day: date) -> date:
    if not OLDEST <= day < LATEST:
        raise ValueError(str(day))
    return day


def _from_serial(serial: float) -> Moment:
    if 0 <= serial < 1:
        return Moment(clock=(EXCEL_EPOCH + timedelta(seconds=round(serial * 86400))).time())
    if not FIRST_SERIAL <= serial < LAST_SERIAL:
        raise ValueError(str(serial))
    found = EXCEL_EPOCH + timedelta(seconds=round(serial * 86400))
    return Moment(found.date(), found.time() if found.time() != time(0) else None)


@lru_cache(maxsize=65536)
def _from_text(text: str, habits: Habits) -> Moment:
    text = " ".join(text.split())
    found, rest = _day_of(text, habits)
    if found.day is None:
        match = JUST_TIME.fullmatch(text)
        if match:
            return Moment(clock=_time_of(*match.groups()))
        return _from_serial(float(text.replace(",", ".")))  # raises ValueError on anything else
    if not rest:
        return found
    if re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text):
        exact = isoparse(text)  # a ValueError of its own, on an hour that is none
        clock = exact.time().replace(microsecond=0)
        return Moment(_sane(exact.date()), clock, _bounded(exact.utcoffset()))
    match = AFTER_DAY.fullmatch(rest)
    if not match:
        raise ValueError(text)
    clock, offset = _time_of(*match.groups()[:4]), _offset_of(match[5])
    return Moment(found.day, clock, offset, found.year_guessed, found.wrong_weekday)


def _day_of(text: str, habits: Habits) -> tuple[Moment, str]:
    """Return the day that a text begins with, an empty moment without one, and what follows."""
    weekday, whole = None, text
    before = BEFORE_DAY.match(text)
    if before and (fold(before[1]) in WEEKDAYS or fold(before[1]) in ("le", "du", "the", "on")):
        weekday, text = WEEKDAYS.get(fold(before[1])), text[before.end() :]
    if match := ISO.match(text) or COMPACT.match(text):
        year, month, day = map(int, match.groups())
    elif match := NUMERIC.match(text):
        day, month, year = map(int, match.groups())
        year += 2000 if year < 100 else 0
    elif match := NO_YEAR.match(text):
        day, month, year = int(match[1]), int(match[2]), None
    elif match := LETTERS.match(text):
        day, month, year = int(match[1]), _month_of(match[2]), _year_of(match[3], match[4])
    elif (match := ENGLISH.match(text)) and fold(match[1]) in MONTHS:
        day, month, year = int(match[2]), _month_of(match[1]), _year_of(match[3], match[4])
    else:
        return Moment(), whole
    if habits.month_first and match.re in (NUMERIC, NO_YEAR):
        day, month = month, day
    guessed = year is None
    if year is None:
        year = (
            _nearest_year(day, month, habits.near)
            if habits.near
            else _past_year(day, month, habits.today)
        )
    found = _sane(date(year, month, day))
    wrong = weekday is not None and weekday != found.weekday()
    return Moment(found, None, None, guessed, wrong), text[match.end() :]


def _month_of(word: str) -> int:
    if fold(word) not in MONTHS:
        raise ValueError(word)
    return MONTHS[fold(word)]


def _year_of(whole: str | None, short: str | None) -> int | None:
    if whole:
        return int(whole)
    return 2000 + int(short) if short else None


def _time_of(hours: str, minutes: str | None, seconds: str | None, half: str | None) -> time:
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hours} {half}")
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    return time(hour, int(minutes or 0), int(seconds or 0))


def _offset_of(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    match = re.search(r"([+\-\u2212])(\d{1,2}):?(\d{2})?$", zone)
    if not match:
        return timedelta(0)
    sign = 1 if match[1] == "+" else -1
    return _bounded(sign * timedelta(hours=int(match[2]), minutes=int(match[3] or 0)))


def _bounded(offset: timedelta | None) -> timedelta | None:
    if offset is not None and abs(offset) > timedelta(hours=15):
        raise ValueError(str(offset))
    return offset


def to_local(moment: Moment, zone, day: date | None = None, leaving: bool = False) -> datetime:
    """Return a moment as a local time of ``zone``, which may be None; ``day`` completes a time.

    An hour that a change of the clock leaves out is the one before it for an arrival, the one after
    for a departure, so that a stay around it still ends after it begins.

    :raises ValueError: when no day or no time is known

    >>> from datetime import timezone as tz
    >>> to_local(read_moment("2026-10-05T09:30:00Z"), tz(timedelta(hours=2))).isoformat()
    '2026-10-05T11:30:00+02:00'
    """
    day = moment.day or day
    if day is None or moment.clock is None:
        raise ValueError("a moment needs a day and a time")
    local = datetime.combine(day, moment.clock)
    if zone is None:
        return local
    if moment.offset is not None:
        return local.replace(tzinfo=timezone(moment.offset)).astimezone(zone)
    aware = local.replace(tzinfo=zone)
    exact = aware.astimezone(timezone.utc).astimezone(zone)
    if exact.replace(tzinfo=None, fold=0) == local:
        return aware
    return exact if leaving else aware.replace(fold=1).astimezone(timezone.utc).astimezone(zone)
