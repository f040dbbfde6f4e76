from datetime import date

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CaeCommon


@tagged("cae_career")
@freeze_time("2026-11-23")
class TestExit(CaeCommon):
    """A person leaves the coop: what ends, what is told, what is refused, and the way back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_entrepreneur("Anna", adviser_id=cls.support.id)

    def leave(self, day="2026-11-20", reason="job", note=False):
        """Let Anna leave by the wizard, as the team does."""
        wizard = self.env["cae.entrepreneur.exit"].with_user(self.support)
        wizard = wizard.create(
            {"entrepreneur_id": self.anna.id, "date": day, "reason": reason, "note": note}
        )
        information = wizard.information
        wizard.action_confirm()
        return information

    def test_what_runs_is_ended_what_was_not_signed_is_cancelled_and_it_is_said_first(self):
        over = self.make_contract(self.anna, "CAPE", date(2025, 1, 1), date(2025, 12, 31))
        over._do_end()
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        draft = self.make_contract(self.anna, "CESA", date(2027, 1, 1), state="draft")
        information = self.leave()
        self.assertIn(f"{cape.name} ends on 20 November 2026", information)
        self.assertIn(f"{draft.name} is cancelled", information)
        self.assertNotIn(over.name, information)
        self.assertEqual((cape.state, cape.date_last), ("terminated", date(2026, 11, 20)))
        self.assertEqual(cape.end_reason, "Found a job")
        self.assertEqual((over.state, draft.state), ("ended", "cancelled"))
        self.assertEqual((self.anna.exit_date, self.anna.exit_reason), (date(2026, 11, 20), "job"))

    def test_a_contract_that_ends_by_itself_before_is_left_alone(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1), date(2026, 12, 31))
        self.assertNotIn(cape.name, self.leave("2026-12-31"))
        self.assertEqual(cape.state, "running")

    def test_the_details_are_the_reason_of_the_end(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.leave(note="Hired by a customer")
        self.assertEqual(cape.end_reason, "Hired by a customer")

    def test_a_contract_that_starts_later_is_named(self):
        later = self.make_contract(self.anna, "CESA", date(2027, 1, 1))
        with self.assertRaisesRegex(UserError, f"{later.name} starts after this exit"):
            self.leave()
        self.assertFalse(self.anna.exit_date)

    def test_nobody_leaves_twice(self):
        self.leave()
        with self.assertRaisesRegex(UserError, "already left, on 20 November 2026"):
            self.leave("2026-11-22")
        with self.assertRaisesRegex(UserError, "already left"):
            self.anna.action_exit()

    def test_the_stage_follows_once_the_last_day_is_past(self):
        gone = self.env.ref("cae_tiers_lieux.cae_stage_exit")
        self.leave("2026-11-23")
        self.assertNotEqual(self.anna.stage_id, gone)
        with freeze_time("2026-11-24"):
            self.env["cae.entrepreneur"]._cron_deadlines()
        self.assertEqual(self.anna.stage_id, gone)

    def test_a_death_has_a_list_of_its_own_and_nothing_is_listed_twice(self):
        family = self.env.ref("cae_tiers_lieux.cae_exit_item_family")
        self.leave(reason="death")
        names = self.anna.exit_check_ids.mapped("name")
        self.assertIn(family.name, names)
        self.anna.exit_check_ids[0].done = True
        self.assertEqual(self.anna.exit_check_ids[0].date_done, date(2026, 11, 23))
        self.anna.action_cancel_exit()
        self.leave(reason="death")
        self.assertEqual(self.anna.exit_check_ids.mapped("name"), names)

    def test_an_exit_is_taken_back_and_ended_contracts_stay_ended(self):
        with self.assertRaisesRegex(UserError, "has not left"):
            self.anna.action_cancel_exit()
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.leave()
        self.anna.with_user(self.support).action_cancel_exit()
        self.assertFalse(self.anna.exit_date or self.anna.exit_reason)
        self.assertEqual(cape.state, "terminated")
