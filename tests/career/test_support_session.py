from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CaeCommon


@tagged("cae_career")
class TestSupportSession(CaeCommon):
    """Appointments and workshops: the calendar, the attendance, the count of R17."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-23 12:00:00"))
        cls.anna = cls.make_entrepreneur("Anna")
        cls.bruno = cls.make_entrepreneur("Bruno")
        cls.make_contract(cls.anna, "CESA", date(2025, 1, 1))

    def make_session(self, people, day="2026-10-05", kind="individual", done=True, user=None):
        session = (
            self.env["cae.support.session"]
            .with_user(user or self.support)
            .create(
                {
                    "kind": kind,
                    "date_start": f"{day} 09:00:00",
                    "duration": 1.5,
                    "entrepreneur_ids": people.ids,
                }
            )
        )
        if done:
            session.action_done()
        return session

    def test_it_stands_in_the_calendar_privately(self):
        session = self.make_session(self.anna, done=False)
        event = session.sudo().calendar_event_id
        self.assertEqual(event.start, datetime(2026, 10, 5, 9))
        self.assertEqual(event.stop, datetime(2026, 10, 5, 10, 30))
        self.assertEqual(event.privacy, "private")
        self.assertEqual(event.partner_ids, self.support.partner_id, "Odoo finds events by people")
        self.assertFalse(self.env["mail.mail"].search([("res_id", "=", event.id)]))

    def test_the_people_are_invited_by_mail_with_a_file_for_their_calendar(self):
        session = self.make_session(self.anna + self.bruno, "2026-12-01", "group", done=False)
        with self.assertRaisesRegex(UserError, "e-mail address"):
            session.action_invite()
        self.anna.partner_id.email = "anna@example.org"
        session.action_invite()
        mail = self.env["mail.mail"].search([("model", "=", session._name)])
        self.assertEqual(mail.recipient_ids, self.anna.partner_id)
        self.assertIn("Workshop", mail.body_html)
        self.assertIn(b"BEGIN:VEVENT", mail.attachment_ids.raw)
        self.assertNotIn(b"anna@example.org", mail.attachment_ids.raw)

    def test_nobody_is_invited_to_what_is_past(self):
        session = self.make_session(self.anna, done=False)
        with self.assertRaisesRegex(UserError, "not to come"):
            session.action_invite()

    def test_a_client_cannot_say_that_a_write_comes_from_the_other_side(self):
        session = self.make_session(self.anna, done=False)
        session.with_context(cae_from_session=True).date_start = datetime(2026, 12, 1, 8)
        self.assertEqual(session.sudo().calendar_event_id.start, datetime(2026, 12, 1, 8))

    def test_the_subject_is_the_person_unless_written(self):
        session = self.make_session(self.anna, done=False)
        self.assertEqual(session.name, "Anna")
        session.entrepreneur_ids = self.bruno
        self.assertEqual(session.name, "Anna", "A subject that stands stays.")
        group = self.make_session(self.anna + self.bruno, kind="group", done=False)
        self.assertEqual(group.name, "Workshop")

    def test_both_sides_move_together(self):
        session = self.make_session(self.anna, done=False)
        session.date_start = datetime(2026, 12, 1, 8)
        event = session.sudo().calendar_event_id
        self.assertEqual(event.start, datetime(2026, 12, 1, 8))
        event.with_user(self.support).write(
            {"start": datetime(2026, 12, 2, 14), "stop": datetime(2026, 12, 2, 16)}
        )
        self.assertEqual(session.date_start, datetime(2026, 12, 2, 14))
        self.assertEqual(session.duration, 2)
        session.action_cancel()
        self.assertFalse(event.active)

    def test_the_day_is_the_local_one(self):
        session = self.make_session(self.anna, done=False)
        session.date_start = datetime(2026, 10, 5, 22, 30)
        self.assertEqual(session.date, date(2026, 10, 6))

    def test_held_marks_who_came(self):
        session = self.make_session(self.anna + self.bruno, kind="group", done=False)
        session.attendance_ids[0].state = "absent"
        session.action_done()
        self.assertEqual(session.attendance_ids.mapped("state"), ["absent", "present"])
        self.assertEqual(session.attended_count, 1)
        with self.assertRaisesRegex(UserError, "It was held"):
            session.unlink()

    def test_a_session_of_tomorrow_was_not_held(self):
        session = self.make_session(self.anna, "2026-11-24", done=False)
        with self.assertRaisesRegex(UserError, "not started"):
            session.action_done()

    def test_only_a_planned_session_is_cancelled_and_it_may_be_planned_again(self):
        session = self.make_session(self.anna, done=False)
        event = session.sudo().calendar_event_id
        with self.assertRaisesRegex(UserError, "this step is not open"):
            session.action_plan_again()
        session.action_cancel()
        self.assertEqual((session.state, event.active), ("cancelled", False))
        for step in (session.action_cancel, session.action_done):
            with self.assertRaisesRegex(UserError, "this step is not open"):
                step()
        session.action_plan_again()
        self.assertEqual((session.state, event.active), ("planned", True))
        session.action_done()
        self.assertEqual(self.anna.interview_count, 1)
        session.action_plan_again()
        self.assertEqual(self.anna.interview_count, 0)

    def test_who_came_must_be_said(self):
        session = self.make_session(self.anna, done=False)
        session.entrepreneur_ids = False
        with self.assertRaisesRegex(UserError, "Say who came"):
            session.action_done()

    def test_a_session_deleted_leaves_the_calendar(self):
        session = self.make_session(self.anna, done=False)
        event = session.sudo().calendar_event_id
        session.unlink()
        self.assertFalse(event.exists())

    def test_an_individual_interview_is_with_one_person(self):
        with self.assertRaisesRegex(ValidationError, "one person"):
            self.make_session(self.anna + self.bruno)

    def test_r17_counts_individual_interviews_of_twelve_months(self):
        self.assertEqual((self.anna.interview_count, self.anna.interview_missing), (0, 2))
        self.make_session(self.anna, "2026-02-02")
        self.make_session(self.anna, "2025-11-23")  # one day too old
        self.make_session(self.anna, "2026-03-02", kind="group")
        self.make_session(self.anna, "2026-04-02", done=False)
        self.make_session(self.bruno, "2026-05-04")
        self.assertEqual((self.anna.interview_count, self.anna.interview_missing), (1, 1))
        self.make_session(self.anna, "2026-10-05")
        self.assertEqual((self.anna.interview_count, self.anna.interview_missing), (2, 0))
        self.assertEqual(self.anna.interview_due, date(2027, 2, 2))
        self.assertEqual(self.anna.session_summary, "2 / 2")
        self.assertFalse(self.bruno.interview_due, "Without a contract nothing is due.")

    def test_an_absence_does_not_count(self):
        session = self.make_session(self.anna, "2026-10-05")
        session.attendance_ids.state = "absent"
        self.assertEqual(self.anna.interview_count, 0)

    def test_the_next_interview_is_on_the_board(self):
        self.anna._sync_deadlines()
        line = self.anna.deadline_ids.filtered(lambda d: d.kind == "interview")
        self.assertEqual(line.level, "late")
        action = line.action_next_step()
        self.assertEqual(action["context"]["default_entrepreneur_ids"], self.anna.ids)
        self.make_session(self.anna, "2026-02-02")
        self.make_session(self.anna, "2026-10-05")
        self.assertEqual(line.date, date(2027, 2, 2))

    def test_another_coop_sees_no_session(self):
        session = self.make_session(self.anna)
        model = self.env["cae.support.session"].with_user(self.support_b)
        self.assertFalse(model.search([("id", "=", session.id)]))
        with self.assertRaises(AccessError):
            session.with_user(self.support_b).read(["report"])
        with self.assertRaises(AccessError):
            self.make_session(self.anna, user=self.support_b)
        for user in (self.portal, self.network):
            with self.assertRaises(AccessError):
                session.with_user(user).read(["report"])

    def test_counts_cost_the_same_for_many(self):
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(30)])
        many = self.env["cae.entrepreneur"].create(
            [{"partner_id": p.id, "company_id": self.coop_a.id} for p in partners]
        )
        for person in many:
            self.make_contract(person, "CESA", date(2025, 1, 1))

        def count(people):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            people.mapped("interview_missing")
            people.mapped("last_session_date")
            return self.env.cr.sql_log_count - start

        count(many)
        self.assertEqual(count(many), count(many[:3]))

    def test_last_and_next_session(self):
        self.make_session(self.anna, "2026-02-02")
        self.make_session(self.anna, "2026-10-05")
        coming = self.make_session(self.anna, "2026-12-05", done=False)
        self.assertEqual(self.anna.last_session_date, date(2026, 10, 5))
        self.assertEqual(self.anna.next_session_date, coming.date_start)
        self.assertEqual(coming.date_end - coming.date_start, timedelta(hours=1.5))
