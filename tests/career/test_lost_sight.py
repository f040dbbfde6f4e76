from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CaeCommon


@tagged("cae_career")
class TestLostSight(CaeCommon):
    """Whom the team has lost sight of, and the brief before an interview."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-23 12:00:00"))
        cls.anna = cls.make_entrepreneur("Anna")
        cls.make_contract(cls.anna, "CESA", date(2025, 1, 1))
        cls.new = cls.make_entrepreneur("New")
        cls.make_contract(cls.new, "CESA", date(2026, 10, 1))
        cls.candidate = cls.make_entrepreneur("Candidate")
        cls.everyone = cls.anna + cls.new + cls.candidate

    def lost(self):
        self.env.invalidate_all()
        return self.env["cae.entrepreneur"].search(
            [("lost_sight", "=", True), ("id", "in", self.everyone.ids)]
        )

    def hold_session(self, day, **vals):
        session = self.env["cae.support.session"].create(
            {
                "date_start": f"{day} 09:00:00",
                "entrepreneur_ids": self.anna.ids,
                "adviser_id": self.support.id,
                "company_id": self.coop_a.id,
                **vals,
            }
        )
        session.action_done()
        return session

    def test_under_contract_and_silent_for_sixty_days(self):
        self.assertEqual(self.lost(), self.anna)
        found = self.env["cae.entrepreneur"].search(
            [("lost_sight", "=", False), ("id", "in", self.everyone.ids)]
        )
        self.assertEqual(found, self.new + self.candidate)

    def test_a_session_brings_them_back_for_sixty_days(self):
        session = self.hold_session("2026-09-24")
        self.assertFalse(self.lost(), "Sixty days ago exactly: not yet lost.")
        session.action_plan_again()
        session.date_start = "2026-09-23 09:00:00"
        session.action_done()
        self.assertEqual(self.lost(), self.anna)

    def test_the_number_of_days_is_a_setting(self):
        self.hold_session("2026-11-01")
        self.env["ir.config_parameter"].set_param("cae_tiers_lieux.lost_sight_days", "10")
        self.assertEqual(self.lost(), self.anna + self.new)

    def test_an_absence_is_no_sign_of_life(self):
        self.hold_session("2026-11-01").attendance_ids.state = "absent"
        self.assertEqual(self.lost(), self.anna)

    def test_a_use_of_a_space_is_a_sign_of_life(self):
        host = self.env["res.partner"].create({"name": "Host", "is_company": True})
        space = self.env["cae.space"].create({"name": "La Fabrique", "host_id": host.id})
        resource = self.env["cae.space.resource"].create(
            {"name": "Desks", "space_id": space.id, "kind": "desk"}
        )
        usage = self.env["cae.usage"].create(
            {
                "company_id": self.coop_a.id,
                "space_id": space.id,
                "resource_id": resource.id,
                "partner_id": self.anna.partner_id.id,
                "date": date(2026, 11, 2),
            }
        )
        self.assertFalse(self.lost())
        self.assertEqual(self.anna.last_seen_date, date(2026, 11, 2))
        titles = [str(block["lines"]) for block in self.anna._get_brief_blocks()]
        self.assertIn("La Fabrique", " ".join(titles))
        usage.unlink()
        self.assertEqual(self.lost(), self.anna)

    def test_an_invoice_of_the_activity_is_a_sign_of_life(self):
        activity = self.env["cae.activity"].create(
            {
                "name": "Joinery",
                "company_id": self.coop_a.id,
                "member_ids": [(0, 0, {"entrepreneur_id": self.anna.id})],
            }
        )
        account = activity.analytic_account_id
        line = {
            "name": "Table",
            account.plan_id._column_name(): account.id,
            "date": date(2026, 11, 3),
            "amount": 100.0,
            "company_id": self.coop_a.id,
        }
        self.env["account.analytic.line"].create({**line, "category": "other"})
        self.assertEqual(self.lost(), self.anna)
        self.env["account.analytic.line"].create({**line, "category": "invoice"})
        self.assertFalse(self.lost())

    def test_the_search_looks_closely_only_at_those_who_are_silent(self):
        over = self.make_entrepreneur("Over")
        self.make_contract(over, "CAPE", date(2024, 1, 1), date(2024, 12, 31))._do_end()
        model = self.env["cae.entrepreneur"]
        looked_at = []

        def compute(people):
            looked_at.extend(people.mapped("name"))
            people.lost_sight, people.last_seen_date = False, False

        self.hold_session("2026-09-24")
        bruno = self.make_entrepreneur("Bruno")
        self.make_contract(bruno, "CESA", date(2025, 1, 1))
        self.env.invalidate_all()
        with patch.object(type(model), "_compute_lost_sight", compute):
            model.search([("lost_sight", "=", True)])
        ours = {"Anna", "New", "Candidate", "Over", "Bruno"}
        self.assertEqual(ours & set(looked_at), {"Bruno"})

    def test_the_filter_costs_the_same_for_many(self):
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
            people.mapped("lost_sight")
            return self.env.cr.sql_log_count - start

        count(many)  # fills the caches of the registry
        count(many)
        self.assertEqual(count(many), count(many[:3]))
        self.assertTrue(all(many.mapped("lost_sight")))

    def test_the_brief_holds_contract_deadlines_and_promises(self):
        self.hold_session("2026-11-02", promises="Send the model quote", report="<p>Prices</p>")
        self.anna._sync_deadlines()
        report = self.env["ir.actions.report"].with_user(self.support)
        html = report._render_qweb_html("cae_tiers_lieux.report_cae_brief", self.anna.ids)[0]
        for text in ("Anna", "Send the model quote", "Prices", "Individual interview", "CESA"):
            self.assertIn(text, html.decode())
        self.assertEqual(
            self.anna.with_user(self.support).action_brief()["report_type"], "qweb-html"
        )

    def test_another_coop_has_no_brief(self):
        report = self.env["ir.actions.report"].with_user(self.support_b)
        with self.assertRaises(AccessError):
            report._render_qweb_html("cae_tiers_lieux.report_cae_brief", self.anna.ids)
