from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import CaeCommon


@tagged("cae_career")
class TestStageAutomation(CaeCommon):
    """Entering a stage sends its mail and plans its activities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage = cls.env.ref("cae_tiers_lieux.cae_stage_diagnosis")
        cls.stage.mail_template_id = cls.env["mail.template"].create(
            {
                "name": "Diagnosis",
                "model_id": cls.env["ir.model"]._get_id("cae.entrepreneur"),
                "subject": "Welcome {{ object.name }}",
                "body_html": "<p>See you soon</p>",
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        cls.plan = cls.env["mail.activity.plan"].create(
            {
                "name": "Diagnosis",
                "res_model": "cae.entrepreneur",
                "company_id": False,
                "template_ids": [
                    (
                        0,
                        0,
                        {
                            "activity_type_id": cls.env.ref("mail.mail_activity_data_call").id,
                            "summary": "Call back",
                            "responsible_type": "cae_adviser",
                        },
                    )
                ],
            }
        )
        cls.stage.activity_plan_id = cls.plan
        cls.anna = cls.make_entrepreneur("Anna", adviser_id=cls.support.id)
        cls.anna.partner_id.email = "anna@example.com"

    def mails(self):
        return self.env["mail.mail"].sudo().search([("subject", "like", "Welcome")])

    def calls(self, person):
        return person.activity_ids.filtered(lambda activity: activity.summary == "Call back")

    def test_entering_sends_and_plans_once(self):
        self.anna.with_user(self.support).stage_id = self.stage
        self.assertEqual(self.mails().mapped("subject"), ["Welcome Anna"])
        self.assertEqual(self.calls(self.anna).user_id, self.support)
        self.anna.with_user(self.support).write({"stage_id": self.stage.id, "project": "Wood"})
        self.assertEqual(len(self.mails()), 1, "Standing in a stage is not entering it.")
        self.assertEqual(len(self.calls(self.anna)), 1)

    def test_creation_in_a_stage_enters_it(self):
        bruno = self.make_entrepreneur("Bruno", stage_id=self.stage.id, adviser_id=self.support.id)
        self.assertEqual(len(self.calls(bruno)), 1)

    def test_who_has_no_address_is_told_in_the_chatter(self):
        bruno = self.make_entrepreneur("Bruno", adviser_id=self.support.id)
        bruno.stage_id = self.stage
        self.assertFalse(self.mails())
        self.assertIn("no e-mail address", bruno.message_ids[-1:].body or bruno.message_ids.body)

    def test_a_status_moves_and_runs_the_stage(self):
        stage = self.env.ref("cae_tiers_lieux.cae_stage_cesa")
        stage.activity_plan_id = self.plan
        contract = self.make_contract(self.anna, "CESA", date(2026, 1, 1))
        contract.entrepreneur_id._sync_stage()
        self.assertEqual(self.anna.stage_id, stage)
        self.assertEqual(len(self.calls(self.anna)), 1)

    def test_the_adviser_belongs_to_careers_only(self):
        with self.assertRaises(ValidationError):
            self.plan.copy({"res_model": "res.partner"})
