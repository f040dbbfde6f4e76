from datetime import date

from odoo.tests import tagged

from ..common import CaeCommon


@tagged("cae_career")
class TestStatus(CaeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_entrepreneur("Anna")
        cls.bruno = cls.make_entrepreneur("Bruno")

    def status(self, entrepreneur, day):
        return entrepreneur.status_on(date.fromisoformat(day))[entrepreneur.id]

    def test_without_contract_is_candidate(self):
        self.assertEqual(self.status(self.anna, "2026-11-23"), "candidate")

    def test_contract_gives_its_status_on_its_days_only(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1), date(2026, 12, 31))
        self.assertEqual(self.status(self.anna, "2025-12-31"), "candidate")
        self.assertEqual(self.status(self.anna, "2026-01-01"), "cape")
        self.assertEqual(self.status(self.anna, "2026-12-31"), "cape")
        self.assertEqual(self.status(self.anna, "2027-01-01"), "exited")

    def test_unsigned_contract_gives_nothing(self):
        self.make_contract(self.anna, "CAPE", date(2026, 1, 1), state="to_sign")
        self.assertEqual(self.status(self.anna, "2026-02-01"), "candidate")

    def test_early_end_stops_the_status_that_day(self):
        contract = self.make_contract(self.anna, "CAPE", date(2026, 1, 1))
        contract._do_terminate(date(2026, 3, 31), "Found a job")
        self.assertEqual(self.status(self.anna, "2026-03-31"), "cape")
        self.assertNotEqual(self.status(self.anna, "2026-04-01"), "cape")

    def test_suspension_shows_on_its_days(self):
        contract = self.make_contract(self.anna, "CESA", date(2026, 1, 1))
        contract.suspension_ids = [
            (0, 0, {"date_start": date(2026, 5, 1), "date_end": date(2026, 5, 31)})
        ]
        self.assertEqual(self.status(self.anna, "2026-05-15"), "suspended")
        self.assertEqual(self.status(self.anna, "2026-06-01"), "cesa")

    def test_search_by_status_of_today(self):
        self.make_contract(self.anna, "CESA", date(2020, 1, 1))
        everyone = self.anna + self.bruno
        found = self.env["cae.entrepreneur"].search(
            [("status", "=", "cesa"), ("id", "in", everyone.ids)]
        )
        self.assertEqual(found, self.anna)
        found = self.env["cae.entrepreneur"].search(
            [("status", "!=", "cesa"), ("id", "in", everyone.ids)]
        )
        self.assertEqual(found, self.bruno)

    def test_thousands_cost_as_many_queries_as_two(self):
        def count(entrepreneurs):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            entrepreneurs.status_on(date(2026, 6, 1))
            return self.env.cr.sql_log_count - start

        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(200)])
        many = self.env["cae.entrepreneur"].create(
            [{"partner_id": p.id, "company_id": self.coop_a.id} for p in partners]
        )
        self.env["cae.contract"].create(
            [
                {
                    "entrepreneur_id": e.id,
                    "type_id": self.type_cape.id,
                    "date_start": date(2026, 1, 1),
                    "state": "running",
                }
                for e in many
            ]
        )
        self.env.flush_all()
        self.assertEqual(count(many), count(many[:2]))
        self.assertEqual(set(many.status_on(date(2026, 6, 1)).values()), {"cape"})
