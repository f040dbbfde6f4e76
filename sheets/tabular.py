"""Read a file into sheets of numbered rows, whatever its format, or refuse it with one reason."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from . import book, bounds
from .cells import Cell, Merged, Place, Row, Sheet, WrongFile, empty_errors, name_column, text_of

__all__ = [
    "Cell",
    "Merged",
    "Place",
    "Row",
    "Sheet",
    "WrongFile",
    "decode",
    "find_delimiter",
    "name_column",
    "read",
    "read_sheets",
    "text_of",
]

DELIMITERS = ",;\t"
MAX_QUOTED_LINES = 60
#: Where a text may hold errors of a spreadsheet.
MARKS = re.compile(r"#[A-Z]|Err:5")

# What a file starts with when it is not a table.
MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "text_document"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)


def read(data: bytes, limit: int | None = None) -> list[Row]:
    """Return the rows of a file that hold something, those of its most telling sheet.

    :param limit: stop after that many rows, to look at a file before taking it
    :raises WrongFile: when the file cannot be read as a table

    >>> [row.cells for row in read("Nom;Ville\\nL'Étincelle;Nîmes".encode("cp1252"))]
    [('Nom', 'Ville'), ("L'Étincelle", 'Nîmes')]
    >>> read(b"%PDF-1.7")
    Traceback (most recent call last):
    cae_tiers_lieux.sheets.cells.WrongFile: pdf
    """
    from .choice import choose_sheets  # here: it knows columns, which know what a row is

    sheets = read_sheets(data, limit)
    return choose_sheets(sheets, {}).taken[0].rows[:limit]


def read_sheets(data: bytes, limit: int | None = None) -> list[Sheet]:
    """Return the sheets of a file in its order, hidden ones too; a text file has one, unnamed.

    The format is told by the content, never by the name of the file.

    :param limit: stop after that many rows of a text file; a workbook is read whole
    :raises WrongFile: when the file cannot be read, or when no sheet that shows holds anything
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise WrongFile("empty")
    for magic, code in MAGIC:
        if data.startswith(magic):
            raise WrongFile(code)
    if data.startswith(b"PK"):
        sheets = book.read_zipped(data)
    elif data.startswith(book.OLE[:4]):
        sheets = book.read_xls(data)
    else:
        text = decode(data)
        sheet = Sheet("", list(islice(_read_csv(text), limit)))
        sheets = [empty_errors(sheet) if MARKS.search(text) else sheet]
    if not any(sheet.rows and not sheet.hidden for sheet in sheets):
        raise WrongFile("all_hidden" if any(sheet.rows for sheet in sheets) else "empty")
    return sheets


def decode(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with its mark, or cp1252; line by line when a file mixes them.

    >>> decode("é\\n".encode() + "è".encode("cp1252"))
    'é\\nè'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").replace("\0", "")
    if b"\0" in data[:4096]:
        raise WrongFile("binary")
    data = data.replace(b"\0", b"")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
        return "".join(map(_decode_line, lines))


def _decode_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def _read_csv(text: str) -> Iterator[Row]:
    start = text[:200].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<svg")):
        raise WrongFile("markup")
    if start.startswith(("{", "[{")):
        raise WrongFile("json")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=find_delimiter(text))
    before = rows = cells_read = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if before - number > MAX_QUOTED_LINES:
                raise WrongFile("quote", number)
            row = tuple(cell.strip() for cell in cells)
            if any(row):
                row = _check_width(row, number)
                rows, cells_read = rows + 1, cells_read + len(row)
                if rows > bounds.MAX_ROWS:
                    raise WrongFile("too_many_rows", cell=f"A{number}", max=bounds.MAX_ROWS)
                if cells_read > bounds.MAX_CELLS:
                    raise WrongFile("too_big")
                yield Row(number, row)
    except csv.Error as error:
        code = "long_text" if "field limit" in str(error) else "broken"
        raise WrongFile(code, reader.line_num) from error


def _check_width(row: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Refuse a row of too many cells; empty ones at its end, where they are too many, go."""
    if len(row) <= bounds.MAX_COLUMNS:
        return row
    last = max(place for place, cell in enumerate(row) if cell)
    if last >= bounds.MAX_COLUMNS:
        cell = f"{name_column(last)}{number}"
        raise WrongFile("too_many_columns", number, cell=cell, max=bounds.MAX_COLUMNS)
    return row[: last + 1]


def find_delimiter(text: str) -> str:
    """Return the separator that cuts the first lines most evenly.

    >>> find_delimiter('a;"b, c";d\\ne;f;g')
    ';'
    >>> find_delimiter('one column')
    ','
    """
    sample = "\n".join(text[:50_000].splitlines()[:60])

    def score(delimiter: str) -> tuple[float, int]:
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            widths = Counter(len(cells) for cells in reader if any(cells))
        except csv.Error:
            return 0.0, 0
        wide = {width: count for width, count in widths.items() if width > 1}
        if not wide:
            return 0.0, 0
        width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
        return count / sum(widths.values()), width

    return max(DELIMITERS, key=score)
