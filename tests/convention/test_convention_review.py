"""The yearly review of a convention: when it is due, who is reminded, how it is noted."""

from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CaeStreetCommon

REVIEW = "cae_tiers_lieux.mail_activity_type_convention_review"
END = "cae_tiers_lieux.mail_activity_type_convention_end"


@tagged("post_install", "-at_install", "cae_convention")
@freeze_time("2026-11-10")
class TestConventionReview(CaeStreetCommon):
    def run_daily(self, day="2026-11-10"):
        with freeze_time(day):
            self.env["cae.convention"]._cron_reviews()

    def make_one(self, name="Place", **values):
        """A convention in force with a host of its own."""
        host = self.env["res.partner"].create({"name": f"Host {name}", "is_company": True})
        self.make_space(name, host)
        return self.make_convention(host=host, **values)

    def reminders(self, conventions, kind=REVIEW):
        """Every reminder of a kind, those done among them."""
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", "cae.convention"),
                    ("res_id", "in", conventions.ids),
                    ("activity_type_id", "=", self.env.ref(kind).id),
                ],
                order="id",
            )
        )

    def review(self, conventions, day=date(2026, 11, 10), word="", user=None):
        wizard = (
            self.env["cae.convention.review"]
            .with_user(user or self.accountant)
            .create({"convention_ids": conventions.ids, "date": day, "word": word})
        )
        return wizard.action_confirm()

    # When

    def test_the_next_review_is_the_next_anniversary_of_the_first_day(self):
        for start, due in (
            (date(2026, 1, 1), date(2027, 1, 1)),
            (date(2020, 12, 31), date(2026, 12, 31)),
            (date(2024, 11, 10), date(2027, 11, 10)),
            (date(2027, 2, 1), date(2028, 2, 1)),
            (date(2024, 2, 29), date(2027, 2, 28)),
        ):
            self.assertEqual(self.make_one(start=start).review_date, due, start)

    def test_a_first_day_of_29_february_comes_back_in_a_leap_year(self):
        convention = self.make_one(start=date(2024, 2, 29))
        with freeze_time("2027-02-20"):
            self.review(convention, date(2027, 2, 20))
        self.assertEqual(convention.review_date, date(2028, 2, 29))

    def test_only_what_is_in_force_is_reviewed(self):
        draft = self.make_draft_convention()
        self.assertFalse(draft.review_date)
        with self.assertRaisesRegex(UserError, "this step is not open"):
            draft.action_record_review()
        convention = self.make_one()
        convention.action_end()
        self.assertFalse(convention.review_date)

    def test_what_ends_before_its_review_has_none(self):
        self.assertFalse(self.make_one("A", date_end=date(2027, 1, 1)).review_date)
        longer = self.make_one("B", date_end=date(2027, 1, 2))
        self.assertEqual(longer.review_date, date(2027, 1, 1))
        longer.with_user(self.manager).date_end = date(2026, 12, 31)
        self.assertFalse(longer.review_date)

    def test_a_late_review_stays_due_until_it_is_held(self):
        convention = self.make_one()
        with freeze_time("2028-03-01"):
            convention.with_user(self.manager).date_end = date(2029, 12, 31)
            self.assertEqual(convention.review_date, date(2027, 1, 1))

    # The act

    def test_a_review_notes_its_day_who_and_a_word_and_the_next_is_a_year_later(self):
        convention = self.make_one()
        self.run_daily()
        action = convention.with_user(self.accountant).action_record_review()
        self.assertEqual(action["res_model"], "cae.convention.review")
        self.review(convention, date(2026, 11, 9), "Prices kept, one more room.")
        self.assertRecordValues(
            convention,
            [{"date_reviewed": date(2026, 11, 9), "review_date": date(2028, 1, 1)}],
        )
        said = "".join(convention.message_ids.mapped("body"))
        for text in ("9 November 2026", self.accountant.name, "one more room"):
            self.assertIn(text, said)
        self.assertFalse(convention.activity_ids, "the reminder is done")

    def test_noting_it_twice_does_not_skip_a_year(self):
        convention = self.make_one()
        self.review(convention)
        self.review(convention)
        self.assertEqual(convention.review_date, date(2028, 1, 1))
        self.review(convention, date(2026, 1, 5))
        self.assertEqual(convention.date_reviewed, date(2026, 11, 10), "never back")

    def test_several_are_reviewed_at_once(self):
        both = self.make_one("A") | self.make_one("B")
        self.review(both)
        self.assertEqual(both.mapped("review_date"), [date(2028, 1, 1)] * 2)

    def test_a_review_to_come_is_not_noted(self):
        with self.assertRaisesRegex(UserError, "still to come"):
            self.review(self.make_one(), date(2026, 11, 11))

    def test_support_does_not_note_a_review(self):
        convention = self.make_one()
        with self.assertRaises(AccessError):
            convention.with_user(self.support).action_record_review()
        with self.assertRaises(AccessError):
            self.review(convention, user=self.support)
        with self.assertRaisesRegex(UserError, "cannot be changed by hand"):
            convention.with_user(self.manager).date_reviewed = date(2026, 1, 1)

    # Reminders

    def test_a_review_is_reminded_three_months_before_and_once(self):
        convention = self.make_one()
        self.run_daily("2026-09-30")
        self.assertFalse(self.reminders(convention))
        self.run_daily("2026-10-01")
        self.run_daily("2026-10-02")
        activity = self.reminders(convention)
        self.assertRecordValues(
            activity,
            [
                {
                    "date_deadline": date(2027, 1, 1),
                    "user_id": self.manager.id,
                    "summary": "Convention to review",
                }
            ],
        )
        activity.action_feedback()
        self.run_daily("2026-10-03")
        self.assertEqual(self.reminders(convention), activity)

    def test_a_postponed_reminder_is_not_given_again(self):
        convention = self.make_one()
        self.run_daily()
        self.reminders(convention).date_deadline = date(2027, 2, 1)
        self.run_daily()
        self.assertEqual(len(self.reminders(convention)), 1)

    def test_next_year_reminds_again(self):
        convention = self.make_one()
        self.run_daily()
        self.review(convention)
        self.run_daily("2027-09-30")
        self.assertEqual(len(self.reminders(convention)), 1)
        self.run_daily("2027-10-01")
        self.assertEqual(
            self.reminders(convention).mapped("date_deadline"),
            [date(2027, 1, 1), date(2028, 1, 1)],
        )

    def test_a_reminder_speaks_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.manager.lang = "fr_FR"
        convention = self.make_one()
        self.run_daily()
        self.assertEqual(self.reminders(convention).summary, "Convention à revoir")

    def test_what_ends_first_is_reminded_of_its_end_alone(self):
        convention = self.make_one(date_end=date(2026, 12, 31))
        self.run_daily("2026-09-30")
        self.run_daily("2026-10-01")
        self.assertFalse(self.reminders(convention))
        self.assertEqual(self.reminders(convention, END).date_deadline, date(2026, 12, 31))
        convention.with_user(self.manager).date_end = date(2027, 1, 1)
        self.run_daily()
        self.assertEqual(len(self.reminders(convention, END)), 2, "another last day")

    def test_what_ended_or_has_its_next_version_is_not_reminded(self):
        past = self.make_one("A", date_end=date(2026, 10, 31))
        replaced = self.make_one("B", date_end=date(2026, 12, 31))
        replaced.with_user(self.manager).action_new_version()
        over = self.make_one("C")
        self.run_daily()
        self.assertTrue(over.activity_ids)
        over.action_end()
        self.assertFalse((past | replaced | over).activity_ids)

    def test_each_company_reminds_its_own(self):
        manager_b = self.make_user("manager_b", "group_manager", company=self.coop_b)
        theirs = self.make_one("B", company=self.coop_b)
        ours = self.make_one("A")
        self.run_daily()
        self.assertEqual(self.reminders(theirs).user_id, manager_b)
        self.assertEqual(self.reminders(ours).user_id, self.manager)

    def test_ten_conventions_take_the_queries_of_two(self):
        def queries(number):
            made = self.env["cae.convention"].concat(
                *(self.make_one(f"{number}-{each}") for each in range(number))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.run_daily()
            self.env.flush_all()
            count = self.env.cr.sql_log_count - before
            self.assertEqual(len(self.reminders(made)), number)
            return count

        queries(2)
        self.assertLessEqual(queries(10), queries(2))

    def test_the_job_and_the_filter_find_them(self):
        due, later = self.make_one("A"), self.make_one("B", start=date(2026, 6, 1))
        arch = self.env["cae.convention"].get_view(view_type="search")["arch"]
        self.assertIn("to_review", arch)
        found = self.env["cae.convention"].search(
            [("state", "=", "running"), ("review_date", "<=", "today +3m")]
        )
        self.assertIn(due, found)
        self.assertNotIn(later, found)
        with self.enter_registry_test_mode():
            self.env.ref("cae_tiers_lieux.ir_cron_convention_reviews").method_direct_trigger()
        self.assertTrue(self.reminders(due))
        self.assertFalse(self.reminders(later))

    def test_a_next_version_in_force_needs_no_word_about_the_former(self):
        ending = self.make_one("A", start=date(2025, 6, 1), date_end=date(2026, 12, 31))
        due = self.make_one("B", start=date(2025, 1, 1))
        self.run_daily()
        self.assertEqual(len((ending | due).activity_ids), 2, "the control")
        for convention in (ending, due):
            new = convention.browse(convention.action_new_version()["res_id"])
            new.action_start()
        self.assertFalse((ending | due).activity_ids)

    def test_a_notice_that_ends_it_before_its_review_closes_that_reminder(self):
        convention = self.make_one(start=date(2025, 1, 15), notice_months=1)
        self.run_daily()
        self.assertEqual(len(convention.activity_ids), 1, "the control")
        convention.with_user(self.manager).action_give_notice()
        self.assertFalse(convention.activity_ids)

    def test_an_old_review_noted_later_makes_none_due_in_the_past(self):
        convention = self.make_one(start=date(2020, 1, 1))
        self.review(convention, date(2025, 2, 3))
        self.assertEqual(convention.review_date, date(2027, 1, 1))
