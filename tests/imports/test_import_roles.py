from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CaeImportCommon

FILE = "La Ruche,9500,Mirepoix\nLe Nid,31000,Toulouse\n"


@tagged("post_install", "-at_install", "cae_imports")
class TestImportRoles(CaeImportCommon):
    """Support and above import for their company; nobody else does."""

    def test_support_accountant_and_manager_import_and_undo(self):
        for user in (self.support, self.accountant, self.manager):
            imported = self.load("spaces", FILE, user=user)
            imported.action_check()
            imported.action_import()
            self.assertEqual(imported.made_count, 2)
            imported.action_undo()
            self.assertFalse(self.env["cae.space"].search([("name", "=", "La Ruche")]))

    def test_network_and_portal_do_not_import(self):
        for user in (self.network, self.portal):
            with self.assertRaises(AccessError):
                self.load("spaces", FILE, user=user)
            with self.assertRaises(AccessError):
                self.env["cae.import"].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.env["cae.import.line"].with_user(user).search([])

    def test_another_coop_sees_nothing_of_it(self):
        imported = self.load("spaces", FILE)
        imported.action_check()
        other = self.env["cae.import"].with_user(self.support_b)
        self.assertFalse(other.search([("id", "=", imported.id)]))
        with self.assertRaises(AccessError):
            imported.with_user(self.support_b).action_import()
        self.assertFalse(self.env["cae.import.line"].with_user(self.support_b).search([]))
        self.assertFalse(
            self.env["cae.import.column"]
            .with_user(self.support_b)
            .search([("import_id", "=", imported.id)])
        )

    def test_nobody_writes_a_report_by_hand(self):
        with self.assertRaises(AccessError):
            self.env["cae.import.line"].with_user(self.support).create(
                {
                    "import_id": self.load("spaces", FILE).id,
                    "company_id": self.coop_a.id,
                    "status": "ok",
                }
            )

    def test_what_a_company_taught_reads_no_file_of_another(self):
        """Column mappings are kept by the company; those of the product are everybody's."""
        mapping = (
            self.env["cae.import.mapping"]
            .with_user(self.support)
            .create(
                {
                    "name": "Ours",
                    "kind": "spaces",
                    "column_ids": [
                        Command.create({"position": 1, "header": "Zzyzx", "space_field": "name"})
                    ],
                }
            )
        )
        self.assertEqual(mapping.column_ids.company_id, self.coop_a)
        theirs = self.env["cae.import.mapping"].with_user(self.support_b)
        self.assertNotIn("zzyzx", theirs._get_headers("spaces"))
        self.assertIn("zzyzx", mapping._get_headers("spaces"))
        shipped = self.env.ref("cae_tiers_lieux.import_mapping_space_public")
        self.assertIn("nomcom", theirs._get_headers("spaces"))
        for act in (
            lambda: mapping.with_user(self.support_b).write({"name": "x"}),
            lambda: shipped.with_user(self.support_b).write({"name": "x"}),
            lambda: shipped.column_ids[:1].with_user(self.manager).write({"header": "x"}),
            lambda: shipped.with_user(self.manager).unlink(),
            lambda: mapping.with_user(self.support).write({"company_id": False}),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_a_row_that_fails_is_named_and_nothing_is_half_done(self):
        """A rule of the database, and a failure that nobody foresaw."""
        rows = "".join(f"Lieu {i},3100{i},Toulouse\n" for i in range(6))
        real = type(self.env["cae.space"]).create

        def broken(spaces, vals_list):
            if any(vals["name"] == "Lieu 3" for vals in vals_list):
                raise ZeroDivisionError("unforeseen")
            return real(spaces, vals_list)

        def refused(spaces, vals_list):
            made = real(spaces, vals_list)
            self.env.cr.execute(
                "UPDATE cae_space SET half_day_threshold = -1 WHERE name = 'Lieu 3'"
            )
            return made

        for act, sentence, logs in (
            (broken, "unexpected error", True),
            (refused, "half-day threshold", False),
        ):
            imported = self.load("spaces", rows)
            imported.action_check()
            with (
                patch.object(type(self.env["cae.space"]), "create", act),
                mute_logger("odoo.sql_db", "odoo.addons.cae_tiers_lieux.models.base.errors"),
            ):
                with self.assertRaises(UserError) as caught:
                    imported.action_import()
            self.assertIn("row 4 (Lieu 3 · 31003 Toulouse)", str(caught.exception))
            self.assertIn(sentence, str(caught.exception))
            self.assertFalse(self.env["cae.space"].search([("name", "=like", "Lieu %")]), logs)
            self.assertEqual(imported.state, "checked")

    def test_support_does_not_delete_an_import(self):
        imported = self.load("spaces", FILE)
        with self.assertRaises(AccessError):
            imported.unlink()
        imported.with_user(self.manager).unlink()

    def test_a_use_of_one_coop_never_names_a_file_of_another(self):
        other = self.make_entrepreneur("Zoé", company=self.coop_b)
        use = self.make_uses(self.portal_partner, ["2026-10-05"], entrepreneur_id=other.id)
        self.assertFalse(use.entrepreneur_id, "the file is the person's own, whatever is sent")
        with self.assertRaisesRegex(UserError, "cannot be changed by hand"):
            use.entrepreneur_id = other
