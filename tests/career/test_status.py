from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from odoo.fields import Domain
from odoo.tests import tagged

from ...rules.periods import Period
from ..common import TAKEN_OVER, CaeCommon


@tagged("cae_career")
class TestStatus(CaeCommon):
    """The status of people on a day, from their contracts, suspensions, shares and exit."""

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

    def test_an_exit_is_the_last_day_in_the_coop(self):
        self.anna._do_exit(date(2026, 3, 31), "stop")
        self.assertEqual(self.status(self.anna, "2026-03-31"), "candidate")
        self.assertEqual(self.status(self.anna, "2026-04-01"), "exited")

    def make_one_of_each(self):
        """One person of each status on 23 November 2026, and of each way to have it."""
        names = (
            "never signed, sent to signature, intern, cape, cesa, holder, suspended, back, over, "
            "ended early, gone, gone later, holder no more"
        ).split(", ")
        people = {name: self.make_entrepreneur(name) for name in names}
        self.make_contract(people["sent to signature"], state="to_sign")
        self.make_contract(people["intern"], "STAGE", date(2026, 9, 1), date(2026, 12, 31))
        self.make_contract(people["cape"], "CAPE", date(2026, 1, 1))
        self.make_contract(people["cesa"], "CESA", date(2026, 1, 1))
        shared = self.make_contract(self.bruno, "CDI-C", date(2026, 1, 1))
        holders = {"holder": False, "holder no more": date(2026, 11, 22)}
        self.env["cae.contract.holder"].create(
            [
                {
                    "contract_id": shared.id,
                    "entrepreneur_id": people[name].id,
                    "date_start": date(2026, 3, 1),
                    "date_end": last,
                }
                for name, last in holders.items()
            ]
        )
        for name, last in (("suspended", False), ("back", date(2026, 11, 22))):
            self.make_contract(people[name], "CESA", date(2026, 1, 1)).suspension_ids = [
                (0, 0, {"date_start": date(2026, 11, 1), "date_end": last})
            ]
        over = self.make_contract(people["over"], "CAPE", date(2025, 1, 1), date(2025, 12, 31))
        over._do_end()
        early = self.make_contract(people["ended early"], "CAPE", date(2026, 1, 1))
        early._do_terminate(date(2026, 11, 22), "Found a job")
        people["gone"]._do_exit(date(2026, 11, 22), "stop")
        people["gone later"]._do_exit(date(2026, 11, 23), "stop")
        return people

    @freeze_time("2026-11-23")
    def test_the_search_finds_whoever_has_the_status_and_nobody_else(self):
        people = self.make_one_of_each()
        expected = {
            "candidate": ("never signed", "sent to signature", "intern", "gone later"),
            "cape": ("cape",),
            "cesa": ("cesa", "holder", "back"),
            "associate": (),
            "suspended": ("suspended",),
            "exited": ("over", "ended early", "gone", "holder no more"),
        }
        everyone = self.env["cae.entrepreneur"].union(*people.values())
        for status, names in expected.items():
            wanted = everyone.browse([people[name].id for name in names])
            self.assertEqual(everyone.filtered(lambda e, s=status: e.status == s), wanted, status)
            among = Domain("id", "in", everyone.ids)
            found = everyone.search(among & Domain("status", "=", status))
            self.assertEqual(found, wanted.sorted("name"), status)
            others = everyone.search(among & Domain("status", "!=", status))
            self.assertEqual(others, (everyone - wanted).sorted("name"), status)

    @freeze_time("2026-11-23")
    def test_the_search_works_out_only_those_who_can_have_the_status(self):
        self.make_one_of_each()
        model = self.env["cae.entrepreneur"]
        asked = []

        def status_on(people, day):
            asked.append(people)
            return {id_: career.status_on(day) for id_, career in people._get_careers().items()}

        with patch.object(type(model), "status_on", status_on):
            model.search([("status", "in", ("cape", "cesa", "suspended"))])
            model.search([("status", "=", "candidate")])
        under_contract, with_facts = (set(people.mapped("name")) for people in asked)
        ours = {"never signed", "sent to signature", "over", "gone", "ended early"}
        self.assertFalse(under_contract & ours)
        self.assertEqual(with_facts & ours, {"over", "gone", "ended early"})

    @freeze_time("2026-11-23")
    def test_the_search_of_associates_looks_at_who_can_hold_shares(self):
        model = type(self.env["cae.entrepreneur"])
        with (
            patch.object(
                model,
                "_associate_periods",
                lambda people: {self.anna.id: [Period(date(2026, 11, 1))]},
            ),
            patch.object(
                model, "_domain_can_hold_shares", lambda people: Domain("id", "=", self.anna.id)
            ),
        ):
            found = self.env["cae.entrepreneur"].search([("status", "=", "associate")])
        self.assertEqual(found, self.anna)

    def test_the_search_stays_in_the_companies_of_the_user(self):
        foreign = self.make_entrepreneur("Foreign", company=self.coop_b)
        self.make_contract(foreign, "CESA", date(2020, 1, 1))
        self.make_contract(self.anna, "CESA", date(2020, 1, 1))
        model = self.env["cae.entrepreneur"]
        domain = [("status", "=", "cesa"), ("id", "in", (self.anna + foreign).ids)]
        self.assertEqual(model.with_user(self.support).search(domain), self.anna)
        self.assertEqual(model.with_user(self.support_b).search(domain), foreign)
        self.assertEqual(model.sudo().search(domain), self.anna + foreign)

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
        self.env["cae.contract"]._permit_create(*TAKEN_OVER).create(
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
