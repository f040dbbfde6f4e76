"""Dues campaigns: who owes what, invoices both ways, reminders, never mixed (R34)."""

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.tests import tagged

from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipDues(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.load_chart()
        cls.set_form(cls.org, "association")
        cls.hosts = [cls.make_organisation(f"Host {letter}") for letter in "ABC"]
        cls.hosts[0].email = "a@example.com"
        for host, figure in zip(cls.hosts, (10_000, 60_000, 250_000), strict=True):
            cls.make_membership(host, kind="dues", dues_figure=figure)
        cls.tariff = cls.env["cae.dues.tariff"].create(
            {
                "name": "Spaces",
                "method": "turnover",
                "minimum": 30.0,
                "bracket_ids": [
                    Command.create({"start": 0, "amount": 50.0}),
                    Command.create({"start": 50_000, "amount": 120.0}),
                    Command.create({"start": 200_000, "amount": 100.0, "unit_amount": 0.001}),
                ],
            }
        )

    def make_campaign(self, by=None, **values):
        campaigns = self.env["cae.dues.campaign"].with_user(by or self.env.user)
        return campaigns.create(
            {
                "name": "Dues 2026",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "date_invoice": date(2026, 2, 1),
                "tariff_id": self.tariff.id,
                **values,
            }
        ).with_env(self.env)

    def test_the_preview_works_out_each_amount(self):
        campaign = self.make_campaign()
        campaign.action_preview()
        self.assertEqual(campaign.dues_ids.sorted("figure").mapped("amount"), [50.0, 120.0, 350.0])
        campaign.dues_ids.sorted("figure")[0].amount = 45.0
        campaign.action_preview()
        self.assertEqual(campaign.total, 515.0)

    def test_dues_previewed_again_follow_their_tariff_but_for_what_was_written(self):
        campaign = self.make_campaign()
        campaign.action_preview()
        first, second, _third = campaign.dues_ids.sorted("figure")
        first.amount = 45.0
        self.tariff.bracket_ids.sorted("start")[:2].amount = 60.0
        campaign.action_preview()
        self.assertEqual((first.amount, second.amount), (45.0, 60.0))
        first.amount = 60.0
        self.tariff.bracket_ids.sorted("start")[0].amount = 70.0
        campaign.action_preview()
        self.assertEqual(first.amount, 70.0, "what the tariff gave is nobody's decision")

    def test_invoices_stand_in_the_sales_journal_without_vat(self):
        campaign = self.make_campaign()
        campaign.action_preview()
        campaign.action_invoice()
        moves = campaign.dues_ids.move_id
        self.assertEqual(set(moves.mapped("move_type")), {"out_invoice"})
        self.assertEqual(moves.journal_id.type, "sale")
        self.assertEqual(moves.invoice_line_ids.account_id.code, "758000")
        self.assertFalse(moves.invoice_line_ids.tax_ids)
        moves.action_post()
        with self.refused("invoiced already"):
            campaign.action_invoice()

    def test_dues_with_a_counterpart_are_taxable(self):
        self.tariff.taxable = True
        campaign = self.make_campaign()
        campaign.action_preview()
        campaign.action_invoice()
        self.assertTrue(all(m.amount_tax for m in campaign.dues_ids.move_id))

    def test_dues_that_we_owe_are_bills(self):
        self.make_membership(self.org, self.hosts[0], kind="dues")
        self.tariff.write({"method": "flat", "amount": 80.0})
        campaign = self.make_campaign(direction="out", document="receipt")
        campaign.action_preview()
        campaign.action_invoice()
        move = campaign.dues_ids.move_id
        self.assertEqual((move.move_type, move.partner_id), ("in_receipt", self.hosts[0]))
        self.assertEqual(move.invoice_line_ids.account_id.code, "628100")
        self.assertEqual(move.journal_id.type, "purchase")

    def test_a_coop_and_a_space_become_members_of_each_other(self):
        """Shares one way, dues the other: the table shows it, each in its own journal."""
        self.set_form(self.org, "scic")
        host = self.make_organisation("Host M")
        shares = self.make_membership(host, date_start=date(2026, 3, 1))
        subscription = self.make_subscription(shares, 25, date(2026, 3, 1), first_call=500.0)
        self.pay(subscription.call_ids.line_id, 500.0, date(2026, 3, 15))
        self.make_membership(self.org, host, kind="dues", date_start=date(2026, 4, 1))
        self.tariff.write({"method": "flat", "amount": 60.0})
        campaign = self.make_campaign(direction="out")
        campaign.action_preview()
        campaign.action_invoice()
        bill = campaign.dues_ids.move_id
        self.assertEqual((bill.move_type, bill.amount_total), ("in_invoice", 60.0))
        self.assertEqual(bill.journal_id.type, "purchase")
        self.assertEqual(
            set(subscription.move_ids.journal_id.mapped("code")), {"CAPIT"}, "capital apart"
        )
        self.assertEqual(self.account_balance("101300"), -500.0)
        table = self.env["cae.membership"].get_matrix()
        row = next(row for row in table["rows"] if row["id"] == host.id)
        cell = next(cell for cell in row["cells"] if cell["coop_id"] == self.org.id)
        self.assertEqual((cell["state"], cell["since"]), ("mutual", "2026-04-01"))
        self.assertEqual((cell["host_kind"], cell["coop_kind"]), ("shares", "dues"))

    def test_a_campaign_keeps_to_a_category(self):
        memberships = self.env["cae.membership"].search([("organisation_id", "=", self.org.id)])
        memberships[0].category = "space"
        campaign = self.make_campaign(category="space")
        campaign.action_preview()
        self.assertEqual(campaign.dues_ids.membership_id, memberships[0])

    def test_dues_are_never_mixed_with_a_service_on_a_line(self):
        """R34: another product or another amount on the line is refused, a second line is not."""
        campaign = self.make_campaign()
        campaign.action_preview()
        campaign.action_invoice()
        move = campaign.dues_ids[0].move_id
        service = self.env["product.product"].create({"name": "Training", "type": "service"})
        with self.refused("R34"):
            move.invoice_line_ids.product_id = service
        with self.refused("R34"):
            move.invoice_line_ids.price_unit = 500.0
        move.invoice_line_ids = [
            Command.create({"product_id": service.id, "price_unit": 100.0, "quantity": 1})
        ]
        self.assertEqual(len(move.invoice_line_ids), 2)

    def test_the_late_ones_are_reminded(self):
        campaign = self.make_campaign()
        campaign.action_preview()
        campaign.action_invoice()
        campaign.dues_ids.move_id.action_post()
        late = campaign.dues_ids.filtered("is_late")
        self.assertEqual(len(late), 3)
        campaign.action_remind()
        self.assertEqual(set(late.mapped("date_reminded")), {date(2026, 11, 23)})
        mails = self.env["mail.mail"].sudo().search([("model", "=", "cae.dues")])
        self.assertEqual(mails.recipient_ids, self.hosts[0])
        calls = campaign.activity_ids
        self.assertEqual(len(calls), 2)
        self.assertEqual(
            calls.activity_type_id, self.env.ref("cae_tiers_lieux.mail_activity_type_dues_late")
        )

    def test_who_reminds_the_late_ones_makes_the_calls(self):
        campaign = self.make_campaign(by=self.accountant)
        campaign.with_user(self.accountant).action_preview()
        campaign.with_user(self.accountant).action_invoice()
        with self.refused("Nobody is late"):
            campaign.with_user(self.manager).action_remind()
        campaign.dues_ids.move_id.action_post()
        campaign.with_user(self.manager).action_remind()
        self.assertEqual(campaign.activity_ids.user_id, self.manager)

    def test_a_campaign_that_is_invoiced_is_not_previewed_again(self):
        campaign = self.make_campaign()
        with self.refused("nothing to invoice"):
            campaign.action_invoice()
        campaign.action_preview()
        campaign.action_invoice()
        with self.refused("It is invoiced"):
            campaign.action_preview()

    def test_the_members_of_one_day_of_the_period_owe_the_dues(self):
        """Who left before it or joins after it does not; a refused draft never does."""
        for host, start, end in (
            ("Left before", date(2025, 1, 1), date(2025, 12, 31)),
            ("Left on the first day", date(2025, 1, 1), date(2026, 1, 1)),
            ("Joined on the last day", date(2026, 12, 31), False),
            ("Joins after", date(2027, 1, 1), False),
        ):
            self.make_membership(
                self.make_organisation(host), kind="dues", date_start=start, date_end=end
            )
        self.make_membership(self.make_organisation("Draft"), kind="dues", active=False)
        campaign = self.make_campaign()
        campaign.action_preview()
        owing = set(campaign.dues_ids.member_id.mapped("name"))
        self.assertEqual(
            owing - {host.name for host in self.hosts},
            {"Left on the first day", "Joined on the last day"},
        )
