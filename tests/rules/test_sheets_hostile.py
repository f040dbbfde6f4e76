"""Files that are refused: those made to stop a server, and any bytes at all."""

import subprocess
import sys
import time
from datetime import date
from datetime import time as clock

import pytest
import workbooks as wb
import xlrd
from cae_tiers_lieux.sheets import bounds
from cae_tiers_lieux.sheets.tabular import WrongFile, read, read_sheets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TEXTS = [["Nom", "Lieu"], ["Anna", "La Ruche"], ["Léa", "Le Nid"]]
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(data):
    with pytest.raises(WrongFile) as caught:
        read_sheets(data)
    return caught.value.code


def test_files_under_a_password_and_binary_workbooks_are_named():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refusal(ole + "EncryptedPackage".encode("utf-16-le")) == "protected"
    assert refusal(ole + "WordDocument".encode("utf-16-le")) == "text_document"
    assert refusal(wb.zipped({"xl/workbook.bin": b"x"})) == "binary_workbook"
    letter = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
    assert refusal(wb.zipped(letter)) == "text_document"


def far_column(rows=3000):
    """A cell in column XFD, in each of 3 000 rows."""
    lines = (f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, rows + 1))
    return wb.raw_xlsx("".join(lines))


def shared_text():
    """One text of 30 000 letters that a million cells show."""
    row = "".join('<c t="s"><v>0</v></c>' for _ in range(100))
    strings = f"<si><t>{'é' * 30_000}</t></si><si><t>x</t></si>"
    return wb.raw_xlsx(f"<row>{row}</row>" * 5_000, strings=strings)


def ods_repeat(rows=1, columns=1, text="x"):
    cell = wb.ods_cell(text, more=f'table:number-columns-repeated="{columns}"')
    return wb.raw_ods(
        f'<table:table table:name="A"><table:table-row table:number-rows-repeated="{rows}">'
        f"{cell}</table:table-row></table:table>"
    )


def entities():
    """The billion laughs."""
    lines = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)
    )
    return wb.raw_xlsx(
        '<row r="1"><c r="A1" t="str"><v>&a9;</v></c></row>', doctype=f"<!DOCTYPE x [{lines}]>"
    )


def far_xls():
    """A cell of the last column in each of 65 000 rows, by the records of an old workbook."""
    book = wb.xlwt.Workbook()
    sheet = book.add_sheet("A")
    for number in range(65_000):
        sheet.write(number, 255, 1)
    out = wb.io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(size):
    return wb.raw_xlsx(" " * size)


HOSTILE = {
    "row 10^12": (
        lambda: wb.raw_xlsx('<row r="1"><c r="A1048576000000"><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "row 10^12 of a row": (
        lambda: wb.raw_xlsx('<row r="1048576000000"><c><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "last row": (
        lambda: wb.raw_xlsx(ONE + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        "too_many_rows",
    ),
    "a line named and lost": (
        lambda: wb.raw_xlsx(
            '<row r="200000"><c r="A1"><v>1</v></c><c/></row><row><c><v>1</v></c></row>'
        ),
        "too_many_rows",
    ),
    "column XFD": (far_column, "too_many_columns"),
    "no such column": (
        lambda: wb.raw_xlsx('<row r="1"><c r="ABCDEFGH1"><v>1</v></c></row>'),
        "damaged",
    ),
    "prefixed": (
        lambda: wb.zipped(
            {
                **{
                    name: wb.zipfile.ZipFile(wb.io.BytesIO(wb.raw_xlsx())).read(name)
                    for name in ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
                },
                "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{wb.MAIN}"><x:sheetData>'
                "<x:row r='1'><x:c a='&gt;' r='&#88;FD1'><x:v>1</x:v></x:c></x:row></x:sheetData>"
                "</x:worksheet>",
            }
        ),
        "too_many_columns",
    ),
    "one text a million times": (shared_text, "too_big"),
    "spaces": (lambda: book_of(200_000_000), "too_big"),
    "entities": (entities, "damaged"),
    "a tag without end": (lambda: wb.raw_xlsx(f'<row r="{"1" * 12_000_000}"/>'), "damaged"),
    "rows of ods": (lambda: ods_repeat(rows=1_000_000_000), "too_many_rows"),
    "columns of ods": (lambda: ods_repeat(columns=16_384), "too_many_columns"),
    "cells of ods": (lambda: ods_repeat(rows=190_000, columns=390), "too_big"),
    "text of ods": (lambda: ods_repeat(rows=100_000, text="é" * 30_000), "too_big"),
    "many entries": (
        lambda: wb.zipped({f"xl/worksheets/{n}.xml": "<x/>" for n in range(6_000)}),
        "too_big",
    ),
    "cells of xls": (far_xls, "too_big"),
}
WATCHED = r"""
import re, resource, sys, time
from cae_tiers_lieux.sheets.tabular import WrongFile, read_sheets
import python_calamine, xlrd
data = open(sys.argv[1], "rb").read()
start = time.process_time()
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
try:
    read_sheets(data)
    code = "read"
except WrongFile as error:
    code = error.code
spent = time.process_time() - start
# not ru_maxrss: a process inherits that of the one that made the file
most = int(re.search(r"VmHWM:\s*(\d+) kB", open("/proc/self/status").read())[1])
print(code, spent, most // 1024)
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_stop_the_server_is_refused_in_a_second_under_200_mb(name, tmp_path):
    make, code = HOSTILE[name]
    path = tmp_path / "file"
    path.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, path], capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    told, seconds, megabytes = run.stdout.split()
    assert told == code
    assert float(seconds) < 1, run.stdout
    assert int(megabytes) < 200, run.stdout


def test_a_document_type_is_refused_even_without_entities():
    assert refusal(wb.raw_xlsx(ONE, doctype="<!DOCTYPE worksheet>")) == "damaged"


def test_entries_of_one_name_are_refused_and_what_is_no_sheet_is_not_unpacked():
    twice = wb.raw_xlsx(ONE, **{"XL/Workbook.xml": "<x/>"})
    assert refusal(twice) == "damaged"
    media = {"xl/media/image1.xml": b" " * 100_000_000, "docProps/app.xml": "no <xml"}
    data = wb.raw_xlsx(ONE, **media)
    assert read(data)[0].cells == (1,)


def test_many_texts_with_a_long_one_are_weighed_one_by_one_and_read():
    row = '<c t="s"><v>1</v></c>' * 100
    strings = f"<si><t>{'é' * 30_000}</t></si><si><t>x</t></si>"
    first = '<row><c t="s"><v>0</v></c></row>'
    data = wb.raw_xlsx(first + f"<row>{row}</row>" * 200, strings=strings)
    assert bounds.MAX_ALL_TEXT < 60_000 * 20_000
    assert len(read(data)) == 201


def test_too_long_a_text_and_too_wide_a_text_file_are_refused():
    long = f'<row r="1"><c r="A1" t="str"><v>{"x" * 150_000}</v></c></row>'
    assert refusal(wb.raw_xlsx(long)) == "long_text"
    assert refusal(b"a," + b"x" * 200_000) == "long_text"
    assert refusal(b"a" + b",a" * 500) == "too_many_columns"
    assert read(b"a,b\n" + b"c" + b"," * 16_000)[1].cells == ("c",)
    assert refusal(b"a,b\n" * 200_001) == "too_many_rows"


def test_a_refusal_for_size_names_the_cell():
    with pytest.raises(WrongFile) as caught:
        read_sheets(far_column(1))
    assert caught.value.details["cell"] == "XFD1"


# Any bytes

REAL = {
    "xlsx": wb.xlsx_sheets({"Oct": [*TEXTS, [date(2026, 11, 2), 1.5, True]], "Nov": TEXTS}),
    "openpyxl": wb.xlsx(*TEXTS),
    "stored": wb.zipped(
        {
            name: archive.read(name)
            for archive in [wb.zipfile.ZipFile(wb.io.BytesIO(wb.xlsx(*TEXTS)))]
            for name in archive.namelist()
        },
        wb.zipfile.ZIP_STORED,
    ),
    "ods": wb.ods(*TEXTS),
    "xls": wb.xls(*TEXTS, [date(2026, 11, 2), clock(9, 30), 1]),
    "csv": 'Nom;Lieu\r\nAnna;La Ruche\r\nLéa;"Le\nNid"\r\n'.encode(),
    "cp1252": "Nom;Lieu\r\nLéa;Le Nid\r\n".encode("cp1252"),
    "utf-16": "Nom\tLieu\r\nLéa\tLe Nid\r\n".encode("utf-16"),
    "utf-8-sig": "Nom\tLieu\r\nLéa\tLe Nid\r\n".encode("utf-8-sig"),
}
FUZZ = settings(deadline=None, suppress_health_check=list(HealthCheck))
places = st.floats(0, 1, exclude_max=True)


def rows_or_a_reason(data):
    start = time.process_time()
    try:
        sheets = read_sheets(data)
    except WrongFile as error:
        assert error.code
    else:
        assert any(row.cells for sheet in sheets for row in sheet.rows)
        assert not any("\0" in str(c) for s in sheets for row in s.rows for c in row.cells)
    assert time.process_time() - start < 5


@FUZZ
@given(st.sampled_from(sorted(REAL)), st.lists(st.tuples(places, st.integers(0, 255)), max_size=30))
def test_a_real_file_with_wrong_bytes_gives_rows_or_a_reason(name, changes):
    data = bytearray(REAL[name])
    for place, value in changes:
        data[int(place * len(data))] = value
    rows_or_a_reason(bytes(data))


@FUZZ
@given(st.sampled_from(sorted(REAL)), places, st.binary(max_size=30))
def test_a_real_file_cut_short_gives_rows_or_a_reason(name, place, more):
    data = REAL[name]
    rows_or_a_reason(data[: int(place * len(data))] + more)


@FUZZ
@given(
    st.sampled_from(["PK\3\4", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "\xff\xfe", "\xef\xbb\xbf", ""]),
    st.binary(max_size=2000),
)
def test_any_bytes_behind_any_mark_give_rows_or_a_reason(mark, data):
    rows_or_a_reason(mark.encode("latin-1") + data)


SNIPPETS = st.lists(
    st.sampled_from(
        "<row> </row> <row/> <c> </c> <c/> <v>1</v> <v/> <is><t>x</t></is> <v>-5</v> <v>1e999</v>"
        ' <c_r="B2"> <c_r="AAA0"> <c_r="9"> <c_t="s"> <c_t="b"> <c_t="d"> <c_t="e"> <row_r="7">'
        ' <row_r="0"> <row_r="-1"> <!--x--> <![CDATA[x]]> x &amp; &lt;'.split()
    ),
    max_size=12,
)


@FUZZ
@given(SNIPPETS)
def test_any_xml_of_a_sheet_gives_rows_or_a_reason(pieces):
    rows_or_a_reason(wb.raw_xlsx("".join(pieces).replace("_", " ")))


@FUZZ
@given(st.lists(st.integers(0, 2**16), min_size=1, max_size=8), st.integers(0, 2**16))
def test_any_record_of_an_old_workbook_gives_rows_or_a_reason(changes, seed):
    """Whole numbers of records are changed, which bytes changed one by one seldom do."""
    data = bytearray(REAL["xls"])
    for n, value in enumerate(changes):
        place = (seed * 31 + n * 7919) % (len(data) // 2) * 2
        data[place : place + 2] = (value % 2**16).to_bytes(2, "little")
    rows_or_a_reason(bytes(data))


def test_the_reader_of_old_workbooks_is_plain_python():
    """One byte changed in an old workbook ends the process that calamine runs in."""
    assert xlrd.__file__.endswith(".py")
