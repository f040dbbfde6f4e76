from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...rules.periods import Period
from ..common import PDF, TAKEN_OVER, CaeCommon


@tagged("cae_career")
@freeze_time("2026-11-23")
class TestDeadlines(CaeCommon):
    """The board of deadlines follows the facts, and each reminder is given once (R5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_entrepreneur("Anna", adviser_id=cls.support.id)

    def lines(self, entrepreneur=None):
        """The terms of contracts; interviews have a suite of their own."""
        lines = (entrepreneur or self.anna).deadline_ids
        return lines.filtered(lambda d: d.kind != "interview")

    def kinds(self, entrepreneur=None):
        return {line.kind: line.date for line in self.lines(entrepreneur)}

    def cron(self):
        self.env["cae.entrepreneur"]._cron_deadlines()

    def sign(self, contract, day="2026-11-23"):
        """Have a draft signed by both sides on a day, as the team does on paper."""
        contract = contract.with_user(self.support)
        contract.action_to_sign()
        contract.write(
            {
                "coop_signature_date": day,
                "entrepreneur_signature_date": day,
                "signed_file": PDF,
            }
        )
        contract.action_sign()

    def test_every_term_stands_on_the_board(self):
        self.make_contract(self.anna, "CESA", date(2026, 6, 1))
        self.cron()
        self.assertEqual(self.kinds(), {"associate": date(2029, 5, 31), "trial": date(2027, 1, 31)})

    def test_last_renewal_is_another_deadline(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.cron()
        self.assertEqual(self.kinds(), {"term": date(2026, 12, 31)})
        bruno = self.make_entrepreneur("Bruno")
        for year in (2024, 2025, 2026):
            self.make_contract(bruno, "CAPE", date(year, 1, 1))
        self.cron()
        self.assertEqual(self.kinds(bruno), {"last_term": date(2026, 12, 31)})

    def test_board_gives_urgency_to_the_card(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.cron()
        self.assertEqual(self.anna.deadline_level, "planned")
        with freeze_time("2026-12-10"):
            self.cron()
            self.assertEqual(self.anna.deadline_level, "soon")
            self.assertEqual(self.anna.deadline_text, "in 21 days · End of contract")
        with freeze_time("2027-01-02"):
            self.cron()
            self.assertEqual(self.anna.deadline_level, "late")

    def test_each_alert_is_given_once(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        todo = lambda: self.lines().activity_id  # noqa: E731
        with freeze_time("2026-09-01"):
            self.cron()
            self.assertFalse(todo())
        for day, alert in (("2026-10-05", 90), ("2026-11-05", 60), ("2026-12-05", 30)):
            with freeze_time(day):
                self.cron()
                first = todo()
                self.assertEqual(len(first), 1)
                self.assertEqual(first.user_id, self.support)
                self.assertEqual(first.date_deadline, date(2026, 12, 31))
                self.assertEqual(self.lines().alert_done, alert)
                self.cron()
                self.assertEqual(todo(), first, "the same alert is not given twice")
        with freeze_time("2026-12-06"):
            todo().action_feedback()
            self.cron()
            self.assertFalse(
                todo().filtered("active"), "an alert that was answered does not come back"
            )

    def test_alert_closes_when_the_contract_is_renewed(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.cron()
        reminder = self.lines().activity_id
        self.assertTrue(reminder)
        renewal = self.make_contract(
            self.anna,
            "CAPE",
            date(2027, 1, 1),
            state="draft",
            kind="renewal",
            previous_id=cape.id,
            origin_id=cape.id,
            renewal_number=1,
        )
        self.sign(renewal)
        self.assertFalse(reminder.active)
        self.assertEqual(self.kinds()["term"], date(2027, 12, 31))
        with freeze_time("2026-12-30"):
            self.cron()
        old = (
            self.env["cae.deadline"]
            .with_context(active_test=False)
            .search([("contract_id", "=", cape.id), ("kind", "=", "term")])
        )
        self.assertFalse(old.active, "never again for a contract that was renewed")

    def test_declarations_are_due_then_late_then_done(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 11, 1), state="draft")
        for clause in cape.clause_ids:
            clause.body = "<p>Written.</p>"
        self.sign(cape, "2026-11-01")
        lines = cape.declaration_ids
        self.assertEqual(set(lines.mapped("organisation")), {"urssaf", "france_travail"})
        self.assertEqual(set(lines.mapped("date_due")), {date(2026, 11, 1)})
        self.assertEqual(set(lines.mapped("state")), {"late"})
        self.assertEqual(
            self.env["cae.declaration"].search([("state", "=", "late"), ("id", "in", lines.ids)]),
            lines,
        )
        self.assertIn("declaration", self.kinds())
        lines.with_user(self.support).action_done()
        self.assertEqual(set(lines.mapped("state")), {"done"})
        self.assertNotIn("declaration", self.kinds())
        self.assertEqual(lines.mapped("date_done"), [date(2026, 11, 23)] * 2)

    def test_next_step_opens_the_wizard(self):
        cape = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.cron()
        action = self.lines().with_user(self.support).action_next_step()
        self.assertEqual(action["res_model"], "cae.contract.prepare")
        self.assertEqual(action["context"]["default_previous_id"], cape.id)

    def test_missed_associate_deadline_is_proposed_to_a_manager_never_done(self):
        cesa = self.make_contract(self.anna, "CESA", date(2023, 1, 1))
        self.cron()
        self.assertEqual(cesa.state, "running", "R15: never ended silently")
        late = self.anna.deadline_ids.filtered(lambda d: d.kind == "associate")
        self.assertEqual((late.date, late.level), (date(2025, 12, 31), "late"))
        action = late.with_user(self.support).action_next_step()
        self.assertNotEqual(action["res_model"], "cae.contract.terminate")
        action = late.with_user(self.manager).action_next_step()
        self.assertEqual(action["res_model"], "cae.contract.terminate")
        self.assertIn("R15", action["context"]["default_reason"])

    def test_associate_has_no_deadline_any_more(self):
        self.make_contract(self.anna, "CESA", date(2026, 1, 1))
        self.cron()
        self.assertIn("associate", self.kinds())
        with patch.object(
            type(self.env["cae.entrepreneur"]),
            "_associate_periods",
            lambda people: {self.anna.id: [Period(date(2026, 11, 1))]},
        ):
            self.cron()
            self.assertNotIn("associate", self.kinds())
            self.assertEqual(self.anna.status, "associate")

    def test_archived_file_has_nothing_due(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.cron()
        with self.assertRaisesRegex(UserError, "A contract runs"):
            self.anna.action_archive()
        self.anna.contract_ids._do_terminate(date(2026, 11, 1), "Gone")
        self.anna.action_archive()
        self.assertFalse(self.anna.deadline_ids)
        self.assertFalse(self.anna.activity_ids)

    def test_reminders_follow_the_adviser(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.cron()
        self.anna.adviser_id = self.social
        self.assertEqual(self.lines().activity_id.user_id, self.social)

    def test_without_adviser_a_manager_is_told(self):
        bruno = self.make_entrepreneur("Bruno")
        self.make_contract(bruno, "CAPE", date(2026, 1, 1))
        self.cron()
        self.assertEqual(self.lines(bruno).activity_id.user_id, self.manager)

    def test_an_adviser_who_left_is_not_reminded_a_manager_is(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.support.active = False
        self.cron()
        self.assertEqual(self.lines().activity_id.user_id, self.manager)

    def test_support_reads_the_board_and_writes_nothing_there(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        self.cron()
        line = self.lines().with_user(self.support)
        self.assertEqual(line.kind, "term")
        with self.assertRaises(AccessError):
            line.date = date(2030, 1, 1)
        self.assertFalse(
            self.env["cae.deadline"].with_user(self.support_b).search([("id", "=", line.id)])
        )
        for user in (self.network, self.portal):
            with self.assertRaises(AccessError):
                self.env["cae.deadline"].with_user(user).search([])

    def test_sync_costs_the_same_for_more_people(self):
        def make(count):
            partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(count)])
            people = self.env["cae.entrepreneur"].create(
                [{"partner_id": p.id, "company_id": self.coop_a.id} for p in partners]
            )
            self.env["cae.contract"]._permit_create(*TAKEN_OVER).create(
                [
                    {
                        "entrepreneur_id": e.id,
                        "type_id": (self.type_cesa if n % 2 else self.type_cape).id,
                        "date_start": date(2026, 1, 1),
                        "state": "running",
                    }
                    for n, e in enumerate(people)
                ]
            )
            people._sync_deadlines()
            self.env.flush_all()
            return people

        def count(people):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            people._sync_deadlines()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        few, many = make(4), make(80)
        self.assertLessEqual(count(many), count(few) + 2)
