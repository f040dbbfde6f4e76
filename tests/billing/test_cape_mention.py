from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CaeCommon


@tagged("post_install", "-at_install", "cae_billing")
class TestCapeMention(CaeCommon):
    """R11: an invoice of an activity under a CAPE says so, or is not printed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coop_a.write(
            {
                "cae_role": "coop",
                "street": "12 rue des Lilas",
                "city": "Bordeaux",
                "company_registry": "73282932000074",
            }
        )
        cls.anna = cls.make_entrepreneur("Anna")
        cls.cape = cls.make_contract(cls.anna, "CAPE", date(2026, 1, 1), date(2026, 12, 31))
        cls.activity = cls.env["cae.activity"].create(
            {
                "name": "Joinery",
                "company_id": cls.coop_a.id,
                "member_ids": [(0, 0, {"entrepreneur_id": cls.anna.id})],
            }
        )
        cls.journal = cls.env["account.journal"].create(
            {"name": "Sales", "code": "TSA", "type": "sale", "company_id": cls.coop_a.id}
        )
        cls.account = cls.env["account.account"].create(
            {
                "name": "Sales",
                "code": "706000",
                "account_type": "income",
                "company_ids": cls.coop_a.ids,
            }
        )
        receivable = cls.account.copy(
            {"code": "411000", "account_type": "asset_receivable", "reconcile": True}
        )
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})
        cls.customer.with_company(cls.coop_a).property_account_receivable_id = receivable

    def make_invoice(self, account=None, day=date(2026, 5, 1)):
        account = account or self.activity.analytic_account_id
        return (
            self.env["account.move"]
            .with_company(self.coop_a)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "journal_id": self.journal.id,
                    "invoice_date": day,
                    "invoice_line_ids": [
                        (
                            0,
                            0,
                            {
                                "name": "Table",
                                "price_unit": 100.0,
                                "account_id": self.account.id,
                                "tax_ids": [(5,)],
                                "analytic_distribution": {str(account.id): 100} if account else {},
                            },
                        )
                    ],
                }
            )
        )

    def html(self, move):
        report = self.env["ir.actions.report"]
        return report._pre_render_qweb_pdf("account.report_invoice", move.ids)[0].decode()

    def test_the_invoice_prints_the_mention(self):
        html = self.html(self.make_invoice())
        self.assertIn("cae_cape_mention", html)
        self.assertIn("732 829 320", html)

    def test_no_mention_once_registered_or_after_the_contract(self):
        self.assertFalse(self.make_invoice(day=date(2027, 2, 1)).cae_cape_mention)
        invoice = self.make_invoice()
        self.activity.date_registered = date(2026, 3, 1)
        invoice.invalidate_recordset(["cae_cape_mention"])
        self.assertNotIn("cae_cape_mention", self.html(invoice))

    def test_no_mention_on_what_is_not_an_activity(self):
        other = self.env["account.analytic.account"].create(
            {"name": "Shared", "plan_id": self.activity.analytic_account_id.plan_id.id}
        )
        self.assertNotIn("cae_cape_mention", self.html(self.make_invoice(other)))

    def test_printing_without_is_refused(self):
        invoice = self.make_invoice()
        self.coop_a.company_registry = False
        with self.assertRaisesRegex(UserError, "R11"):
            self.html(invoice)

    def test_a_company_without_a_role_notices_nothing(self):
        invoice = self.make_invoice()
        self.coop_a.write({"company_registry": False, "cae_role": "none"})
        self.assertNotIn("cae_cape_mention", self.html(invoice))
