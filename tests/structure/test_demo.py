"""What the demo data promise. ./dev test runs this where they are installed, and only there."""

from datetime import date

from dateutil.relativedelta import relativedelta
from odoo.tests import TransactionCase, tagged

ADDON = "cae_tiers_lieux"


@tagged("post_install", "-at_install", "-standard", "cae_demo")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("mains_ouvertes", "grand_large", "fabrique")
        cls.coop, cls.other, cls.host = (
            cls.env.ref(f"{ADDON}.company_{name}_demo") for name in names
        )
        cls.companies = cls.coop | cls.other | cls.host
        cls.usages = cls._demo("cae.usage")
        first = date.today().replace(day=1)
        cls.months = [first - relativedelta(months=back) for back in (3, 2, 1)]

    @classmethod
    def _demo(cls, model):
        return cls.env[model].search([("company_id", "in", cls.companies.ids)])

    def test_two_coops_and_a_host_with_the_french_chart(self):
        self.assertEqual(self.companies.mapped("cae_role"), ["coop", "coop", "host"])
        self.assertEqual(set(self.companies.mapped("chart_template")), {"fr"})

    def test_twenty_four_people_in_every_stage(self):
        people = self._demo("cae.entrepreneur")
        self.assertEqual(len(people), 24)
        self.assertEqual(people.stage_id, self.env["cae.stage"].search([]))
        cape = people.filtered(lambda p: p.status == "cape").contract_id
        self.assertEqual(set(cape.mapped("renewal_number")), {0, 1, 2})
        today = date.today()
        trial = people.contract_id.filtered(lambda c: c.trial_end and c.trial_end >= today)
        self.assertTrue(trial)

    def test_every_contract_is_lawful_today(self):
        contracts = self._demo("cae.contract")
        for contract in contracts:
            self.assertFalse(contract._get_broken_rules(), contract.name)
            self.assertFalse(contract._get_missing_clauses(), contract.name)
        running = contracts.filtered(lambda c: c.state == "running")
        today = date.today()
        self.assertTrue(
            all(c.date_start <= today <= (c.date_last or today) for c in running),
            "A running contract does not cover the day of installation.",
        )

    def test_six_spaces_of_six_kinds_of_hosts(self):
        spaces = (
            self.env["cae.space"]
            .search([])
            .filtered(lambda s: (s.get_external_id()[s.id] or "").startswith(f"{ADDON}."))
        )
        self.assertEqual(len(spaces), 6)
        self.assertEqual(len(spaces.host_id), 6)
        self.assertTrue(all(space.tariff_ids and space.resource_ids for space in spaces))

    def test_three_months_of_uses_ending_last_month(self):
        self.assertEqual(
            {usage.date.replace(day=1) for usage in self.usages},
            set(self.months),
        )
        self.assertEqual(
            set(self.usages.mapped("visitor")),
            {"entrepreneur", "staff", "external", False},
        )
        self.assertEqual(
            set(self.usages.mapped("settled_by")),
            {"statement", "on_site", "expense"},
        )

    def test_two_months_are_closed_and_the_last_one_waits(self):
        statements = self._demo("cae.statement")
        self.assertEqual(
            {(s.company_id, s.month) for s in statements},
            {(company, month) for company in self.companies for month in self.months[:2]},
        )
        posted = statements.filtered(lambda s: s.month == self.months[0]).move_ids
        drafts = statements.move_ids - posted
        self.assertEqual(set(posted.mapped("state")), {"posted"})
        self.assertEqual(set(drafts.mapped("state")), {"draft"})
        for company in self.companies:
            plan = self.env["cae.statement"]._plan_month(company, self.months[2])
            self.assertTrue(plan.statements, company.name)

    def test_only_the_planned_uses_are_to_sort_out(self):
        found = self.usages.filtered(lambda usage: usage.state == "recorded")
        self.assertEqual({usage.date.replace(day=1) for usage in found}, {self.months[2]})
        names = found.partner_id.mapped("name")
        self.assertCountEqual(
            names,
            [
                *("Inês Carvalho", "Julien Mercier", "Maëlle Prigent", "Rémi Fontaine"),
                *("Théo Lambert", "Yanis Belkacem"),
            ],
        )
        # Six presences; that of Yanis waits in the books of the association too.
        self.assertEqual(len(found), 7)
        self.assertEqual(len({(use.partner_id, use.date) for use in found}), 6)

    def test_both_sides_bill_the_same(self):
        """What the coop is billed by the association is what the association bills the coop."""

        def totals(company, coop):
            statements = self._demo("cae.statement").filtered(
                lambda s: (
                    s.company_id == company
                    and s.host_id == self.host.partner_id
                    and s.coop_id == coop.partner_id
                )
            )
            return sorted((s.month, s.host_total, s.coop_total) for s in statements)

        for coop in (self.coop, self.other):
            self.assertEqual(totals(coop, coop), totals(self.host, coop))
            self.assertTrue(totals(coop, coop))

    def test_each_demo_user_has_one_company(self):
        users = self.env["res.users"].search([("company_id", "in", self.companies.ids)])
        logins = set(users.mapped("login"))
        for login in ("comptable", "accompagnement", "direction", "fabrique", "entrepreneuse"):
            self.assertIn(login, logins)
        portal = users.filtered(lambda u: u.login in ("entrepreneuse", "tiers-lieu"))
        self.assertEqual(len(portal.filtered("share")), 2)
