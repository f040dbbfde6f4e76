"""How much the spaces of a programme are used: figures for who leads it, and no person."""

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("cae_prices")
@freeze_time("2026-11-10")
class TestProgramUse(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.env["res.company"].create({"name": "Network", "cae_role": "network"})
        cls.leader = cls.make_user("leader", "group_network", company=cls.net)
        cls.program = cls.env["cae.program"].create(
            {"name": "Passerelles", "network_id": cls.net.partner_id.id}
        )
        rule = {"name": "Tous", "effect": "discount", "value": 20}
        paid = {"activity_percent": 50, "funder_percent": 50}
        cls.make_convention(rules=[rule | paid], program_id=cls.program.id)
        cls.bruno = cls.make_person("Bruno", "CESA", date(2024, 1, 1))
        cls.make_uses(cls.bruno, [date(2026, 10, 5), date(2026, 10, 6), date(2026, 9, 1)])
        cls.env.flush_all()

    def figures(self, user):
        uses = self.env["cae.program.use"].with_user(user)
        return uses.search([("program_id", "=", self.program.id)])

    def test_figures_by_space_coop_and_month(self):
        self.assertRecordValues(
            self.figures(self.support),
            [
                {
                    "month": date(2026, month, 1),
                    "space_id": self.space.id,
                    "coop_id": self.coop_a.partner_id.id,
                    "use_count": count,
                    "public_amount": 15.0 * count,
                    "reduction_amount": 3.0 * count,
                    "billed_amount": 12.0 * count,
                    "funded_amount": 6.0 * count,
                }
                for month, count in ((10, 2), (9, 1))
            ],
        )

    def test_the_network_that_leads_reads_the_figures_and_no_use(self):
        self.assertEqual(sum(self.figures(self.leader).mapped("use_count")), 3)
        with self.assertRaises(AccessError):
            self.env["cae.usage"].with_user(self.leader).search([])
        self.assertFalse(
            {"partner_id", "entrepreneur_id", "activity_id"}
            & set(self.figures(self.leader)._fields)
        )

    def test_another_network_and_another_coop_read_nothing(self):
        other = self.env["res.company"].create({"name": "Other network", "cae_role": "network"})
        stranger = self.make_user("stranger", "group_network", company=other)
        self.assertFalse(self.figures(stranger))
        neighbour = self.make_user("neighbour", "group_support", company=self.coop_b)
        self.assertFalse(self.figures(neighbour))

    def test_the_same_presence_in_the_books_of_the_host_is_not_counted_again(self):
        company = self.env["res.company"].create({"name": "Host Co", "cae_role": "host"})
        space = self.make_space("Space Co", company.partner_id)
        self.make_tariff(space)
        for books in (self.coop_a, company):
            self.make_convention(
                company.partner_id, books, program_id=self.program.id, coop=self.coop_a.partner_id
            )
            self.make_uses(self.bruno, [date(2026, 10, 7)], space=space, company=books)
        self.env.flush_all()
        found = self.figures(self.leader).filtered(lambda row: row.space_id == space)
        self.assertEqual(found.company_id, self.coop_a)
        self.assertEqual(found.use_count, 1)

    def test_the_button_of_the_programme_opens_them(self):
        action = self.program.with_user(self.leader).action_view_uses()
        self.assertEqual(action["res_model"], "cae.program.use")
        self.assertEqual(action["domain"], [("program_id", "in", self.program.ids)])

    def test_who_works_in_the_books_of_both_sees_whose_each_line_is(self):
        """The coop and the host count one presence: their sum would count it twice."""
        uses = self.env["cae.program.use"]
        one = self.env.ref("base.group_multi_company")
        for user, seen in ((self.support, False), (self.support_b, True)):
            user.group_ids = [Command.link(one.id) if seen else Command.unlink(one.id)]
            arch = uses.with_user(user).get_view(view_type="list")["arch"]
            self.assertEqual('name="company_id"' in arch, seen)
            arch = uses.with_user(user).get_view(view_type="search")["arch"]
            self.assertEqual('name="by_company"' in arch, seen)
