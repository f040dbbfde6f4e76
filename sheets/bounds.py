"""How much of a spreadsheet is read, and a look at the stream of its XML that counts it.

A reader lays a sheet out as a rectangle, so that one cell in row 10^12, in a file of two
kilobytes, ends the whole process. Rectangles are counted here as those of the cells that hold
something: a format laid on a whole column costs nothing. ``unpack`` feeds these streams before a
reader opens the file.
"""

from array import array
from dataclasses import dataclass, field
from itertools import pairwise
from xml.parsers import expat

from .cells import WrongFile, name_column

MAX_ROWS = 200_000
MAX_COLUMNS = 400
#: Cells of all the sheets of a file, empty ones of their rectangles included.
MAX_CELLS = 5_000_000
#: Characters of all the cells: a text that many cells share counts as often as it is shown.
MAX_ALL_TEXT = 200_000_000
#: Cells in error whose place is kept.
MAX_ERRORS = 1_000
#: Digits of a count or of the number of a line that can be meant.
MAX_DIGITS = 7


@dataclass(slots=True)
class Found:
    """What one sheet, or one part of a workbook, holds.

    ``size``: its bytes; ``texts``: where each shared text begins; ``shared``: how many cells show
    one of them.
    """

    size: int = 0
    rows: int = 0
    columns: int = 0
    errors: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    texts: array = field(default_factory=lambda: array("Q"))
    shared: int = 0

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def weigh_texts(self) -> list[int]:
        """The bytes of each shared text, tags included."""
        return [after - text for text, after in pairwise([*self.texts, self.size])]

    def fill(self, row: int, column: int) -> None:
        """Note that a cell holds something; both count from 1.

        :raises WrongFile: the sheet has become too big
        """
        if row <= self.rows and column <= self.columns:
            return
        self.rows = max(row, self.rows)
        self.columns = max(column, self.columns)
        if row > MAX_ROWS:
            raise WrongFile("too_many_rows", cell=f"{name_column(column - 1)}{row}", max=MAX_ROWS)
        if column > MAX_COLUMNS:
            raise WrongFile(
                "too_many_columns", cell=f"{name_column(column - 1)}{row}", max=MAX_COLUMNS
            )
        if self.rows * self.columns > MAX_CELLS:
            raise WrongFile("too_big")

    def note_error(self, row: int, column: int) -> None:
        """Keep the place of a cell in error; both count from 1."""
        if len(self.errors) < MAX_ERRORS:
            self.errors.append((row, column - 1))


def local_name(names: dict[str, str], name: str) -> str:
    """The name of a tag without its prefix, remembered."""
    names[name] = name.rpartition(":")[2]
    return names[name]


def _count(text: str) -> int:
    """A count or a number of a line.

    :raises WrongFile: it is none, or one that nobody means
    """
    if not text.isascii() or not text.isdigit():
        raise WrongFile("damaged")
    if len(text) > MAX_DIGITS:
        raise WrongFile("too_many_rows", cell=text[:20], max=MAX_ROWS)
    return int(text)


def read_column(letters: str) -> int:
    """Return the number of a column by its letters, from 1.

    >>> read_column("A"), read_column("XFD")
    (1, 16384)
    """
    if not 0 < len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise WrongFile("damaged")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class Cursor:
    """Where the stream of a sheet of XLSX stands: its line, the place and the kind of its cell.

    A cell that says where it stands moves the column of those that follow, not their line: so do
    readers.
    """

    __slots__ = ("column", "columns", "kind", "line", "open", "row")

    def __init__(self) -> None:
        self.line = self.row = self.column = 0
        self.kind = ""
        self.open = False
        self.columns: dict[str, int] = {}

    def enter_line(self, attrs: list[str]) -> None:
        """Go to the next line, or to the one that is named."""
        names = attrs[::2]
        self.line = _count(attrs[names.index("r") * 2 + 1]) if "r" in names else self.line + 1
        self.column = 0

    def enter_cell(self, attrs: list[str]) -> None:
        """Go to the next cell, or to the one that is named."""
        self.open = True
        self.kind = reference = ""
        for place in range(0, len(attrs), 2):
            if attrs[place] == "r":
                reference = attrs[place + 1]
            elif attrs[place] == "t":
                self.kind = attrs[place + 1]
        if not reference:
            self.row, self.column = self.line or 1, self.column + 1
            return
        letters = reference.rstrip("0123456789")
        self.column = self.columns.get(letters) or self._learn(letters)
        self.row = _count(reference[len(letters) :])
        if not self.row:
            raise WrongFile("damaged")

    def _learn(self, letters: str) -> int:
        self.columns[letters] = read_column(letters)
        return self.columns[letters]


def scan_workbook(parser: expat.XMLParserType) -> Found:
    """Let ``parser`` note what a part of XLSX holds: cells, or the texts they share."""
    found, cursor, names = Found(), Cursor(), {}

    def start(name: str, attrs: list[str]) -> None:
        tag = names.get(name) or local_name(names, name)
        if tag == "c":
            cursor.enter_cell(attrs)
        elif tag in ("v", "is"):
            if cursor.open:
                cursor.open = False
                found.fill(cursor.row, cursor.column)
                if cursor.kind == "s":
                    found.shared += 1
                elif cursor.kind == "e":
                    found.note_error(cursor.row, cursor.column)
        elif tag == "row":
            cursor.enter_line(attrs)
        elif tag == "si":
            found.texts.append(parser.CurrentByteIndex)

    parser.StartElementHandler = start
    return found


class Document:
    """The stream of an OpenDocument spreadsheet: its sheets, and what a row and a cell repeat."""

    def __init__(self, parser: expat.XMLParserType, sheets: list[Found]) -> None:
        self.parser, self.sheets = parser, sheets
        self.names: dict[str, str] = {}
        self.sheet: Found | None = None
        self.row = self.rows = self.column = self.columns = self.width = self.from_byte = 0
        self.row_weight = self.weight = 0
        self.filled = self.error = False
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end

    def start(self, name: str, attrs: list[str]) -> None:
        """Meet a tag that opens."""
        tag = self.names.get(name) or local_name(self.names, name)
        if tag == "table":
            if self.sheet:
                raise WrongFile("damaged")  # a table inside a cell is no sheet
            self.sheet = Found()
            self.sheets.append(self.sheet)
            self.row = self.columns = 0
        elif not self.sheet:
            return
        elif tag == "table-row":
            self.rows = _repeated(attrs, "number-rows-repeated")
            self.column = self.width = self.row_weight = 0
        elif tag in ("table-cell", "covered-table-cell"):
            self.enter_cell(self.sheet, attrs)
        elif tag == "p" and self.columns:
            self.filled = True

    def end(self, name: str) -> None:
        """Meet a tag that closes."""
        tag = self.names.get(name) or local_name(self.names, name)
        if not self.sheet:
            return
        if tag in ("table-cell", "covered-table-cell"):
            self.leave_cell(self.sheet)
        elif tag == "table-row":
            self.leave_row(self.sheet)
        elif tag == "table":
            self.sheet = None

    def enter_cell(self, sheet: Found, attrs: list[str]) -> None:
        """Note what a cell says of itself: its kind, what it repeats and covers."""
        self.columns, self.filled, self.error = 1, False, False
        self.from_byte = self.parser.CurrentByteIndex
        across = down = 1
        for place in range(0, len(attrs), 2):
            name, value = attrs[place].rpartition(":")[2], attrs[place + 1]
            if name == "value-type":
                self.filled = True
                self.error = self.error or value == "error"
            elif name == "number-columns-repeated":
                self.columns = max(_count(value), 1)
            elif name == "number-columns-spanned":
                across = _count(value)
            elif name == "number-rows-spanned":
                down = _count(value)
        if across * down > 1:
            top, left = self.row + 1, self.column
            sheet.merged.append((top, left, top + down - 1, left + across - 1))

    def leave_cell(self, sheet: Found) -> None:
        """Count a cell that holds something, as often as it is repeated."""
        if self.filled:
            self.width = self.column + self.columns
            sheet.fill(self.row + 1, self.width)
            self.row_weight += self.columns * (self.parser.CurrentByteIndex - self.from_byte)
            if self.error:
                sheet.note_error(self.row + 1, self.column + 1)
        self.column += self.columns
        self.columns = 0

    def leave_row(self, sheet: Found) -> None:
        """Count a row that holds something, as often as it is repeated."""
        if self.width:
            sheet.fill(self.row + self.rows, self.width)
            self.weight += self.rows * self.row_weight
            if self.weight > MAX_ALL_TEXT:
                raise WrongFile("too_big")
        self.row += self.rows


def _repeated(attrs: list[str], wanted: str) -> int:
    for place in range(0, len(attrs), 2):
        if attrs[place].rpartition(":")[2] == wanted:
            return max(_count(attrs[place + 1]), 1)
    return 1
