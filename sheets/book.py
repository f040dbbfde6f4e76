"""Read a spreadsheet, XLSX, ODS or XLS, into sheets: what calamine and xlrd give, made alike.

XLSX and ODS are measured first (``unpack``, ``bounds``) and read by calamine. XLS is read by xlrd,
which Odoo has: it is plain Python, and one wrong byte of an XLS ends the process that calamine runs
in.
"""

import io
import re
import struct
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

from . import bounds, unpack
from .cells import Cell, Merged, Row, Sheet, WrongFile, clean, empty_errors

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ISO_DURATION = re.compile(r"(-?)PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
#: Records of XLS that hold cells, and those of them that hold several of one row.
XLS_CELLS = {0x0006, 0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E, 0x0201, 0x00BD, 0x00BE}
XLS_SPANS = {0x00BD, 0x00BE}


def read_zipped(data: bytes) -> list[Sheet]:
    """Return the sheets of an XLSX or ODS file.

    :raises WrongFile: it is another kind of archive, damaged, or too big
    """
    with unpack.open_archive(data) as archive:
        names = {info.filename.replace("\\", "/") for info in archive.infolist()}
        folded = {name.casefold() for name in names}
        if "xl/workbook.xml" in folded:
            return _read_xlsx(archive, len(data))
        if "xl/workbook.bin" in folded:
            raise WrongFile("binary_workbook")
        if "content.xml" in folded and _is_spreadsheet(archive):
            return _read_ods(archive, len(data))
        known = any(name.startswith(("word/", "ppt/")) for name in folded)
        raise WrongFile("text_document" if known or "content.xml" in folded else "archive")


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    with _damage_told(*unpack.BROKEN):
        return b"spreadsheet" in archive.open("mimetype").read(200)


@contextmanager
def _damage_told(*kinds: type[Exception]) -> Iterator[None]:
    """What a reader raises on a broken file is one reason; a panic of Rust is one too."""
    try:
        yield
    except WrongFile:
        raise
    except MemoryError:
        raise WrongFile("too_big") from None
    except (LookupError, ValueError, OverflowError, OSError, *kinds) as error:
        code = "protected" if type(error).__name__ == "PasswordError" else "damaged"
        raise WrongFile(code) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise WrongFile("damaged") from error


def _read_xlsx(archive: zipfile.ZipFile, size: int) -> list[Sheet]:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        found = unpack.copy_workbook(archive, size, copy)
        copy.flush()
        with _damage_told(ElementTree.ParseError):
            parts = _find_parts(copy.name)
        sheets = _read_calamine(copy.name)
        return [_finish(sheet, found.get(parts.get(sheet.name, ""))) for sheet in sheets]


def _read_ods(archive: zipfile.ZipFile, size: int) -> list[Sheet]:
    with tempfile.NamedTemporaryFile(suffix=".ods") as copy:
        found = unpack.copy_document(archive, size, copy)
        copy.flush()
        sheets = _read_calamine(copy.name)
    if len(sheets) != len(found):
        raise WrongFile("damaged")
    return [_finish(sheet, held) for sheet, held in zip(sheets, found, strict=True)]


def _read_calamine(path: str) -> list[Sheet]:
    # only here: CSV files do not need it
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    no_cells = (SheetTypeEnum.ChartSheet, SheetTypeEnum.Vba)
    sheets: list[Sheet] = []
    texts: dict[str, str] = {}
    with _damage_told(CalamineError), CalamineWorkbook.from_path(path) as book:
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ in no_cells:
                continue
            sheet = book.get_sheet_by_index(index)
            rows = list(_number(sheet.iter_rows(), sheet.start, texts))
            merged = tuple(
                Merged(top + 1, left, bottom + 1, right)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            )
            sheets.append(Sheet(meta.name, rows, meta.visible != SheetVisibleEnum.Visible, merged))
    return sheets


def _number(
    lines: Iterable[list[Any]], start: tuple[int, int] | None, texts: dict[str, str]
) -> Iterator[Row]:
    """The rows that hold something, each under its number, from column A on.

    ``texts`` keeps one copy of what many cells say.
    """
    before = ("",) * (start[1] if start else 0)
    for number, values in enumerate(lines, 1):
        cells = [_clean(value, number) for value in values]
        if any(cell != "" for cell in cells):
            kept = (
                texts.setdefault(cell, cell) if isinstance(cell, str) else cell for cell in cells
            )
            yield Row(number, (*before, *kept))


def _clean(value: Any, number: int) -> Cell:
    if isinstance(value, str) and value.startswith(("PT", "-PT")):
        if (found := ISO_DURATION.fullmatch(value)) and any(found.groups()[1:]):
            hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
            if hours < bounds.MAX_ROWS:
                value = timedelta(hours=hours, minutes=minutes, seconds=seconds)
                value = -value if found[1] else value
    return clean(value, number)


def _finish(sheet: Sheet, found: bounds.Found | None) -> Sheet:
    """Add to a sheet what the reader does not tell: its cells in error, and what is merged."""
    if not found:
        return empty_errors(sheet)
    merged = sheet.merged or tuple(Merged(*corners) for corners in found.merged)
    return empty_errors(replace(sheet, merged=merged), found.errors)


def _find_parts(path: str) -> dict[str, str]:
    """Return ``{name of the sheet: its part}`` of an XLSX file that was measured."""
    with zipfile.ZipFile(path) as archive:
        names = {name.casefold(): name for name in archive.namelist()}
        book = _parse(archive.read(names["xl/workbook.xml"]))
        links = _parse(archive.read(names["xl/_rels/workbook.xml.rels"]))
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in links.iter()
        if link.tag.endswith("}Relationship")
    }
    parts = {}
    for node in book.iter():
        if node.tag.endswith("}sheet"):
            key = next((value for name, value in node.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            target = target[1:] if target.startswith("/") else f"xl/{target}"
            parts[node.get("name", "")] = names.get(target.casefold(), "")
    return parts


def _parse(part: bytes) -> ElementTree.Element:
    """The XML of a part, read as UTF-8 whatever it declares, as every other reader of it does."""
    return ElementTree.fromstring(part, ElementTree.XMLParser(encoding="utf-8"))


def read_xls(data: bytes) -> list[Sheet]:
    """Return the sheets of an XLS file.

    :raises WrongFile: it is another kind of document, damaged, protected or too big
    """
    if _named("EncryptedPackage") in data:
        raise WrongFile("protected")
    if _named("WordDocument") in data or _named("PowerPoint Document") in data:
        raise WrongFile("text_document")
    # a broken file meets any of the faults of plain Python inside xlrd
    with _damage_told(Exception):
        import xlrd  # only here: few files are so old

        try:
            with xlrd.open_workbook(
                file_contents=data,
                ragged_rows=True,
                formatting_info=True,
                on_demand=True,
                logfile=io.StringIO(),
            ) as book:
                _measure_xls(book)
                return [_read_xls_sheet(book, index) for index in range(book.nsheets)]
        except xlrd.XLRDError as error:
            raise WrongFile("protected" if "ncrypted" in str(error) else "damaged") from error


def _named(name: str) -> bytes:
    """The name of a stream as an OLE container writes it."""
    return name.encode("utf-16-le")


def _measure_xls(book: Any) -> None:
    """Refuse a workbook whose cells stand too far: xlrd fills each row up to its last cell."""
    data, place, end = book.mem, book.base, book.base + book.stream_len
    widths: dict[int, int] = {}
    total = 0
    while place + 4 <= min(end, len(data)):
        kind, length = struct.unpack_from("<HH", data, place)
        if kind in XLS_CELLS and length >= 6:
            row, column = struct.unpack_from("<HH", data, place + 4)
            if kind in XLS_SPANS:
                (column,) = struct.unpack_from("<H", data, place + 4 + length - 2)
            elif kind == 0x0201:
                column = -1  # a cell with a format and no value
            known = widths.get(row, 0)
            if column + 1 > known:
                widths[row] = column + 1
                total += column + 1 - known
        elif kind == 0x0809:
            widths = {}
        if total > bounds.MAX_CELLS:
            raise WrongFile("too_big")
        place += 4 + length


def _read_xls_sheet(book: Any, index: int) -> Sheet:
    sheet = book.sheet_by_index(index)
    errors: list[tuple[int, int]] = []
    rows = []
    for line in range(sheet.nrows):
        cells = tuple(
            _read_xls_cell(book, sheet, line, column, errors)
            for column in range(sheet.row_len(line))
        )
        if any(cell != "" for cell in cells):
            rows.append(Row(line + 1, cells))
    merged = tuple(
        Merged(top + 1, left, bottom, right - 1) for top, bottom, left, right in sheet.merged_cells
    )
    book.unload_sheet(index)
    return Sheet(sheet.name, rows, sheet.visibility != 0, merged, tuple(errors))


def _read_xls_cell(book: Any, sheet: Any, line: int, column: int, errors: list) -> Cell:
    import xlrd

    kind, value = sheet.cell_type(line, column), sheet.cell_value(line, column)
    if kind == xlrd.XL_CELL_ERROR:
        errors.append((line + 1, column))
        return ""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_DATE:
        return clean(_read_xls_date(book, sheet, line, column, value), line + 1)
    return clean(value, line + 1)


def _read_xls_date(book: Any, sheet: Any, line: int, column: int, value: float) -> Any:
    import xlrd

    form = book.format_map[book.xf_list[sheet.cell_xf_index(line, column)].format_key]
    if "[h" in form.format_str.lower():
        return timedelta(days=value)
    if 0 <= value < 1:
        return clean(timedelta(days=value), line + 1)
    try:
        moment = xlrd.xldate.xldate_as_datetime(value, book.datemode)
    except (ValueError, OverflowError):
        return value
    return moment if value % 1 else moment.date()
