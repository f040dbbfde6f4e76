"""What is paid by the month: prorated, paused, ended by notice, never billed twice."""

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import ExclusionViolation

from ..common import CaeStreetCommon


@tagged("cae_prices")
@freeze_time("2026-11-10")
class TestPlan(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_convention(rules=[{"name": "Tous"}])
        cls.tariff.line_ids = [
            Command.create({"resource_kind": "desk", "unit": "month", "price": 100.0}),
            Command.create({"resource_kind": "meeting", "unit": "hour", "price": 12.0}),
        ]
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        cls.desk = cls.space.resource_ids
        cls.room = cls.env["cae.space.resource"].create(
            {"space_id": cls.space.id, "name": "Salle", "kind": "meeting"}
        )

    def make_plan(self, start=date(2026, 9, 17), run=True, **values):
        plan = self.env["cae.plan"].create(
            {
                "partner_id": self.bruno.partner_id.id,
                "space_id": self.space.id,
                "resource_id": self.desk.id,
                "date_start": start,
                **values,
            }
        )
        if run:
            plan.with_user(self.accountant).action_start()
        return plan

    def test_each_month_is_a_use_prorated_by_the_calendar_day(self):
        plan = self.make_plan()
        months = plan.usage_ids.sorted("date")
        self.assertRecordValues(
            months,
            [
                {"date": date(2026, 9, 30), "billed_amount": 46.67, "state": "rated"},
                {"date": date(2026, 10, 31), "billed_amount": 100.0, "state": "rated"},
                {"date": date(2026, 11, 30), "billed_amount": 0.0, "state": "recorded"},
            ],
        )
        self.assertEqual(months[2].problem_code, "future")
        self.env["cae.plan"]._cron_months()
        self.assertEqual(plan.usage_ids, months, "run twice, it adds nothing")
        with freeze_time("2026-12-01"):
            self.env["cae.usage"]._cron_future()
            self.env["cae.plan"]._cron_months()
        self.assertEqual(len(plan.usage_ids), 4)
        self.assertEqual(months[2].billed_amount, 100.0)

    def test_a_pause_is_not_paid_and_a_billed_month_stays(self):
        plan = self.make_plan()
        september, october, _november = plan.usage_ids.sorted("date")
        september._do_lock()
        for start, end in (("2026-09-20", "2026-09-30"), ("2026-10-01", "2026-10-10")):
            self.env["cae.plan.pause"].with_user(self.support).create(
                {"plan_id": plan.id, "date_start": start, "date_end": end}
            )
        self.assertEqual((september.billed_amount, october.billed_amount), (46.67, 67.74))

    def test_a_plan_ends_once_its_notice_has_run(self):
        plan = self.make_plan(notice_months=2)
        with self.assertRaises(AccessError):
            plan.with_user(self.support).action_give_notice()
        plan.with_user(self.accountant).action_give_notice()
        self.assertEqual(plan.date_end, date(2027, 1, 10))
        with self.assertRaisesRegex(UserError, "ends already"):
            plan.with_user(self.accountant).action_give_notice()
        with freeze_time("2027-01-11"):
            self.env["cae.plan"]._cron_months()
        self.assertEqual(plan.state, "ended")
        self.assertEqual(plan.usage_ids.sorted("date")[-1].plan_days, 10)

    def test_days_of_a_plan_are_counted_and_never_billed_again(self):
        before = self.make_uses(self.bruno, [date(2026, 9, 16)])
        within = self.make_uses(self.bruno, [date(2026, 9, 18)])
        self.assertEqual((before | within).mapped("billed_amount"), [15.0, 15.0])
        plan = self.make_plan()
        self.assertEqual((before | within).mapped("billed_amount"), [15.0, 0.0])
        self.assertIn("in the monthly plan", within.explanation)
        self.assertEqual(within.reduction_amount, 15.0)
        self.env["cae.plan.pause"].create(
            {"plan_id": plan.id, "date_start": "2026-09-18", "date_end": "2026-09-18"}
        )
        self.assertEqual(within.billed_amount, 15.0)

    def test_domiciliation_needs_the_approval_of_the_space(self):
        """R49: warned, never blocked."""
        plan = self.make_plan(kind="domiciliation", run=False)
        self.assertIn("R49", plan.warning)
        self.space.domiciliation_number = "17-0042"
        self.assertFalse(plan.warning)

    def test_an_exclusive_room_is_let_to_one_at_a_time(self):
        self.make_plan(resource_id=self.room.id, kind="office")
        other = self.make_person("Chloé", "CESA", date(2024, 1, 1))
        with self.assertRaisesRegex(ValidationError, "is let to Bruno"):
            self.make_plan(resource_id=self.room.id, kind="office", partner_id=other.partner_id.id)

    def test_a_room_is_not_used_twice_at_once(self):
        """PostgreSQL itself refuses it; times that touch pass, and so does a cancelled use."""
        chloe = self.make_person("Chloé", "CESA", date(2024, 1, 1))

        def use(person, start, stop):
            return self.make_uses(
                person,
                [date(2026, 10, 5)],
                unit="hour",
                resource_id=self.room.id,
                start=f"2026-10-05 {start}:00",
                stop=f"2026-10-05 {stop}:00",
            )

        first = use(self.bruno, "08:00", "10:00")
        use(chloe, "10:00", "11:00")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ExclusionViolation) as caught,
            self.env.cr.savepoint(),
        ):
            use(chloe, "09:59", "10:30")
        sentence = self.env["cae.usage"]._sql_error_to_message(caught.exception)
        self.assertIn("This room is taken at that time", sentence)
        first.action_cancel()
        use(chloe, "09:00", "10:00")
