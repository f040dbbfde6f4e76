import base64
import io
from datetime import date
from unittest.mock import patch

import openpyxl
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ...sheets import tabular
from .common import DIRECTORY, CaeImportCommon, csv_file, xlsx_file

ONE = [("Date", "Nom", "Lieu"), (date(2026, 10, 5), "Anna", "Space S")]


def book_file(sheets, hidden=(), change=None):
    """A workbook of several sheets ``{name: rows}``, as the interface sends it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return base64.b64encode(out.getvalue())


@tagged("post_install", "-at_install", "cae_imports")
class TestImportFiles(CaeImportCommon):
    """Wrong files and missing columns: one sentence each, nothing made."""

    def check_refused(self, content, sentence, kind="attendance", **values):
        imported = self.load(kind, base64.b64encode(content), **values)
        with self.assertRaisesRegex(UserError, sentence):
            imported.action_check()
        with self.assertRaisesRegex(UserError, sentence):
            imported.action_import()
        self.assertEqual(imported.state, "draft")
        return imported

    def test_wrong_files_are_refused_with_a_sentence(self):
        self.check_refused(b"%PDF-1.7 ...", "PDF")
        self.check_refused(b"\x89PNG\r\n\x1a\n", "image")
        self.check_refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged")
        locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
        self.check_refused(locked, "password")
        self.check_refused(b"PK\x03\x04 broken", "damaged")
        self.check_refused(b" \n\n", "empty")
        self.check_refused(b"<html><body>", "web page")
        self.check_refused(b"", "Choose a file first")

    def test_a_header_without_rows_is_refused(self):
        self.check_refused(b"Date;Nom;Lieu\n", "no row")

    def test_an_empty_workbook_is_refused(self):
        imported = self.load("attendance", xlsx_file())
        with self.assertRaisesRegex(UserError, "empty"):
            imported.action_check()

    def test_a_missing_column_is_named(self):
        imported = self.load("attendance", "Nom;Lieu\nAnna;Space S\n")
        with self.assertRaisesRegex(UserError, "the date"):
            imported.action_check()
        imported = self.load("attendance", "Date;Nom\n05/10/2026;Anna\n")
        with self.assertRaisesRegex(UserError, "the space"):
            imported.action_check()

    def test_titles_nobody_knows_are_mapped_by_hand_then_remembered(self):
        content = "Wann;Wer;Wo\n05/10/2026;Anna;Space S\n"
        imported = self.load("attendance", content)
        self.assertTrue(imported.has_header)
        for column, field in zip(imported.column_ids, ("date", "person", "space"), strict=True):
            column.attendance_field = field
        imported.action_check()
        again = self.load("attendance", content)
        self.assertEqual(again.column_ids.mapped("attendance_field"), ["date", "person", "space"])
        self.assertEqual(again.mapping_id, imported.mapping_id)

    def test_what_a_title_means_in_one_file_says_nothing_of_another(self):
        """Learned of one tool, a title keeps its meaning in the files of others."""
        odd = self.load("attendance", "Date;Nom;Lieu;Wer\n05/10/2026;Petit;Space S;Anna\n")
        odd.column_ids.filtered(lambda c: c.header == "Nom").attendance_field = "note"
        odd.column_ids.filtered(lambda c: c.header == "Wer").attendance_field = "person"
        odd.action_check()
        self.assertTrue(odd.mapping_id.is_learned)
        plain = self.load("attendance", "Date;Nom;Lieu\n05/10/2026;Anna;Space S\n")
        self.assertEqual(plain.column_ids.mapped("attendance_field"), ["date", "person", "space"])
        again = self.load("attendance", "Date;Nom;Lieu;Wer\n06/10/2026;Petit;Space S;Anna\n")
        self.assertEqual(
            again.column_ids.mapped("attendance_field"), ["date", "note", "space", "person"]
        )

    def test_the_files_of_a_space_are_read_as_they_were_and_no_other_spaces(self):
        other = self.make_space("Space T", self.host)
        content = "Date;Nom;Wer\n05/10/2026;Petit;Anna\n"
        first = self.load("attendance", content, space_id=self.space.id)
        first.column_ids.filtered(lambda c: c.header == "Nom").attendance_field = False
        first.column_ids.filtered(lambda c: c.header == "Wer").attendance_field = "person"
        first.action_check()
        self.assertEqual(first.mapping_id.space_id, self.space)
        theirs = self.load("attendance", content, space_id=other.id)
        self.assertEqual(theirs.column_ids.mapped("attendance_field"), ["date", "person", False])
        again = self.load("attendance", content)
        self.assertEqual(again.column_ids.mapped("attendance_field"), ["date", "person", False])
        again.space_id = self.space
        self.assertEqual(again.column_ids.mapped("attendance_field"), ["date", False, "person"])

    def test_what_was_said_of_the_columns_stays_when_the_space_is_chosen_afterwards(self):
        imported = self.load("attendance", "Date;Nom;Wer\n05/10/2026;Petit;Anna\n")
        imported.column_ids.filtered(lambda c: c.header == "Wer").attendance_field = "note"
        imported.space_id = self.space
        self.assertEqual(imported.column_ids.mapped("attendance_field"), ["date", "person", "note"])

    def test_the_form_shows_the_columns_as_soon_as_the_file_is_chosen(self):
        action = self.env["cae.import"].with_user(self.support).with_context(default_kind="spaces")
        with Form(action) as form:
            form.file = csv_file("La Ruche,9500,Mirepoix\nLe Nid,31000,Toulouse\n")
            self.assertEqual(len(form.column_ids), 3)
            form.file = base64.b64encode(b"%PDF-1.7")
            self.assertIn("PDF", form.file_problem)
            form.file = csv_file("La Ruche,9500,Mirepoix\nLe Nid,31000,Toulouse\n")
        imported = form.record
        self.assertEqual(imported.column_ids.mapped("space_field"), ["name", "zip", "city"])
        imported.action_import()
        self.assertEqual(imported.made_count, 2)

    def test_an_import_that_was_made_is_not_made_again_nor_deleted(self):
        imported = self.load("spaces", "La Ruche,9500,Mirepoix\nLe Nid,31000,Toulouse\n")
        imported.action_import()
        with self.assertRaisesRegex(UserError, "imported already"):
            imported.action_import()
        with self.assertRaisesRegex(UserError, "imported already"):
            imported.file = csv_file("x,y\n")
        with self.assertRaisesRegex(UserError, "imported already"):
            imported.with_user(self.manager).unlink()


@tagged("post_install", "-at_install", "cae_imports")
class TestImportSheets(CaeImportCommon):
    """Which sheets of a workbook are read, and what is said of the rest."""

    def check(self, kind, file, **values):
        imported = self.load(kind, file, record_unknown=True, **values)
        imported.action_check()
        return imported

    def test_the_sheet_of_the_spaces_is_taken_and_not_its_documentation(self):
        guide = [
            ("Nom du champ", "ID", "Description"),
            ("Nom", "nom", "Le nom du tiers-lieu"),
            ("Code postal", "code_postal", "Cinq chiffres"),
            ("Ville", "nomcom", "La commune"),
        ]
        spaces = [("Nom", "Code postal", "Ville"), ("La Ruche", "30000", "Nîmes")]
        imported = self.check("spaces", book_file({"Documentation": guide, "Lieux": spaces}))
        self.assertEqual(imported.line_ids.mapped("label"), ["La Ruche · 30000 Nîmes"])
        self.assertIn("Sheet that was read: Lieux.", imported.left_out_text)
        self.assertIn("Sheets not read: Documentation.", imported.left_out_text)

    def test_a_sheet_a_month_is_read_whole_and_each_row_says_its_sheet(self):
        november = [("Nom", "Date", "Lieu"), ("Anna", date(2026, 11, 2), "Space S")]
        file = book_file({"Lisez-moi": [("Bonjour",)], "Octobre": ONE, "Novembre": november})
        imported = self.check("attendance", file)
        self.assertEqual(imported.line_ids.mapped("place"), ["2 (Octobre)", "2 (Novembre)"])
        self.assertIn("Sheets that were read as one: Octobre, Novembre.", imported.left_out_text)
        self.assertIn("Sheets not read: Lisez-moi.", imported.left_out_text)
        imported.action_import()
        uses = self.env["cae.usage"].browse(imported.line_ids.mapped("res_id"))
        self.assertEqual(uses.mapped("date"), [date(2026, 10, 5), date(2026, 11, 2)])

    def test_a_row_left_aside_is_that_of_its_sheet(self):
        november = [*ONE[:1], ("le 32", "Anna", "Space S")]
        imported = self.check("attendance", book_file({"Octobre": ONE, "Novembre": november}))
        self.assertEqual(imported.line_ids.mapped("status"), ["ok", "error"])
        imported.action_leave_aside()
        self.assertEqual(imported.rows_left_aside, ["2 (Novembre)"])
        imported.action_import()
        self.assertEqual(imported.made_count, 1)

    def test_hidden_sheets_columns_rows_above_and_errors_are_told(self):
        def hide_an_error(book):
            book["Octobre"]["E4"] = "#N/A"
            book["Octobre"]["E4"].data_type = "e"

        rows = [
            ("Présences d'octobre",),
            ("Date", "Nom", "Lieu", "Chien", "Note"),
            (date(2026, 10, 5), "Anna", "Space S", "Rex", "Le matin"),
            (date(2026, 10, 6), "Anna", "Space S", None, None),
        ]
        file = book_file({"Octobre": rows, "Tarifs": ONE}, hidden=["Tarifs"], change=hide_an_error)
        imported = self.check("attendance", file)
        for sentence in (
            "Hidden sheets, not read: Tarifs.",
            "Rows above the titles, not read: 1: Présences d'octobre.",
            "Columns that hold something and are left out: Chien.",
            "Cells that show an error, read as empty: E4.",
        ):
            self.assertIn(sentence, imported.left_out_text)
        self.assertEqual(len(imported.line_ids), 2)

    def test_nothing_is_said_of_a_file_that_is_read_whole(self):
        imported = self.check("attendance", "Date;Nom;Lieu\n05/10/2026;Anna;Space S\n")
        self.assertFalse(imported.left_out)
        self.assertFalse(imported.left_out_text)

    def test_a_file_imported_without_a_check_says_it_too(self):
        content = "Date;Nom;Lieu;Chien\n05/10/2026;Anna;Space S;Rex\n"
        imported = self.load("attendance", content, record_unknown=True)
        imported.action_import()
        self.assertIn("Chien", imported.left_out_text)

    def test_what_was_not_read_is_forgotten_with_the_file(self):
        imported = self.check("attendance", "Date;Nom;Lieu;Chien\n05/10/2026;Anna;Space S;Rex\n")
        self.assertIn("Chien", imported.left_out_text)
        imported.file = csv_file("Date;Nom;Lieu\n05/10/2026;Anna;Space S\n")
        self.assertFalse(imported.left_out)

    def test_what_was_not_read_is_said_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        imported = self.check("attendance", "Date;Nom;Lieu;Chien\n05/10/2026;Anna;Space S;Rex\n")
        told = imported.with_context(lang="fr_FR").left_out_text
        self.assertEqual(told, "Colonnes remplies et laissées de côté : Chien.")

    def test_many_names_are_counted_after_the_first(self):
        dogs = [f"Chien {n}" for n in range(15)]
        head = ";".join(["Date", "Nom", "Lieu", *dogs])
        line = ";".join(["05/10/2026", "Anna", "Space S", *["x"] * 15])
        imported = self.check("attendance", f"{head}\n{line}\n")
        self.assertIn("Chien 11 and 3 more", imported.left_out_text)
        self.assertNotIn("Chien 12", imported.left_out_text)

    def test_a_file_of_two_kilobytes_that_would_hold_the_server_is_refused_on_creation(self):
        def go_far(book):
            for row in range(1, 3001):
                book["A"].cell(row, 16_384, "x")

        imported = self.load("attendance", book_file({"A": []}, change=go_far))
        self.assertIn("XFD1", imported.file_problem)
        self.assertFalse(imported.column_ids)
        with self.assertRaisesRegex(UserError, "no more than 400 columns"):
            imported.action_check()

    def test_a_file_is_read_once_in_a_transaction(self):
        file = csv_file("Date;Nom;Lieu\n05/10/2026;Anna;Space S\n")
        with patch.object(tabular, "read_sheets", wraps=tabular.read_sheets) as read:
            self.check("attendance", file)
        self.assertEqual(read.call_count, 1)


@tagged("post_install", "-at_install")
class TestLongFiles(CaeImportCommon):
    """A long file is worked on in the background, whole or not at all."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch("odoo.addons.cae_tiers_lieux.models.imports.cae_import.LONG", 3))
        self.imported = self.load("spaces", DIRECTORY)

    def run_jobs(self):
        while self.env["cae.job"]._run_next():
            pass

    def test_it_is_checked_and_imported_by_the_runner_as_who_asked(self):
        self.imported.action_check()
        self.assertTrue(self.imported.is_working)
        self.assertEqual((self.imported.state, self.imported.row_count), ("draft", 0))
        with self.assertRaisesRegex(UserError, "worked on in the background"):
            self.imported.action_check()
        self.run_jobs()
        self.imported.invalidate_recordset()
        self.assertFalse(self.imported.is_working)
        self.assertEqual((self.imported.state, self.imported.row_count), ("checked", 6))
        self.imported.action_import()
        self.run_jobs()
        self.imported.invalidate_recordset()
        self.assertEqual((self.imported.state, self.imported.made_count), ("done", 6))
        made = self.env["cae.import.line"].browse(self.imported.line_ids.ids).mapped("res_id")
        self.assertEqual(self.env["cae.space"].browse(made).create_uid, self.support)

    def test_what_stops_it_is_told_on_the_file_and_nothing_is_half_done(self):
        self.imported.action_check()
        self.run_jobs()
        spaces = self.env["cae.space"].search_count([])
        failing = type(self.imported)
        with patch.object(failing, "_store_lines", side_effect=UserError("the disk is full")):
            self.imported.action_import()
            self.run_jobs()
        self.imported.invalidate_recordset()
        self.assertEqual(
            (self.imported.state, self.imported.work_error), ("checked", "the disk is full")
        )
        self.assertEqual(self.env["cae.space"].search_count([]), spaces)

    def test_a_file_that_was_taken_meanwhile_is_not_taken_twice(self):
        self.imported.action_check()
        self.run_jobs()
        self.imported.action_import()
        self.imported._do_import()  # somebody else, before the runner
        made = self.env["cae.space"].search_count([])
        self.run_jobs()
        self.imported.invalidate_recordset()
        self.assertIn("imported already", self.imported.work_error)
        self.assertEqual(self.env["cae.space"].search_count([]), made)
