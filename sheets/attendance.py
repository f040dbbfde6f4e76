"""What one row of an attendance sheet says, before the database is asked who and where."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from ..rules.finding import Finding
from . import words
from .dates import Moment, read_moment, to_local
from .tabular import Cell, text_of

OLDEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """The facts of one row; ``notes`` hold what could not be read."""

    number: int
    day: date | None = None
    person: str = ""
    email: str = ""
    reference: str = ""
    space: str = ""
    resource: str = ""
    unit: str = ""
    quantity: Decimal = Decimal(1)
    start: Moment | None = None
    stop: Moment | None = None
    activity: str = ""
    settled: str = "statement"
    note: str = ""
    notes: tuple[Finding, ...] = field(default_factory=tuple)

    @property
    def person_key(self) -> str:
        """What the row says of the person, in one form."""
        said = self.reference or self.email or self.person
        return words.person_key(said) if "@" not in said else said.strip().lower()

    @property
    def label(self) -> str:
        """The row in a few words, for the report."""
        return " · ".join(
            part
            for part in (
                self.day.strftime("%d/%m/%Y") if self.day else "",
                self.person or self.email or self.reference,
                self.space,
            )
            if part
        )


def read_entry(number: int, cells: Mapping[str, Cell], today: date) -> Entry:
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
    start = _moment(cells, "start", notes)
    stop = _moment(cells, "stop", notes)
    moment = _moment(cells, "date", notes)
    day = moment.day if moment else start.day if start else None
    if moment and moment.clock and start is None:
        start = moment  # a booking tool's only column: day and hour of the arrival
    _check_day(day, moment, today, notes)
    unit, quantity = _unit_and_quantity(said, notes)
    person = said.get("person", "")
    if first := said.get("first_name"):
        person = f"{first} {person}".strip()
    try:
        settled = words.settled(said.get("settled", ""))
    except ValueError:
        settled = "statement"
        notes.append(Finding("settled_unknown", {"value": said["settled"]}, level="error"))
    return Entry(
        number=number,
        day=day,
        person=person,
        email=said.get("email", ""),
        reference=said.get("reference", ""),
        space=said.get("space", ""),
        resource=said.get("resource", ""),
        unit=unit,
        quantity=quantity,
        start=start,
        stop=stop,
        activity=said.get("activity", ""),
        settled=settled,
        note=said.get("note", ""),
        notes=tuple(notes),
    )


def _moment(cells: Mapping[str, Cell], name: str, notes: list[Finding]) -> Moment | None:
    cell = cells.get(name, "")
    if cell == "":
        return None
    try:
        return read_moment(cell)
    except (ValueError, OverflowError):
        code = "date_unknown" if name == "date" else "time_unknown"
        notes.append(Finding(code, {"value": text_of(cell)}, level="error"))
        return None


def _check_day(day: date | None, moment: Moment | None, today: date, notes: list[Finding]) -> None:
    if day is None:
        if not any(note.code in ("date_unknown", "time_unknown") for note in notes):
            notes.append(Finding("date_missing", level="error"))
    elif day < OLDEST or (day - today).days > 366:
        notes.append(Finding("date_far", {"day": day}, level="error"))
    elif day > today:
        notes.append(Finding("date_future", {"day": day}, level="doubt"))


def _unit_and_quantity(said: Mapping[str, str], notes: list[Finding]) -> tuple[str, Decimal]:
    unit, counted = "", None
    if text := said.get("unit", ""):
        try:
            unit, counted = words.unit(text)
        except ValueError:
            notes.append(Finding("unit_unknown", {"value": text}, level="error"))
    quantity = counted if counted is not None else Decimal(1)
    if text := said.get("quantity", ""):
        try:
            quantity = words.number(text)
        except ValueError:
            notes.append(Finding("quantity_unknown", {"value": text}, level="error"))
    if quantity <= 0:
        notes.append(Finding("quantity_zero", level="error"))
        quantity = Decimal(1)
    return unit, quantity


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

    A departure before the arrival, told by time alone, is on the next day.

    >>> start, stop = read_moment("05/10/2026 22h"), read_moment("1:00")
    >>> stay(Entry(1, start=start, stop=stop), None)[1]
    datetime.datetime(2026, 10, 6, 1, 0)
    """
    if entry.start is None or entry.start.clock is None:
        return None
    start = to_local(entry.start, zone, entry.day)
    if entry.stop is None or entry.stop.clock is None:
        return start, None
    stop = to_local(entry.stop, zone, start.date())
    if entry.stop.day is None and stop <= start:
        stop += timedelta(days=1)
    return start, stop
