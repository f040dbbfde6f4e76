import base64

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import CaeImportCommon, csv_file, xlsx_file


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
        self.check_refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel")
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
