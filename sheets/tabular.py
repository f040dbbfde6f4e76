"""Read a CSV or XLSX file into numbered rows, or refuse it with one reason."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

Cell = str | int | float | bool | date | datetime | time

DELIMITERS = ",;\t"
MAX_UNPACKED = 600 * 1024 * 1024
MAX_QUOTED_LINES = 60

# What a file starts with when it is not a table.
MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\xd0\xcf\x11\xe0", "old_excel"),
    (b"{\\rtf", "text_document"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)


class WrongFile(Exception):
    """The file is no table; ``code`` says why, ``line`` where when it is known."""

    def __init__(self, code: str, line: int = 0):
        super().__init__(code)
        self.code = code
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something, and the number of its line in the file."""

    number: int
    cells: tuple[Cell, ...]


def read(data: bytes, limit: int | None = None) -> list[Row]:
    """Return the rows of a file that hold something.

    :param limit: stop after that many rows, to look at a file before taking it
    :raises WrongFile: when the file cannot be read as a table

    >>> [row.cells for row in read("Nom;Ville\\nL'Étincelle;Nîmes".encode("cp1252"))]
    [('Nom', 'Ville'), ("L'Étincelle", 'Nîmes')]
    >>> read(b"%PDF-1.7")
    Traceback (most recent call last):
    cae_tiers_lieux.sheets.tabular.WrongFile: pdf
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise WrongFile("empty")
    for magic, code in MAGIC:
        if data.startswith(magic):
            raise WrongFile(code)
    if data.startswith(b"PK"):
        rows = list(islice(_read_xlsx(data), limit))
    else:
        rows = list(islice(_read_csv(decode(data)), limit))
    if not rows:
        raise WrongFile("empty")
    return rows


def decode(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with its mark, or cp1252; line by line when a file mixes them.

    >>> decode("é\\n".encode() + "è".encode("cp1252"))
    'é\\nè'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:4096]:
        raise WrongFile("binary")
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
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if before - number > MAX_QUOTED_LINES:
                raise WrongFile("quote", number)
            row = tuple(cell.strip() for cell in cells)
            if any(row):
                yield Row(number, row)
    except csv.Error as error:
        raise WrongFile("broken", reader.line_num) from error


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


def _read_xlsx(data: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()}
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise WrongFile("too_big")
    except zipfile.BadZipFile:
        raise WrongFile("damaged") from None
    if "xl/workbook.xml" not in names:
        known = any(name.startswith(("word/", "ppt/")) for name in names)
        raise WrongFile("text_document" if known or "content.xml" in names else "archive")
    import openpyxl  # only here: CSV files do not need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:
        # openpyxl raises whatever its XML brings: KeyError, ValueError, ParseError…
        raise WrongFile("damaged") from error
    try:
        yield from _read_book(book)
    finally:
        book.close()


def _read_book(book: Any) -> Iterator[Row]:
    """The rows of the first visible sheet that holds something."""
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        found = False
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = tuple(_clean(value) for value in values)
            if any(cell != "" for cell in cells):
                found = True
                yield Row(number, cells)
        if found:
            return


def _clean(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, Cell) else str(value)


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
