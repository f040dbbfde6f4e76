"""The worked month of October 2026, to the cent (rules.md, issue 2)."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import CaeMonthCommon


@tagged("post_install", "-at_install")
class TestWorkedMonth(CaeMonthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_worked_people()

    def close(self, company=None, day=date(2026, 10, 15)):
        return self.env["cae.statement"]._close_month(company or self.coop_a, day)

    def make_animation(self, convention=None, **values):
        convention = convention or self.convention
        service = self.env["cae.service"].create(
            {
                "name": "Animation",
                "company_id": convention.company_id.id,
                "host_id": self.host.id,
                "coop_id": self.coop_a.partner_id.id,
                "date": date(2026, 10, 12),
                "quantity": 3,
                "price_unit": 50,
                **values,
            }
        )
        service.action_confirm()
        return service

    def october(self, uses):
        return uses.filtered(lambda use: use.date >= date(2026, 10, 1))

    def test_each_person_is_rated_by_their_contract_on_the_day(self):
        uses = self.october(self.make_worked_uses())
        table = {
            person.name: (
                round(sum(found.mapped("public_amount")), 2),
                round(sum(found.mapped("net_amount")), 2),
                round(sum(found.mapped("free_amount")), 2),
            )
            for person, found in uses.grouped("partner_id").items()
        }
        self.assertEqual(
            table,
            {"Anna": (68.0, 0.0, 68.0), "Bruno": (106.0, 74.2, 0.0), "Chloé": (30.0, 24.0, 0.0)},
        )
        self.assertEqual(set(uses.mapped("state")), {"rated"})

    def test_vendor_bill_and_customer_invoice_to_the_cent(self):
        self.make_worked_uses()
        self.make_animation()
        statements, plan, failures = self.close()
        self.assertFalse(failures)
        self.assertRecordValues(
            statements,
            [
                {
                    "state": "invoiced",
                    "host_untaxed": 98.20,
                    "host_total": 117.84,
                    "coop_untaxed": 150.0,
                    "coop_total": 180.0,
                    "balance": -62.16,
                    "public_amount": 204.0,
                    "free_amount": 68.0,
                    "reduction_amount": 37.80,
                }
            ],
        )
        bill = statements.move_ids.filtered(lambda m: m.move_type == "in_invoice")
        invoice = statements.move_ids - bill
        self.assertRecordValues(
            bill | invoice,
            [
                {
                    "move_type": "in_invoice",
                    "partner_id": self.host.id,
                    "amount_untaxed": 98.20,
                    "amount_tax": 19.64,
                    "amount_total": 117.84,
                    "state": "draft",
                    "invoice_date": date(2026, 10, 31),
                },
                {
                    "move_type": "out_invoice",
                    "partner_id": self.host.id,
                    "amount_untaxed": 150.0,
                    "amount_tax": 30.0,
                    "amount_total": 180.0,
                    "state": "draft",
                    "invoice_date": date(2026, 10, 31),
                },
            ],
        )
        self.assertEqual(set(bill.invoice_line_ids.account_id.mapped("code")), {"613200"})
        self.assertEqual(invoice.invoice_line_ids.account_id.code, "706000")
        self.assertEqual(
            set((bill | invoice).invoice_line_ids.tax_ids.mapped("tax_exigibility")),
            {"on_payment"},
        )
        self.assertTrue(all(move.invoice_payment_term_id for move in statements.move_ids))

    def test_bill_by_activity_one_line_per_payer_at_100_percent(self):
        self.make_worked_uses()
        statement = self.close()[0]
        by_account = {}
        for line in statement.move_ids.invoice_line_ids:
            self.assertEqual(list(line.analytic_distribution.values()), [100])
            account = self.env["account.analytic.account"].browse(
                int(next(iter(line.analytic_distribution)))
            )
            by_account[account] = round(by_account.get(account, 0) + line.price_subtotal, 2)
        self.assertEqual(
            by_account,
            {
                self.coop_a.cae_shared_account_id: 37.10,
                self.bruno.default_activity_id.analytic_account_id: 37.10,
                self.chloe.default_activity_id.analytic_account_id: 24.00,
            },
        )

    def test_host_in_franchise_bills_no_vat_and_its_mention_is_printed(self):
        self.env["cae.vat.status"].create(
            {"partner_id": self.host.id, "status": "franchise", "date_start": date(2025, 1, 1)}
        )
        self.make_worked_uses()
        bill = self.close()[0].move_ids
        self.assertRecordValues(
            bill, [{"amount_untaxed": 98.20, "amount_tax": 0.0, "amount_total": 98.20}]
        )
        self.assertIn("293 B", bill.narration)

    def test_same_month_seen_by_the_host_is_a_customer_invoice_and_a_bill(self):
        company = self.env["res.company"].create({"name": "Host H company", "cae_role": "host"})
        self.env.user.company_ids |= company
        self.env = self.env(context=dict(self.env.context, allowed_company_ids=company.ids))
        self.load_chart(company)
        self.host = company.partner_id
        self.space.host_id = self.host
        convention = self.make_convention(
            company=company, host=self.host, coop=self.coop_a.partner_id
        )
        for person, status, start in (
            (self.anna, "cape", date(2026, 9, 1)),
            (self.bruno, "cesa", date(2024, 1, 1)),
            (self.chloe, "cape", date(2026, 6, 1)),
        ):
            self.env["cae.attestation"].create(
                {
                    "company_id": company.id,
                    "partner_id": person.partner_id.id,
                    "coop_id": self.coop_a.partner_id.id,
                    "status": status,
                    "date_start": start,
                }
            )
        self.make_vat(self.coop_a.partner_id)
        self.make_worked_uses(company=company)
        self.make_animation(convention)
        statement = self.close(company)[0]
        invoice = statement.move_ids.filtered(lambda m: m.move_type == "out_invoice")
        bill = statement.move_ids - invoice
        self.assertEqual(
            (invoice.amount_total, invoice.partner_id), (117.84, self.coop_a.partner_id)
        )
        self.assertEqual((bill.move_type, bill.amount_total), ("in_invoice", 180.0))
        self.assertEqual(invoice.invoice_line_ids.account_id.code, "706000")

    def test_running_the_month_again_makes_nothing_new(self):
        self.make_worked_uses()
        statements = self.close()[0]
        self.assertEqual(len(statements), 1)
        again, plan, failures = self.close()
        self.assertFalse(again)
        self.assertFalse(failures)
        self.assertEqual(len(self.convention.statement_ids.move_ids), 1)

    def test_use_recorded_after_the_closing_comes_with_the_next_month(self):
        self.make_worked_uses()
        self.close()
        late = self.make_uses(self.bruno, [date(2026, 10, 20)])
        statements, plan, _failures = self.close()
        self.assertFalse(statements)
        self.assertIn(late, [facts.records for facts in plan.left_aside])
        november = self.close(day=date(2026, 11, 1))[0]
        self.assertEqual(november.line_ids.usage_id, late)
        self.assertEqual(november.host_untaxed, 10.50)

    def test_cancelled_statement_frees_its_uses_for_a_new_closing(self):
        uses = self.october(self.make_worked_uses())
        statement = self.close()[0]
        self.assertEqual(set(uses.mapped("state")), {"locked"})
        statement.action_cancel()
        self.assertEqual(set(uses.mapped("state")), {"rated"})
        self.assertEqual(set(statement.move_ids.mapped("state")), {"cancel"})
        again = self.close()[0]
        self.assertEqual(again.host_total, 117.84)

    def test_cancelling_is_refused_when_an_invoice_is_posted(self):
        self.make_worked_uses()
        statement = self.close()[0]
        statement.move_ids.action_post()
        with self.assertRaisesRegex(UserError, "posted invoice"):
            statement.action_cancel()

    def test_accountant_closes_the_month_through_the_wizard(self):
        self.accountant.group_ids |= self.env.ref("account.group_account_invoice")
        self.make_worked_uses()
        form = Form(self.env["cae.month.close"].with_user(self.accountant))
        form.month = date(2026, 10, 1)
        wizard = form.save()
        self.assertEqual((wizard.host_untaxed, wizard.free_amount), (98.20, 68.0))
        self.assertEqual(len(wizard.left_aside_ids), 1)  # the first uses, of months not closed
        action = wizard.line_ids.action_view_records()
        self.assertEqual(len(self.env[action["res_model"]].search(action["domain"])), 15)
        wizard.action_close()
        self.assertRecordValues(wizard, [{"state": "done", "has_failures": False}])
        self.assertEqual(wizard.line_ids.statement_id.host_total, 117.84)
        self.assertEqual(wizard.line_ids.statement_id.move_ids.mapped("state"), ["draft"])

    def close_with_a_failure(self, failure):
        """Close the month of two spaces, of which the second fails; return what became of it."""
        other = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        space = self.make_space("Space T", other)
        self.make_tariff(space)
        broken = self.make_convention(host=other)
        self.make_worked_uses()
        self.make_uses(self.bruno, [date(2026, 10, 20)], space=space)
        CaeStatement = self.env.registry["cae.statement"]
        original = CaeStatement._create_moves

        def fail_for_host_i(statements, invoice_date):
            if other in statements.host_id:
                raise failure
            return original(statements, invoice_date)

        self.patch(CaeStatement, "_create_moves", fail_for_host_i)
        statements, _plan, failures = self.close()
        self.assertEqual(statements.host_id, self.host)
        self.assertEqual(statements.host_total, 117.84)
        self.assertEqual([planned.convention for planned, _error in failures], [broken])
        kept = self.env["cae.usage"].search([("host_id", "=", other.id)])
        self.assertEqual(kept.state, "rated")
        self.assertFalse(broken.statement_ids)
        return failures[0][1]

    def test_a_statement_that_fails_is_told_and_the_others_are_made(self):
        self.assertEqual(self.close_with_a_failure(UserError("no chart")), "no chart")

    def test_an_unexpected_failure_is_logged_and_says_so(self):
        """Never a raw error: the sentence says that the server's log has its details."""
        with self.assertLogs("odoo.addons.cae_tiers_lieux.models.base.errors", "ERROR") as logged:
            told = self.close_with_a_failure(ZeroDivisionError("boom"))
        self.assertIn("ZeroDivisionError", told)
        self.assertIn("nothing was changed", told)
        self.assertIn("boom", "".join(logged.output))
