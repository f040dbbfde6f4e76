"""Reading workbooks: what a cell holds, where it stands, which sheets there are."""

from datetime import date, datetime
from datetime import time as clock

import pytest
import workbooks as wb
from cae_tiers_lieux.sheets.cells import Merged
from cae_tiers_lieux.sheets.tabular import WrongFile, read, read_sheets

TEXTS = [["Nom", "Lieu"], ["Anna", "La Ruche"], ["Léa", "Le Nid"]]


def refusal(data):
    with pytest.raises(WrongFile) as caught:
        read_sheets(data)
    return caught.value.code


# What is read


@pytest.mark.parametrize("make", [wb.xlsx, wb.ods, wb.xls])
def test_the_same_rows_are_read_from_every_kind_of_workbook(make):
    rows = read(make(*TEXTS))
    assert [list(row.cells) for row in rows] == TEXTS
    assert [row.number for row in rows] == [1, 2, 3]


def test_a_workbook_with_empty_margins_is_read():
    data = wb.raw_xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Écoles</t></is></c></row>',
        after='<pageMargins left="" right="" top="" bottom="" header="" footer=""/>',
    )
    assert read(data)[0].cells == ("Écoles",)


def test_numbers_are_those_of_the_spreadsheet_with_empty_rows_and_columns_before():
    data = wb.raw_xlsx(
        '<row r="4"><c r="C4"><v>1</v></c></row><row r="7"><c r="B7"><v>2</v></c></row>'
    )
    assert [(row.number, row.cells) for row in read(data)] == [(4, ("", "", 1)), (7, ("", 2, ""))]
    empty = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    filled = f"<table:table-row>{wb.ods_cell('x')}</table:table-row>"
    table = f'<table:table table:name="A">{empty}{filled}</table:table>'
    assert [row.number for row in read(wb.raw_ods(table))] == [4]
    assert [row.number for row in read(wb.xls([], [], ["x"]))] == [3]


def test_cells_and_rows_that_do_not_say_where_they_stand_follow_each_other():
    data = wb.raw_xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert [row.cells for row in read(data)] == [(1, 2), (3, "")]


def test_a_format_laid_on_whole_rows_and_columns_costs_nothing():
    data = wb.raw_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>',
        before='<dimension ref="A1:XFD1048576"/>',
    )
    assert [row.cells for row in read(data)] == [(1,)]
    table = (
        f'<table:table table:name="A"><table:table-row>{wb.ods_cell("x")}'
        '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    assert [row.cells for row in read(wb.raw_ods(table))] == [("x",)]


def test_dates_clocks_durations_percents_formulas_of_xlsx():
    styles = (
        f'<styleSheet xmlns="{wb.MAIN}"><numFmts count="2">'
        '<numFmt numFmtId="164" formatCode="dddd d mmmm yyyy"/>'
        '<numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><cellXfs count="5">'
        '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="165"/>'
        '<xf numFmtId="9"/></cellXfs></styleSheet>'
    )
    data = wb.raw_xlsx(
        '<row r="1"><c r="A1" s="1"><v>46328</v></c><c r="B1" s="1"><v>46328.3958333333</v></c>'
        '<c r="C1" s="2"><v>0.39583333333</v></c><c r="D1" s="3"><v>1.5</v></c>'
        '<c r="E1" s="3"><v>0.3125</v></c><c r="F1" s="4"><v>0.5</v></c>'
        '<c r="G1" t="b"><v>1</v></c>'
        '<c r="H1"><f>1+1</f><v>2</v></c><c r="I1" t="str"><f>A1</f><v> deux </v></c>'
        '<c r="J1"><v>9500.0</v></c><c r="K1" t="d"><v>2026-11-02T09:30:00</v></c></row>',
        **{"xl/styles.xml": styles},
    )
    assert read(data)[0].cells == (
        date(2026, 11, 2),
        datetime(2026, 11, 2, 9, 30),
        clock(9, 30),
        "36:00",
        clock(7, 30),
        0.5,
        True,
        2,
        "deux",
        9500,
        datetime(2026, 11, 2, 9, 30),
    )


def test_dates_clocks_durations_percents_of_ods():
    cells = (
        wb.ods_cell("2026-11-02", "date"),
        wb.ods_cell("2026-11-02T09:30:00", "date"),
        wb.ods_cell("PT09H30M00S", "time"),
        wb.ods_cell("PT36H30M00S", "time"),
        wb.ods_cell("0.5", "percentage"),
        wb.ods_cell("true", "boolean"),
        wb.ods_cell("12", "float"),
    )
    assert read(wb.raw_ods(wb.ods_table("".join(cells))))[0].cells == (
        date(2026, 11, 2),
        datetime(2026, 11, 2, 9, 30),
        clock(9, 30),
        "36:30",
        0.5,
        True,
        12,
    )


def test_dates_clocks_booleans_of_xls():
    data = wb.xls([date(2026, 11, 2), clock(9, 30), True, 9500, 0.5, None, "é"])
    assert read(data)[0].cells == (date(2026, 11, 2), clock(9, 30), True, 9500, 0.5, "", "é")


def test_a_workbook_of_an_old_mac_counts_its_days_from_1904():
    data = wb.xlsx_sheets({"A": [[date(2026, 11, 2)]]}, date_1904=True)
    assert read(data)[0].cells == (date(2026, 11, 2),)


def test_merged_cells_hold_their_value_once_and_are_told():
    out = wb.raw_xlsx(
        '<row r="2"><c r="B2" t="str"><v>Novembre 2026</v></c></row>',
        after='<mergeCells count="1"><mergeCell ref="B2:D3"/></mergeCells>',
    )
    (sheet,) = read_sheets(out)
    assert sheet.rows[0].cells == ("", "Novembre 2026")
    assert sheet.merged == (Merged(2, 1, 3, 3),)
    (sheet,) = read_sheets(wb.xls(["x"], merged=[(1, 2, 1, 3, "Novembre 2026")]))
    assert sheet.merged == (Merged(2, 1, 3, 3),)
    spans = 'table:number-columns-spanned="3" table:number-rows-spanned="2"'
    row = "<table:table-cell/>" + wb.ods_cell("Novembre 2026", more=spans)
    (sheet,) = read_sheets(wb.raw_ods(wb.ods_table("", row)))
    assert sheet.merged == (Merged(2, 1, 3, 3),)


def test_cells_in_error_are_empty_and_told():
    data = wb.raw_xlsx(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><f>NA()</f><v>#N/A</v></c></row>'
        '<row r="3"><c r="C3" t="e"><v>#REF!</v></c></row>'
    )
    (sheet,) = read_sheets(data)
    assert ([row.cells for row in sheet.rows], sheet.errors) == ([(1, "", "")], ((1, 1), (3, 2)))
    error = wb.ods_cell("#DIV/0!", more='calcext:value-type="error"')
    (sheet,) = read_sheets(wb.raw_ods(wb.ods_table(wb.ods_cell("x") + error)))
    assert (sheet.rows[0].cells, sheet.errors) == (("x", ""), ((1, 1),))
    (sheet,) = read_sheets(b"Nom;Quand\nAnna;#N/A\nL\xc3\xa9a;#VALEUR!\n")
    assert (sheet.rows[1].cells, sheet.errors) == (("Anna", ""), ((2, 1), (3, 1)))


def test_sheets_keep_their_names_their_order_and_whether_they_are_hidden():
    data = wb.xlsx_sheets({"Oct": TEXTS, "Tarifs": [["secret"]], "Nov": TEXTS}, hidden=["Tarifs"])
    told = [(sheet.name, sheet.hidden, len(sheet.rows)) for sheet in read_sheets(data)]
    assert told == [("Oct", False, 3), ("Tarifs", True, 1), ("Nov", False, 3)]
    style = (
        '<office:automatic-styles><style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    tables = wb.ods_table(wb.ods_cell("x")) + wb.ods_table(wb.ods_cell("s"), name="H", style="h")
    assert [sheet.hidden for sheet in read_sheets(wb.raw_ods(tables, style))] == [False, True]


def test_a_workbook_with_nothing_but_hidden_sheets_says_so():
    hidden = wb.raw_ods(
        wb.ods_table(wb.ods_cell("s"), style="h"),
        '<office:automatic-styles><style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>',
    )
    assert refusal(hidden) == "all_hidden"
