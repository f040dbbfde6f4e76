"""An activity: its analytic account, the dated shares of its people, what its papers say."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..common import CaeCommon


@tagged("post_install", "-at_install", "cae_activity")
class TestActivity(CaeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop_a.write(
            {
                "cae_role": "coop",
                "street": "12 rue des Lilas",
                "city": "Bordeaux",
                "company_registry": "73282932000074",
            }
        )
        cls.anna = cls.make_entrepreneur("Anna")
        cls.bruno = cls.make_entrepreneur("Bruno")

    def make_activity(self, *members, **values):
        """Open an activity; a member is ``(person, percent, first day, last day)``."""
        names = ("entrepreneur_id", "share_percent", "date_start", "date_end")
        return self.env["cae.activity"].create(
            {
                "name": "Joinery",
                "company_id": self.coop_a.id,
                "member_ids": [
                    Command.create(dict(zip(names, (member[0].id, *member[1:]), strict=False)))
                    for member in members
                ],
                **values,
            }
        )

    def test_support_opens_an_activity_without_a_right_to_analytic_accounting(self):
        activity = self.env["cae.activity"].with_user(self.support).create({"name": "Joinery"})
        account = activity.sudo().analytic_account_id
        self.assertEqual((account.name, account.company_id), ("Joinery", self.coop_a))
        self.assertEqual(account.plan_id, self.env["account.analytic.plan"]._cae_activity_plan())

    def test_the_account_follows_the_name_and_is_not_shared_by_a_copy(self):
        activity = self.make_activity()
        activity.name = "Carpentry"
        self.assertEqual(activity.analytic_account_id.name, "Carpentry")
        self.assertNotEqual(activity.copy().analytic_account_id, activity.analytic_account_id)

    def test_an_account_that_was_chosen_is_kept(self):
        chosen = self.make_activity().analytic_account_id.copy()
        activity = self.make_activity(analytic_account_id=chosen.id)
        self.assertEqual(activity.analytic_account_id, chosen)

    def test_shares_of_people_one_after_the_other_never_add_up(self):
        self.make_activity(
            (self.anna, 100, False, date(2026, 3, 31)), (self.bruno, 100, date(2026, 4, 1))
        )

    def test_shares_held_on_a_same_day_stop_at_a_hundred(self):
        self.make_activity((self.anna, 60, False, False), (self.bruno, 40, date(2026, 4, 1)))
        with self.assertRaisesRegex(ValidationError, "add up to 110 % on 1 April 2026"):
            self.make_activity(
                (self.anna, 60, False, date(2026, 4, 1)), (self.bruno, 50, date(2026, 4, 1))
            )
        with self.assertRaisesRegex(ValidationError, "add up to 100.5 % on its first day"):
            self.make_activity((self.anna, 60, False, date(2026, 4, 1)), (self.bruno, 40.5))

    def test_nobody_leaves_before_they_came(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.make_activity((self.anna, 100, date(2026, 4, 1), date(2026, 3, 31)))

    def test_the_first_activity_is_the_one_that_pays_until_another_is_chosen(self):
        first = self.make_activity((self.anna, 50))
        second = self.make_activity((self.anna, 50))
        self.assertEqual(self.anna.default_activity_id, first)
        self.anna.default_activity_id = second
        first.member_ids.unlink()
        self.assertEqual(self.anna.default_activity_id, second)

    def test_its_papers_name_the_cape_of_each_holder_until_it_is_registered(self):
        day = date(2026, 5, 1)
        for person in (self.anna, self.bruno):
            self.make_contract(person, "CAPE", date(2026, 1, 1), date(2026, 12, 31))
        activity = self.make_activity((self.anna, 50), (self.bruno, 50))
        mentions = activity._get_cape_mentions(day)[activity.id]
        self.assertEqual(len(mentions), 2)
        self.assertIn("Anna", " ".join(mentions))
        activity.member_ids[0].date_end = date(2026, 4, 30)
        self.assertEqual(len(activity._get_cape_mentions(day)[activity.id]), 1)
        activity.date_registered = day
        self.assertEqual(activity._get_cape_mentions(day), {activity.id: []})
        self.assertTrue(activity._get_cape_mentions(date(2026, 4, 30))[activity.id])

    def test_a_company_with_a_role_gets_an_account_for_shared_services_once(self):
        account = self.coop_a.cae_shared_account_id
        self.assertIn("Coop A", account.name)
        self.coop_a._cae_prepare_company()
        self.assertEqual(self.coop_a.cae_shared_account_id, account)
        self.assertFalse(self.coop_b.cae_shared_account_id, "no role, nothing changes")

    def test_the_team_neither_chooses_nor_renames_an_account_of_others(self):
        other = self.env["account.analytic.account"].create(
            {
                "name": "Shared",
                "plan_id": self.env["account.analytic.plan"]._cae_activity_plan().id,
                "company_id": self.coop_a.id,
            }
        )
        activity = self.env["cae.activity"].with_user(self.support).create({"name": "Bees"})
        with self.assertRaisesRegex(AccessError, "only the accountants"):
            activity.analytic_account_id = other
        activity.with_user(self.accountant).analytic_account_id = other
        activity.name = "Wasps"
        self.assertEqual(other.name, "Shared")
