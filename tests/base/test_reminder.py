"""Who is reminded of a record, and that it is only once."""

from datetime import date, timedelta
from unittest import SkipTest

from odoo.tests import tagged

from ..common import CaeCommon

TYPE = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install", "cae_base")
class TestReminder(CaeCommon):
    """Through the deadlines of careers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not hasattr(cls.env["cae.deadline"], "_get_reminded_users"):
            raise SkipTest("Deadlines do not use the mixin yet.")
        cls.anna = cls.make_entrepreneur("Anna", adviser_id=cls.support.id)
        cls.deadline = cls.make_deadline(cls.anna)

    @classmethod
    def make_deadline(cls, entrepreneur):
        return cls.env["cae.deadline"].create(
            {
                "entrepreneur_id": entrepreneur.id,
                "kind": "contract_end",
                "source": "test",
                "date": date.today() + timedelta(days=10),
            }
        )

    def reminded(self, deadline=None):
        deadline = deadline or self.deadline
        return deadline._get_reminded_users()[deadline]

    def test_the_adviser_is_reminded_while_they_work_here(self):
        self.assertEqual(self.reminded(), self.support)
        self.support.active = False
        self.assertEqual(self.reminded(), self.manager)

    def test_without_an_adviser_a_manager_of_the_coop_is_reminded(self):
        alone = self.make_deadline(self.make_entrepreneur("Alone"))
        self.assertEqual(self.reminded(alone), self.manager)

    def test_without_a_manager_who_runs_the_job_is_reminded(self):
        foreign = self.make_deadline(self.make_entrepreneur("Other", company=self.coop_b))
        self.env["res.users"].search([("company_ids", "in", self.coop_b.ids)]).company_ids = [
            (3, self.coop_b.id)
        ]
        self.assertEqual(self.reminded(foreign), self.env.user)

    def test_a_user_of_another_coop_is_never_reminded(self):
        other = self.make_user("manager_b", "group_manager", company=self.coop_b)
        foreign = self.make_deadline(self.make_entrepreneur("Other", company=self.coop_b))
        both = foreign | self.make_deadline(self.make_entrepreneur("Alone"))
        found = both._get_reminded_users()
        self.assertEqual([found[one] for one in both], [other, self.manager])

    def test_a_reminder_is_given_once_even_when_it_is_done(self):
        model = self.env["ir.model"]._get_id("cae.deadline")
        self.assertEqual(self.deadline._without_reminder(TYPE), self.deadline)
        activity = self.env["mail.activity"].create(
            {
                "res_model_id": model,
                "res_id": self.deadline.id,
                "activity_type_id": self.env.ref(TYPE).id,
                "user_id": self.support.id,
            }
        )
        self.assertFalse(self.deadline._without_reminder(TYPE))
        activity.active = False
        self.assertFalse(self.deadline._without_reminder(TYPE))
        self.assertEqual(
            self.deadline._without_reminder("mail.mail_activity_data_call"), self.deadline
        )
