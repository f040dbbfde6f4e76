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
        cls.refused = cls.make_entrepreneur("Refused")
        cls.refused._do_exit(date(2024, 11, 23), "stop")
        cls.recent = cls.make_entrepreneur("Recent")
        cls.recent._do_exit(date(2024, 11, 24), "stop")
        cls.candidate = cls.make_entrepreneur("Candidate")
        cls.gone = cls.make_entrepreneur("Gone")
        cls.make_contract(cls.gone, "CAPE", date(2020, 1, 1), date(2020, 12, 31))._do_end()
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
        with self.assertRaisesRegex(UserError, "Nothing is ticked"):
            wizard.action_apply()

    def test_what_changed_meanwhile_is_left_alone(self):
        wizard = self.env["cae.retention"].with_user(self.manager).create({})
        self.refused.action_cancel_exit()
        wizard.action_apply()
        self.assertTrue(self.refused.exists())

    def test_what_few_may_read_is_erased_with_the_archive(self):
        self.gone.write({"social_status": "retired", "social_note": "<p>Private</p>"})
        self.env["cae.person.aid"].create({"entrepreneur_id": self.gone.id, "name": "ACRE"})
        counts = self.all.with_user(self.manager)._do_retention()
        self.assertEqual(counts, {"delete": 1, "archive": 1})
        self.assertFalse(self.gone.active)
        self.assertFalse(self.gone.social_status or self.gone.social_note)
        self.assertFalse(self.gone.aid_ids or self.gone.person_document_ids)

    def test_the_list_is_of_one_coop_and_leaves_out_who_is_still_followed(self):
        foreign = self.make_entrepreneur("Foreign", company=self.coop_b)
        foreign._do_exit(date(2020, 1, 1), "stop")
        back = self.make_entrepreneur("Back")
        self.make_contract(back, "CAPE", date(2018, 1, 1), date(2018, 12, 31))._do_end()
        self.make_contract(back, "CAPE", date(2026, 1, 1))
        model = self.env["cae.entrepreneur"]
        found = model._get_retention_of_company(self.coop_a)
        self.assertEqual(
            set(found) & {foreign.id, back.id, *self.all.ids}, set((self.refused + self.gone).ids)
        )
        self.assertEqual(set(model._get_retention_of_company(self.coop_b)), {foreign.id})

    def test_limits_are_settings(self):
        self.env["ir.config_parameter"].set_param("cae_tiers_lieux.retention_file_months", "120")
        self.assertNotIn(self.gone.id, self.all._get_retention())
        self.env["ir.config_parameter"].set_param("cae_tiers_lieux.retention_candidate_months", "0")
        self.assertFalse(self.all._get_retention())

    def test_only_a_manager(self):
        for user in (self.support, self.accountant, self.network):
            with self.assertRaises(AccessError):
                self.env["cae.retention"].with_user(user).create({})
