"""What a file holds once it is read: sheets of numbered rows of cells, whatever the format."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

Cell = str | int | float | bool | date | datetime | time

#: Characters of one cell; a spreadsheet allows 32 767.
MAX_TEXT = 100_000
#: A number that a spreadsheet keeps to the unit; above it is no count of anything.
EXACT = 10**15
#: What a spreadsheet shows in the place of a value, in English and in French.
ERROR = re.compile(
    r"#(N/[AD]|REF!|VALUE!|VALEUR!|NAME\?|NOM ?\?|DIV/0 ?!|NUM!|NOMBRE!|NULL!|NUL!)|Err:5\d\d"
)


class WrongFile(Exception):
    """The file is no table; ``code`` says why, ``line`` where when it is known.

    ``details``: what the sentence that says so is filled with.
    """

    def __init__(self, code: str, line: int = 0, **args: Any):
        super().__init__(code)
        self.code = code
        self.line = line
        self.details = {"line": line, **args}


class Place(int):
    """The number of a line, with the name of its sheet when several are read in one go.

    >>> place = Place.of(3, "Octobre")
    >>> str(place), place + 1, place.sheet
    ('3 (Octobre)', 4, 'Octobre')
    """

    sheet: str

    @classmethod
    def of(cls, number: int, sheet: str) -> "Place":
        """Return a number that knows its sheet."""
        place = cls(number)
        place.sheet = sheet
        return place

    def __str__(self) -> str:
        return f"{int(self)} ({self.sheet})"


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something, and the number of its line in the file."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells shown as one: lines by their number, columns by their index among the cells of a row.

    The value stands in the cell of the top left corner; the others are empty.
    """

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or the whole of a text file, whose sheet has no name.

    ``errors``: the line and the column of the cells that show #N/A, #REF! and the like; they are
    empty in ``rows``.
    """

    name: str
    rows: list[Row]
    hidden: bool = False
    merged: tuple[Merged, ...] = ()
    errors: tuple[tuple[int, int], ...] = ()


def clean(value: Any, line: int = 0) -> Cell:
    """Return what a reader gave for a cell as one of the kinds of a cell.

    A duration of less than a day is the clock it shows; a longer one is the text it shows.

    >>> clean(9500.0), clean(" Nîmes "), clean(None), clean(timedelta(hours=36, minutes=30))
    (9500, 'Nîmes', '', '36:30')
    >>> clean(timedelta(hours=9, minutes=30)), clean(float("nan")), clean(1e300)
    (datetime.time(9, 30), '', 1e+300)
    """
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise WrongFile("long_text", line)
        return value.replace("\0", "").strip()
    if value is None:
        return ""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return int(value) if value.is_integer() and abs(value) < EXACT else value
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if isinstance(value, time):
        return _to_second(value)
    if isinstance(value, timedelta):
        return _clean_duration(value)
    return value if isinstance(value, Cell) else str(value)


def _to_second(value: time) -> time:
    """A spreadsheet keeps 9:30 as a fraction of a day, which falls beside it by a little."""
    if value.microsecond < 500_000 or value.replace(microsecond=0) == time(23, 59, 59):
        return value.replace(microsecond=0)
    return (datetime.combine(date.min, value) + timedelta(seconds=1)).time().replace(microsecond=0)


def _clean_duration(value: timedelta) -> Cell:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if 0 <= hours < 24:
        return time(hours, minutes, seconds)
    return f"{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def text_of(cell: Cell | None) -> str:
    """Return a cell as the text a person would read.

    >>> text_of(9500), text_of(" Nîmes "), text_of(None), text_of(0.5)
    ('9500', 'Nîmes', '', '0.5')
    """
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def is_error(cell: Cell) -> bool:
    """Whether a cell holds the mark of an error instead of a value.

    >>> is_error("#N/A"), is_error("#DIV/0!"), is_error("#1")
    (True, True, False)
    """
    return isinstance(cell, str) and cell[:1] in ("#", "E") and bool(ERROR.fullmatch(cell))


def empty_errors(sheet: Sheet, wrong: Iterable[tuple[int, int]] = ()) -> Sheet:
    """Return a sheet whose cells in error are empty, and told.

    :param wrong: the cells that a reader says are in error, whatever they show
    """
    places = set(wrong)
    for row in sheet.rows:
        places |= {(row.number, i) for i, cell in enumerate(row.cells) if is_error(cell)}
    if not places:
        return sheet
    lines = {number for number, _column in places}
    rows = []
    for row in sheet.rows:
        if row.number in lines:
            cells = ("" if (row.number, i) in places else c for i, c in enumerate(row.cells))
            row = Row(row.number, tuple(cells))
        if any(cell != "" for cell in row.cells):
            rows.append(row)
    return replace(sheet, rows=rows, errors=tuple(sorted(places)))


def name_column(index: int) -> str:
    """Return a column as a spreadsheet names it.

    >>> name_column(0), name_column(25), name_column(26), name_column(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    name, index = "", index + 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name
