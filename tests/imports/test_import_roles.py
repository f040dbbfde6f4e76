from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

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
