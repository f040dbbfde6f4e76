from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import CaeCommon


@tagged("cae_career")
class TestRetention(CaeCommon):
    """R46: listed before it is deleted, by a manager, and never what is still followed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-23 12:00:00"))
        cls.refused = cls.make_entrepreneur("Refused", exit_date=date(2024, 11, 23))
        cls.recent = cls.make_entrepreneur("Recent", exit_date=date(2024, 11, 24))
        cls.candidate = cls.make_entrepreneur("Candidate")
        cls.gone = cls.make_entrepreneur("Gone")
        cls.make_contract(cls.gone, "CAPE", date(2020, 1, 1), date(2020, 12, 31), state="ended")
        cls.env["cae.person.document"].create({"entrepreneur_id": cls.gone.id, "name": "Card"})
        cls.running = cls.make_entrepreneur("Running")
        cls.make_contract(cls.running, "CESA", date(2015, 1, 1))
        cls.all = cls.refused + cls.recent + cls.candidate + cls.gone + cls.running

    def test_the_list_before_anything_is_done(self):
        with Form(self.env["cae.retention"].with_user(self.manager)) as form:
            wizard = form.save()
        found = {line.entrepreneur_id: line.action for line in wizard.line_ids}
        self.assertEqual(found, {self.refused: "delete", self.gone: "archive"})
        self.assertEqual(self.all.exists(), self.all)

    def test_on_order_only_what_is_ticked(self):
        wizard = self.env["cae.retention"].with_user(self.manager).create({})
        wizard.line_ids.filtered(lambda line: line.entrepreneur_id == self.gone).is_chosen = False
        wizard.action_apply()
        self.assertFalse(self.refused.exists())
        self.assertTrue(self.gone.active)
        wizard = self.env["cae.retention"].with_user(self.manager).create({})
        wizard.action_apply()
        self.assertFalse(self.gone.active)
        self.assertFalse(self.gone.sudo().person_document_ids)
        self.assertEqual(len(self.gone.contract_ids), 1, "Contracts stay with the archived file.")
        self.assertEqual(len((self.recent + self.candidate + self.running).exists()), 3)
        wizard = self.env["cae.retention"].with_user(self.manager).create({})
        with self.assertRaises(UserError):
            wizard.action_apply()

    def test_what_changed_meanwhile_is_left_alone(self):
        wizard = self.env["cae.retention"].with_user(self.manager).create({})
        self.refused.exit_date = date(2026, 11, 1)
        wizard.action_apply()
        self.assertTrue(self.refused.exists())

    def test_limits_are_settings(self):
        self.env["ir.config_parameter"].set_param("cae_tiers_lieux.retention_file_months", "120")
        self.assertNotIn(self.gone.id, self.all._get_retention())
        self.env["ir.config_parameter"].set_param("cae_tiers_lieux.retention_candidate_months", "0")
        self.assertFalse(self.all._get_retention())

    def test_only_a_manager(self):
        for user in (self.support, self.accountant, self.network):
            with self.assertRaises(AccessError):
                self.env["cae.retention"].with_user(user).create({})
