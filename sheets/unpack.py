"""Unpack a workbook by pieces, each seen by a stream that counts it, into a new archive.

Nothing of the file but these parts exists for the reader that follows: no media, no second part of
the same name, no part whose size the table of contents denies.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO
from xml.parsers import expat

from . import bounds
from .cells import WrongFile

MAX_UNPACKED = 600 * 1024 * 1024
#: How many times smaller an archive may be than what it holds, once that is worth the question.
MAX_RATIO = 150
RATIO_FROM = 20 * 1024 * 1024
MAX_ENTRIES = 5_000
#: Bytes that one tag or one attribute takes.
MAX_TOKEN = 4 * 1024 * 1024
CHUNK = 256 * 1024

#: Parts that hold no cell, no text of one and no way to either.
BESIDE = ("docProps/", "customXml/", "Thumbnails/", "Pictures/", "Configurations2/", "Object ")
BESIDE_XL = tuple(
    f"xl/{name}/"
    for name in "charts drawings embeddings externalLinks media pivotTables theme printerSettings"
    " pivotCache ctrlProps activeX comments threadedComments persons slicers".split()
)
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # an archive under a password
    NotImplementedError,
)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Return the archive of a workbook, once its table of contents is known to be reasonable.

    :raises WrongFile: damaged, or too much in it
    """
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise WrongFile("too_big")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except BROKEN:
        raise WrongFile("damaged") from None
    infos = archive.infolist()
    names = {info.filename.replace("\\", "/").casefold() for info in infos}
    packings = {info.compress_type for info in infos}
    if len(names) != len(infos) or packings - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise WrongFile("damaged")
    return archive


def copy_workbook(archive: zipfile.ZipFile, size: int, out: BinaryIO) -> dict[str, bounds.Found]:
    """Copy to ``out`` what a workbook of XLSX needs to be read; return what each part holds.

    :param size: the bytes of the file
    :raises WrongFile: damaged, or too big to be read
    """
    found = _copy(archive, size, out, lambda _name, parser: bounds.scan_workbook(parser))
    if sum(part.cells for part in found.values()) > bounds.MAX_CELLS:
        raise WrongFile("too_big")
    texts = max((part.weigh_texts() for part in found.values()), key=len, default=[])
    shown = sum(part.shared for part in found.values())
    if texts and max(texts) * shown > bounds.MAX_ALL_TEXT:
        # many texts, and a long one: only counting each tells whether they are too many
        _weigh_shown(archive, found, texts)
    return found


def copy_document(archive: zipfile.ZipFile, size: int, out: BinaryIO) -> list[bounds.Found]:
    """Copy to ``out`` what an OpenDocument spreadsheet needs; return what each sheet holds.

    :param size: the bytes of the file
    :raises WrongFile: damaged, or too big to be read
    """
    sheets: list[bounds.Found] = []

    def scan(name: str, parser: expat.XMLParserType) -> bounds.Found:
        if name == "content.xml":
            bounds.Document(parser, sheets)  # the parser keeps it
        return bounds.Found()

    _copy(archive, size, out, scan)
    if sum(sheet.cells for sheet in sheets) > bounds.MAX_CELLS:
        raise WrongFile("too_big")
    return sheets


def _copy(
    archive: zipfile.ZipFile,
    size: int,
    out: BinaryIO,
    scan: Callable[[str, expat.XMLParserType], bounds.Found],
) -> dict[str, bounds.Found]:
    wanted = [info for info in archive.infolist() if _is_wanted(info.filename)]
    if sum(info.file_size for info in wanted) > MAX_UNPACKED:
        raise WrongFile("too_big")
    unpacked, found = 0, {}
    try:
        with zipfile.ZipFile(out, "w") as clean:
            for info in wanted:
                name = info.filename.replace("\\", "/")
                parser = _make_parser() if name != "mimetype" else None
                if parser:
                    found[name] = scan(name, parser)
                with archive.open(info) as source, clean.open(name, "w") as target:
                    for chunk in _feed(source, parser):
                        unpacked += len(chunk)
                        if name in found:
                            found[name].size += len(chunk)
                        if unpacked > MAX_UNPACKED or unpacked > max(RATIO_FROM, size * MAX_RATIO):
                            raise WrongFile("too_big")
                        target.write(chunk)
    except BROKEN as error:
        raise WrongFile("damaged") from error
    return found


def _is_wanted(name: str) -> bool:
    name = name.replace("\\", "/")
    if name.startswith(BESIDE) or name.casefold().startswith(BESIDE_XL):
        return False
    return name == "mimetype" or name.casefold().endswith((".xml", ".rels"))


def _make_parser() -> expat.XMLParserType:
    """A parser of UTF-8, whatever the file declares: the reader that follows knows no other."""
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_args: object) -> None:
    """A spreadsheet has no document type: one is there to define entities that multiply."""
    raise WrongFile("damaged")


def _feed(source: BinaryIO, parser: expat.XMLParserType | None) -> Iterator[bytes]:
    """Yield the pieces of a part once the parser has seen them.

    A tag that goes on and on is read again from its start with each piece: it is refused early.
    """
    fed = 0
    while chunk := source.read(CHUNK):
        fed += len(chunk)
        if parser:
            parser.Parse(chunk)
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise WrongFile("damaged")
        yield chunk
    if parser and fed:
        parser.Parse(b"", True)


def _weigh_shown(
    archive: zipfile.ZipFile, found: dict[str, bounds.Found], texts: list[int]
) -> None:
    """Add up the shared texts that the cells show, one by one.

    :raises WrongFile: they are too many
    """
    weight = 0
    for info in archive.infolist():
        part = found.get(info.filename.replace("\\", "/"))
        if not part or not part.shared:
            continue
        parser, names, cursor, index = _make_parser(), {}, bounds.Cursor(), []

        def start(name: str, attrs: list[str], names=names, cursor=cursor, index=index) -> None:
            tag = names.get(name) or bounds.local_name(names, name)
            if tag == "c":
                cursor.enter_cell(attrs)
            index[:] = [""] if tag == "v" and cursor.kind == "s" else []

        def read(text: str, index=index) -> None:
            if index:
                index[0] += text

        def end(_name: str, index=index) -> None:
            nonlocal weight
            if index and index[0].strip().isdigit():
                place = int(index[0][: bounds.MAX_DIGITS + 1])
                weight += texts[place] if place < len(texts) else 0
                if weight > bounds.MAX_ALL_TEXT:
                    raise WrongFile("too_big")
            index.clear()

        parser.StartElementHandler = start
        parser.CharacterDataHandler = read
        parser.EndElementHandler = end
        with archive.open(info) as source:
            for _chunk in _feed(source, parser):
                pass
