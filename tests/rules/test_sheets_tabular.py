"""Reading files as they come: separators, encodings, quotes, wrong files."""

import csv
import io
from datetime import date, datetime, time

import openpyxl
import pytest
import workbooks as wb
from cae_tiers_lieux.sheets.tabular import WrongFile, read, text_of
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_separator_in_every_encoding(delimiter, encoding):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    rows = [("Nom", "Rue"), ("L'Étincelle", "2, rue d'Austerlitz; bât. A"), ('Le "26"', "Nîmes")]
    writer.writerows(rows)
    assert [row.cells for row in read(out.getvalue().encode(encoding))] == rows


def test_lines_of_different_encodings_in_one_file():
    data = "Nîmes,30000\n".encode() + "Alès,30100\n".encode("cp1252") + b"Mende,48000\n"
    assert [row.cells[0] for row in read(data)] == ["Nîmes", "Alès", "Mende"]


def test_numbers_are_those_of_the_lines_of_the_file():
    data = b'a,b\n\n"two\nlines",c\n,,\nd,e\n'
    assert [(row.number, row.cells[0]) for row in read(data)] == [
        (1, "a"),
        (3, "two\nlines"),
        (6, "d"),
    ]


def test_xlsx_keeps_dates_numbers_and_skips_hidden_sheets():
    book = openpyxl.Workbook()
    hidden = book.worksheets[0]
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    book.create_sheet("empty")
    sheet = book.create_sheet("Octobre")
    sheet.append(["Présences", None])
    sheet.append([])
    sheet.append([datetime(2026, 10, 5), 9500.0, time(9, 30), " Anna ", None, 0.5])
    out = io.BytesIO()
    book.save(out)
    rows = read(out.getvalue())
    assert [row.number for row in rows] == [1, 3]
    assert rows[1].cells == (date(2026, 10, 5), 9500, time(9, 30), "Anna", "", 0.5)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\n", "empty"),
        (b",,\n,,\n", "empty"),
        (b"%PDF-1.7 x", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0 jpeg", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xls", "damaged"),
        (b"PK\x03\x04 cut short", "damaged"),
        (b"<html><table><tr>", "markup"),
        (b'{"type": "FeatureCollection"}', "json"),
        (b"a,b\0\1\2", "binary"),
        (b'a,"b\n' + b"c,d\n" * 200, "quote"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(data, code):
    with pytest.raises(WrongFile) as caught:
        read(data)
    assert caught.value.code == code


def test_an_empty_workbook_is_empty():
    with pytest.raises(WrongFile) as caught:
        read(wb.xlsx())
    assert caught.value.code == "empty"


def test_a_zip_that_is_no_workbook_is_refused():
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(WrongFile) as caught:
        read(out.getvalue())
    assert caught.value.code == "text_document"


def test_limit_reads_no_further():
    assert len(read(b"a,b\n" * 1000, limit=3)) == 3


def test_text_of_every_kind_of_cell():
    assert text_of(date(2026, 10, 5)) == "2026-10-05"
    assert text_of(datetime(2026, 10, 5, 9, 30)) == "2026-10-05 09:30:00"
    assert text_of("a  b\n c") == "a b c"


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_reason(data):
    try:
        rows = read(data)
    except WrongFile:
        return
    assert rows and all(any(cell != "" for cell in row.cells) for row in rows)


words = st.text("abé 'è,;\"\t1", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(st.tuples(words, words, words), min_size=2, max_size=6))
def test_what_is_written_as_csv_is_read_back(rows):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    found = [row.cells for row in read(out.getvalue().encode())]
    if len(rows[0]) == len(found[0]):  # another separator may cut a tiny file as evenly
        assert found == rows
