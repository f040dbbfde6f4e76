"""Who is reminded of a record, and that it is only once."""

from odoo import Command
from odoo.tests import tagged

from ..common import CaeCommon

TYPE = "mail.mail_activity_data_todo"


@tagged("post_install", "-at_install", "cae_base")
class TestReminder(CaeCommon):
    """Through memberships, of which the author is reminded, else an accountant."""

    def make_record(self, author=None, company=None):
        company = company or self.coop_a
        member = self.env["res.partner"].create({"name": "Member", "is_company": True})
        return (
            self.env["cae.membership"]
            .with_user(author or self.env.user)
            .with_company(company)
            .create(
                {
                    "company_id": company.id,
                    "organisation_id": company.partner_id.id,
                    "member_id": member.id,
                    "kind": "dues",
                }
            )
            .with_env(self.env)
        )

    def reminded(self, record):
        return record._get_reminded_users()[record]

    def test_who_is_named_by_the_record_is_reminded_while_they_work_here(self):
        record = self.make_record(author=self.support)
        self.assertEqual(self.reminded(record), self.support)
        self.support.active = False
        self.assertNotEqual(self.reminded(record), self.support)

    def test_else_somebody_of_the_coop_who_holds_the_group_is_reminded(self):
        managers = self.manager | self.accountant
        self.assertIn(self.reminded(self.make_record()), managers)
        self.manager.active = False
        self.assertEqual(self.reminded(self.make_record()), self.accountant)

    def test_a_manager_stands_in_for_a_group_that_nobody_holds(self):
        self.patch(type(self.env["cae.membership"]), "_reminded_group", "base.group_portal")
        self.assertEqual(self.reminded(self.make_record()), self.manager)

    def test_without_anybody_who_runs_the_job_is_reminded(self):
        record = self.make_record(company=self.coop_b)
        self.assertEqual(self.reminded(record), self.env.user)

    def test_nobody_of_another_coop_is_reminded(self):
        other = self.make_user("manager_b", "group_manager", company=self.coop_b)
        records = self.make_record(company=self.coop_b) | self.make_record()
        users = records._get_reminded_users()
        self.assertEqual(users[records[0]], other)
        self.assertNotEqual(users[records[1]], other)
        other.company_ids = [Command.link(self.coop_a.id)]
        self.assertEqual(self.reminded(records[1]), other)

    def test_many_records_are_looked_up_with_the_same_queries(self):
        records = self.env["cae.membership"].concat(*(self.make_record() for _each in range(6)))

        def queries(few):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            few._get_reminded_users()
            return self.env.cr.sql_log_count - before

        queries(records)
        self.assertEqual(queries(records), queries(records[:1]))

    def test_a_reminder_is_given_once_even_when_it_is_done(self):
        record = self.make_record()
        other = self.coop_a.partner_id.activity_schedule(TYPE, user_id=self.support.id)
        self.env.flush_all()
        # as if that record of another model had the same id
        self.env.cr.execute(
            "UPDATE mail_activity SET res_id = %s WHERE id = %s", [record.id, other.id]
        )
        self.env.invalidate_all()
        self.assertEqual(record._without_reminder(TYPE), record)
        activity = record.activity_schedule(TYPE, user_id=self.support.id)
        self.assertFalse(record._without_reminder(TYPE))
        activity.action_done()
        self.assertFalse(record._without_reminder(TYPE))
        self.assertEqual(record._without_reminder("mail.mail_activity_data_call"), record)
