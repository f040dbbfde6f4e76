"""A network keeps what others owe each other; only a party makes an entry of it."""

from datetime import date

from odoo.tests import tagged

from .common import CaeMonthCommon


@tagged("post_install", "-at_install")
class TestNetworkMonth(CaeMonthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.net = cls.env["res.company"].create({"name": "Network", "cae_role": "network"})
        cls.north = cls.env["res.partner"].create({"name": "CAE du Nord", "is_company": True})
        cls.make_convention(company=cls.net, coop=cls.north)
        cls.vera = cls.env["res.partner"].create({"name": "Vera"})
        cls.env["cae.attestation"].create(
            {
                "company_id": cls.net.id,
                "partner_id": cls.vera.id,
                "coop_id": cls.north.id,
                "status": "cesa",
                "date_start": date(2026, 1, 1),
            }
        )

    def close(self, company):
        return self.env["cae.statement"]._close_month(company, date(2026, 10, 15))

    def test_a_statement_between_two_others_makes_no_entry(self):
        uses = self.make_uses(self.vera, [date(2026, 10, d) for d in (5, 6)], company=self.net)
        statement, _plan, failures = self.close(self.net)
        self.assertFalse(failures)
        self.assertFalse(statement.move_ids)
        self.assertEqual((statement.host_id, statement.coop_id), (self.host, self.north))
        self.assertRecordValues(
            statement, [{"host_untaxed": 21.0, "host_total": 25.2, "state": "invoiced"}]
        )
        self.assertEqual(set(uses.mapped("state")), {"locked"})
        statement.action_cancel()
        self.assertEqual(set(uses.mapped("state")), {"rated"})

    def test_an_accountant_without_odoos_invoicing_closes_and_cancels_a_networks_month(self):
        """Nothing is posted: no right to post is asked for."""
        self.make_uses(self.vera, [date(2026, 10, 5)], company=self.net)
        accountant = self.make_user("net_accountant", "group_accountant", company=self.net)
        closing = self.env["cae.statement"].with_user(accountant).with_company(self.net)
        closing._check_can_close_month(self.net)
        statement, _plan, failures = closing._close_month(self.net, date(2026, 10, 15))
        self.assertFalse(failures)
        self.assertEqual(statement.host_total, 12.6)
        self.env.flush_all()
        self.env.invalidate_all()
        statement.with_user(accountant).action_cancel()
        self.assertEqual(statement.state, "cancelled")

    def test_a_coop_that_uses_its_own_space_sends_itself_no_invoice(self):
        own = self.make_space("Notre lieu", self.coop_a.partner_id)
        self.make_tariff(own)
        self.make_convention(self.coop_a.partner_id)
        bruno = self.make_person("Bruno", "CESA", date(2024, 1, 1))
        self.make_uses(bruno, [date(2026, 10, 5)], space=own)
        statement, _plan, failures = self.close(self.coop_a)
        self.assertFalse(failures)
        self.assertFalse(statement.move_ids)
        self.assertEqual(statement.host_untaxed, 10.5)
