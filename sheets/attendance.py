"""What one row of an attendance sheet says, before the database is asked who and where."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from ..rules.finding import Finding
from . import words
from .dates import PLAIN, Habits, Moment, read_clock, read_moment, read_span, to_local
from .tabular import Cell, text_of

OLDEST = date(2000, 1, 1)
#: What became of a booking that brings no use, and the code of its sentence.
NOT_KEPT = {
    "cancelled": "booking_cancelled",
    "no_show": "booking_no_show",
    "refused": "booking_refused",
    "pending": "booking_pending",
}
#: Fields whose one cell may tell an arrival and a departure.
TELLS_SPAN = frozenset({"start", "part", "mark", "date", "unit"})
#: Words of a column of cooperatives that name none.
NO_COOP = frozenset(
    {"", "non", "aucune", "aucun", "sans", "externe", "exterieur", "0", "na", "n a"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """The facts of one row; ``notes`` hold what could not be read.

    ``left_out`` says why the row brings no use.
    """

    number: int
    day: date | None = None
    person: str = ""
    email: str = ""
    reference: str = ""
    space: str = ""
    resource: str = ""
    unit: str = ""
    quantity: Decimal = Decimal(1)
    part: str = ""
    start: Moment | None = None
    stop: Moment | None = None
    activity: str = ""
    coop: str = ""
    settled: str = "statement"
    note: str = ""
    notes: tuple[Finding, ...] = field(default_factory=tuple)
    left_out: Finding | None = None

    @property
    def person_key(self) -> str:
        """What the row says of the person, in one form."""
        said = self.reference or self.email or self.person
        return words.person_key(said) if "@" not in said else said.strip().lower()

    @property
    def said_person(self) -> str:
        """What the row says of the person, to be read."""
        return self.person or self.email or self.reference

    @property
    def label(self) -> str:
        """The row in a few words, for the report."""
        return " · ".join(
            part
            for part in (
                self.day.strftime("%d/%m/%Y") if self.day else "",
                self.said_person,
                self.space,
            )
            if part
        )


def read_entry(
    number: int, cells: Mapping[str, Cell], today: date, habits: Habits = PLAIN
) -> Entry:
    """Read one row; whatever cannot be read becomes a note, never an exception.

    >>> entry = read_entry(2, {"date": "05/10/2026", "person": "Anna", "unit": "½ journée"},
    ...                    date(2026, 11, 23))
    >>> entry.day, entry.unit, entry.quantity, entry.notes
    (datetime.date(2026, 10, 5), 'half_day', Decimal('1'), ())
    >>> read_entry(3, {"date": "32/10/2026", "person": "Anna"}, date(2026, 11, 23)).notes[0].code
    'date_unknown'
    """
    notes: list[Finding] = []
    said = {name: text_of(cell) for name, cell in cells.items()}
    start, stop, moment = _moments(cells, habits, notes)
    day = moment.day if moment else start.day if start else None
    _check_day(day, moment or start, said, today, notes)
    unit, quantity, part = _unit_and_quantity(said, day, start is not None, notes)
    person, email = _person(said)
    try:
        settled = words.settled(said.get("settled", ""))
    except ValueError:
        settled = "statement"
        notes.append(Finding("settled_unknown", {"value": said["settled"]}, level="error"))
    left_out = _left_out(said, notes)
    return Entry(
        number=number,
        day=day,
        person=person,
        email=email,
        reference=said.get("reference", ""),
        space=said.get("space", ""),
        resource=said.get("resource", ""),
        unit=unit,
        quantity=quantity,
        part=part,
        start=start,
        stop=stop,
        activity=said.get("activity", ""),
        coop="" if words.fold(said.get("coop", "")) in NO_COOP else said["coop"],
        settled=settled,
        note=said.get("note", ""),
        # of a row that counts not, nothing has to be put right
        notes=() if left_out else tuple(notes),
        left_out=left_out,
    )


def _left_out(said: Mapping[str, str], notes: list[Finding]) -> Finding | None:
    """Why a row brings no use: a booking that was not kept, a total, a box that nobody ticked."""
    if code := said.get("left_out"):
        return Finding(code)
    if words.is_total(said.get("person", "")) or words.is_total(said.get("date", "")):
        return Finding("total_row")
    status = said.get("status", "")
    became = words.booking(status) if status else "kept"
    if became in NOT_KEPT:
        return Finding(NOT_KEPT[became], {"value": status})
    if not became:
        notes.append(Finding("status_unknown", {"value": status}, level="doubt"))
    # a tool writes yes, or the day on which it was cancelled
    cancelled = said.get("cancelled", "")
    if (
        cancelled
        and words.fold(cancelled) not in words.NO | {""}
        and set(cancelled) - words.NO_TICK_SIGNS
    ):
        return Finding("booking_cancelled", {"value": cancelled})
    if notes and any(note.code == "parts_empty" for note in notes):
        return Finding("parts_empty")
    if "mark" in said and said["mark"] in words.NO_TICK_SIGNS | {""}:
        return Finding("no_mark")
    return None


def _person(said: Mapping[str, str]) -> tuple[str, str]:
    """The name without its trimmings, and the e-mail: its own column, or beside the name."""
    name = words.person(said.get("person", ""))
    email = said.get("email") or name.email
    if first := said.get("first_name"):
        return f"{words.person(first).name} {name.name}".strip(), email
    return name.name, email


def _moments(
    cells: Mapping[str, Cell], habits: Habits, notes: list[Finding]
) -> tuple[Moment | None, Moment | None, Moment | None]:
    """The arrival, the departure, and the day; one cell may tell two of them."""
    span = name = None
    for name, cell in cells.items():
        if name in TELLS_SPAN and isinstance(cell, str) and (span := read_span(cell, habits)):
            break
    start, stop = span or (None, None)
    if not span or name != "start":
        start = _moment(cells, "start", habits, notes) or start
    stop = _moment(cells, "stop", habits, notes) or stop
    moment = start if span and name == "date" else _moment(cells, "date", habits, notes)
    if moment and moment.clock and start is None:
        start = moment  # a booking tool's only column: day and hour of the arrival
    return start, stop, moment


def _moment(
    cells: Mapping[str, Cell], name: str, habits: Habits, notes: list[Finding]
) -> Moment | None:
    cell = cells.get(name, "")
    if cell == "":
        return None
    try:
        if name == "date":
            return read_moment(cell, habits)
        return read_clock(cell, habits)
    except (ValueError, OverflowError):
        text = text_of(cell)
        if name == "date" and "mark" in cells and text.isdigit():
            notes.append(Finding("month_unknown", {"day": text}, level="error"))
            return None
        code = "date_unknown" if name == "date" else "time_unknown"
        notes.append(Finding(code, {"value": text}, level="error"))
        return None


def _check_day(
    day: date | None,
    moment: Moment | None,
    said: Mapping[str, str],
    today: date,
    notes: list[Finding],
) -> None:
    if day is None:
        if not any(n.code in ("date_unknown", "time_unknown", "month_unknown") for n in notes):
            notes.append(Finding("date_missing", level="error"))
        return
    if level := said.get("carried"):
        notes.append(Finding("date_above", {"day": day}, level=level))
    if moment and moment.year_guessed:
        value = said.get("date") or said.get("start", "")
        notes.append(Finding("date_year", {"value": value, "day": day}, level="repair"))
    if moment and moment.wrong_weekday:
        notes.append(Finding("date_weekday", {"day": day}, level="doubt"))
    if day < OLDEST or (day - today).days > 366:
        notes.append(Finding("date_far", {"day": day}, level="error"))
    elif day > today:
        notes.append(Finding("date_future", {"day": day}, level="doubt"))


def _unit_and_quantity(
    said: Mapping[str, str], day: date | None, has_stay: bool, notes: list[Finding]
) -> tuple[str, Decimal, str]:
    """The unit, how many of it, and the part of the day."""
    unit, counted, part = "", None, ""
    if text := said.get("unit", ""):
        try:
            unit, counted = words.unit(text)
            part = words.part(text) if unit == "half_day" else ""
        except ValueError:
            if not read_span(text):
                notes.append(Finding("unit_unknown", {"value": text}, level="error"))
    if text := said.get("mark", ""):
        unit, counted, part = _mark(text, said, day, has_stay, notes)
    elif text := said.get("part", ""):
        unit, part = _told_part(text, unit, part, has_stay, notes)
    if "morning" in said or "afternoon" in said:
        unit, part = _ticked(said, unit, part, notes)
    quantity = counted if counted is not None else Decimal(1)
    if text := said.get("quantity", ""):
        try:
            quantity = words.number(text)
        except ValueError:
            try:  # "10h"
                unit, quantity = _counted_unit(text, unit)
            except ValueError:
                notes.append(Finding("quantity_unknown", {"value": text}, level="error"))
    if quantity <= 0:
        notes.append(Finding("quantity_zero", level="error"))
        quantity = Decimal(1)
    return unit, quantity, part


def _counted_unit(text: str, unit: str) -> tuple[str, Decimal]:
    """A quantity that names its unit, unless another is named beside.

    :raises ValueError: when it is none
    """
    said, counted = words.unit(text)
    if unit and said != unit:
        raise ValueError(text)
    return said, counted if counted is not None else Decimal(1)


def _mark(
    text: str,
    said: Mapping[str, str],
    day: date | None,
    has_stay: bool,
    notes: list[Finding],
) -> tuple[str, Decimal | None, str]:
    """What a mark of a grid means; ``part`` says in which half of the day it stands."""
    part = words.part(said.get("part", ""))
    if part and words.is_ticked(text):
        return "half_day", None, part
    if has_stay:
        return "", None, ""
    try:
        return words.mark(text)
    except ValueError:
        day_said = day.day if day else said.get("date", "")
        notes.append(Finding("mark_unknown", {"value": text, "day": day_said}, level="error"))
        return "", None, ""


def _told_part(
    text: str, unit: str, part: str, has_stay: bool, notes: list[Finding]
) -> tuple[str, str]:
    """What a column "Moment" adds to the unit: a half of the day, or the whole of it."""
    told = words.part(text)
    if not told:
        try:
            whole, _count, told = words.mark(text)
        except ValueError:
            if not has_stay:
                notes.append(Finding("part_unknown", {"value": text}, level="error"))
            return unit, part
        if whole == "day":
            return unit or "day", ""
    if unit not in ("", "half_day"):
        notes.append(Finding("part_and_unit", {"value": text}, level="doubt"))
        return unit, ""
    return "half_day", told


def _ticked(said: Mapping[str, str], unit: str, part: str, notes: list[Finding]) -> tuple[str, str]:
    """What two columns "Matin" and "Après-midi" say together."""
    ticked = []
    for name in ("morning", "afternoon"):
        try:
            if words.tick(said.get(name, "")):
                ticked.append(name)
        except ValueError:
            notes.append(Finding("tick_unknown", {"value": said[name]}, level="error"))
            return unit, part
    if not ticked:
        notes.append(Finding("parts_empty", level="error"))
        return unit, part
    return ("day", "") if len(ticked) == 2 else ("half_day", ticked[0])


def normalise_desk(unit: str, quantity: Decimal) -> tuple[str, Decimal, str]:
    """Bring a desk-day to one unit: half a day is a half-day, two halves are a day.

    >>> normalise_desk("day", Decimal("0.5"))
    ('half_day', Decimal('1'), 'half_of_day')
    """
    if unit == "day" and quantity == Decimal("0.5"):
        return "half_day", Decimal(1), "half_of_day"
    if unit == "half_day" and quantity == 2:
        return "day", Decimal(1), "two_halves"
    return unit, quantity, ""


class References:
    """Deterministic references of rows: what the row says, and which of its twins it is.

    >>> refs = References()
    >>> entry = Entry(2, day=date(2026, 10, 5), person="Anna Petit", unit="half_day")
    >>> one, two = refs.of(entry, 7), refs.of(entry, 7)
    >>> one == two, References().of(entry, 7) == one
    (False, True)
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def of(self, entry: Entry, space_id: int | None) -> str:
        """Return the reference of a row in its space."""
        said = (
            entry.day.isoformat() if entry.day else "",
            entry.person_key,
            str(space_id or words.fold(entry.space)),
            words.fold(entry.resource),
            entry.unit,
            f"{entry.quantity.normalize():f}",
            _clock(entry.start),
            _clock(entry.stop),
            # last, and only when it is told: rows of the years before it was read keep theirs
            *([entry.part] if entry.part else []),
        )
        digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:24]
        self._seen[digest] = occurrence = self._seen.get(digest, 0) + 1
        return f"file:{digest}:{occurrence}"


def _clock(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return f"{moment.day or ''}T{moment.clock or ''}{moment.offset or ''}"


def stay(entry: Entry, zone) -> tuple[datetime, datetime | None] | None:
    """Return the local start and stop of a stay, None when the row tells no arrival.

    A departure before the arrival, told by time alone, is on the next day; on the night when the
    clock goes back it may be the same hour for the second time.

    >>> start, stop = read_moment("05/10/2026 22h"), read_moment("1:00")
    >>> stay(Entry(1, start=start, stop=stop), None)[1]
    datetime.datetime(2026, 10, 6, 1, 0)
    """
    if entry.start is None or entry.start.clock is None:
        return None
    if entry.start.day is None and entry.day is None:
        return None
    start = to_local(entry.start, zone, entry.day)
    if entry.stop is None or entry.stop.clock is None:
        return start, None
    stop = to_local(entry.stop, zone, start.date(), leaving=True)
    if _instant(stop) <= _instant(start):
        again = stop.replace(fold=1)
        if _instant(again) > _instant(start):
            stop = again
        elif entry.stop.day is None:
            next_day = start.date() + timedelta(days=1)
            stop = to_local(entry.stop, zone, next_day, leaving=True)
    return start, stop


def _instant(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(timezone.utc)
