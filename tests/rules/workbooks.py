"""Workbooks written part by part: well made ones, and those that no program writes."""

import io
import zipfile
from datetime import date, time

import openpyxl
import xlsxwriter
import xlwt

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def zipped(parts, packing=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def raw_xlsx(data="", before="", after="", strings="", book="", doctype="", **parts):
    """A workbook of one sheet by its XML: ``data`` is what stands inside ``sheetData``."""
    sheet = (
        f'{doctype}<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}'
        "</worksheet>"
    )
    made = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return zipped(made | parts)


def raw_ods(tables, styles="", manifest=MANIFEST):
    """An OpenDocument spreadsheet by the XML of its tables."""
    content = (
        f"<office:document-content {ODS_NAMES} {CALC}>{styles}<office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
    )


def ods_cell(value="", kind="string", more=""):
    """One cell: ``value`` is shown, and is the value of what is no text."""
    names = {"float": "value", "percentage": "value", "boolean": "boolean-value"}
    name = names.get(kind, f"{kind}-value")
    held = "" if kind == "string" else f'office:{name}="{value}"'
    return (
        f'<table:table-cell office:value-type="{kind}" {held} {more}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods_table(*rows, name="A", style="ta1"):
    """One sheet from its rows of ready cells."""
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{lines}</table:table>'


def ods(*rows, name="A"):
    """A spreadsheet of one sheet of texts."""
    return raw_ods(ods_table(*("".join(map(ods_cell, row)) for row in rows), name=name))


def xlsx(*rows):
    """A workbook of one sheet, by openpyxl."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_sheets(sheets, hidden=(), **options):
    """A workbook of several sheets ``{name: rows}``, by xlsxwriter."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy", **options}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell)
                    else:
                        sheet.write(number, place, cell)
            if name in hidden:
                sheet.hide()
    return out.getvalue()


def xls(*rows, name="A", merged=()):
    """An old workbook of one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    day, clock = xlwt.easyxf(num_format_str="DD/MM/YYYY"), xlwt.easyxf(num_format_str="HH:MM")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write(number, place, cell, day)
            elif isinstance(cell, time):
                sheet.write(number, place, cell, clock)
            elif cell is not None:
                sheet.write(number, place, cell)
    for top, bottom, left, right, text in merged:
        sheet.write_merge(top, bottom, left, right, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
