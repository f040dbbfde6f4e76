"""Invoices made in bulk are the ones Odoo makes, field by field (design, section 8)."""

from datetime import date

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CaeMonthCommon

# Never equal between two records made one after the other.
OWN = {
    "id",
    "access_token",
    "create_date",
    "move_id",
    "move_name",
    "name",
    "sequence_number",
    "write_date",
}


@tagged("post_install", "-at_install")
class TestFastMoves(CaeMonthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Move = cls.env["account.move"]
        cls.term = cls.env.ref("account.account_payment_term_30days")
        cls.partner = cls.host
        plan = cls.env["account.analytic.plan"]._cae_activity_plan()
        cls.analytic = cls.env["account.analytic.account"].create(
            [
                {"name": f"Activity {number}", "plan_id": plan.id, "company_id": cls.coop_a.id}
                for number in range(3)
            ]
        )
        cls.taxes = {
            kind: {
                rate: cls.env["account.tax"].search(
                    [
                        ("company_id", "=", cls.coop_a.id),
                        ("type_tax_use", "=", kind),
                        ("amount", "=", rate),
                        ("amount_type", "=", "percent"),
                        ("price_include", "=", False),
                        ("tax_exigibility", "=", exigibility),
                    ],
                    limit=1,
                )
                for rate, exigibility in (
                    (20, "on_payment"),
                    (10, "on_payment"),
                    (5.5, "on_invoice"),
                )
            }
            for kind in ("sale", "purchase")
        }

    def prepare_line(self, kind, number, rates=(20,), **values):
        taxes = self.env["account.tax"].concat(*(self.taxes[kind][rate] for rate in rates))
        account = "space_sold" if kind == "sale" else "space_bought"
        analytic = self.analytic[number % 3]
        return {
            "name": f"Line {number}",
            "product_id": self.env.ref("cae_tiers_lieux.product_space_use").id,
            "account_id": self.coop_a._cae_account(account).id,
            "quantity": 1 + number % 4,
            "price_unit": 7.37 + number * 1.11,
            "analytic_distribution": {str(analytic.id): 100},
            "cae_payer": "activity",
            "tax_ids": [Command.set(taxes.ids)],
            **values,
        }

    def prepare_move(self, kind, lines, **values):
        return {
            "move_type": "out_invoice" if kind == "sale" else "in_invoice",
            "company_id": self.coop_a.id,
            "partner_id": self.partner.id,
            "invoice_date": date(2026, 10, 31),
            "invoice_payment_term_id": self.term.id,
            "currency_id": self.coop_a.currency_id.id,
            "ref": False,
            "invoice_origin": "REL/1",
            "narration": "Mention",
            "invoice_line_ids": [Command.create(line) for line in lines],
            **values,
        }

    def prepare_many(self, kind):
        """Every shape of invoice that a closing makes, and some more."""
        line = self.prepare_line
        two = {str(self.analytic[0].id): 60, str(self.analytic[1].id): 40}
        no_product = {"product_id": False, "analytic_distribution": False}
        shapes = [
            [line(kind, 1)],
            [line(kind, number) for number in range(10)],
            [line(kind, number, rates=((20,), (10,), (5.5,))[number % 3]) for number in range(9)],
            [line(kind, number, rates=()) for number in range(3)],
            [line(kind, 1, rates=(20, 10)), line(kind, 2, rates=(5.5,)), line(kind, 3, rates=())],
            [line(kind, 1, analytic_distribution=two), line(kind, 2, **no_product)],
            [line(kind, 1, price_unit=0.0), line(kind, 2, price_unit=0.005, quantity=3)],
            [line(kind, number, price_unit=0.33, quantity=1) for number in range(7)],
        ]
        moves = [self.prepare_move(kind, lines) for lines in shapes]
        moves.append(self.prepare_move(kind, [line(kind, 1)], invoice_date="2026-09-15"))
        moves.append(self.prepare_move(kind, [line(kind, 1, price_unit=-4.2), line(kind, 2)]))
        return moves

    def stored(self, record, but=frozenset()):
        """Every stored value of a record, comparable with those of another."""
        result = {}
        for name, field in record._fields.items():
            if name in OWN | but or not field.store or field.type == "one2many":
                continue
            value = record[name]
            if field.relational:
                value = sorted(value.ids)
            elif field.type in ("float", "monetary"):
                value = round(value, 6)
            result[name] = value
        return result

    def assert_same(self, native, fast, but=frozenset()):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(len(native), len(fast))
        for one, other in zip(native, fast, strict=True):
            self.assertEqual(self.stored(one, but), self.stored(other, but))
            lines = one.line_ids.sorted("id"), other.line_ids.sorted("id")
            self.assertEqual(len(lines[0]), len(lines[1]))
            for left, right in zip(*lines, strict=True):
                self.assertEqual(self.stored(left, but), self.stored(right, but))
            totals = other.tax_totals
            for name, total in (
                ("amount_untaxed", "base_amount_currency"),
                ("amount_tax", "tax_amount_currency"),
                ("amount_total", "total_amount_currency"),
            ):
                self.assertAlmostEqual(other[name], totals[total], places=6)

    def compare(self, vals_list):
        for vals in vals_list:
            self.assertTrue(self.Move._cae_is_proven(vals), vals)
        native = self.Move.create(vals_list)
        fast = self.Move._cae_create_moves(vals_list)
        self.assert_same(native, fast)
        return native, fast

    def test_customer_invoices_are_the_same_as_odoos(self):
        self.compare(self.prepare_many("sale"))

    def test_vendor_bills_are_the_same_as_odoos(self):
        self.compare(self.prepare_many("purchase"))

    def test_same_with_taxes_rounded_globally(self):
        self.coop_a.tax_calculation_rounding_method = "round_globally"
        self.compare(self.prepare_many("sale") + self.prepare_many("purchase"))

    def test_same_for_a_contact_of_a_company_with_a_fiscal_position(self):
        position = self.env["account.fiscal.position"].create(
            {"name": "Abroad", "company_id": self.coop_a.id}
        )
        self.partner = self.env["res.partner"].create({"name": "Desk", "parent_id": self.host.id})
        self.host.with_company(self.coop_a).property_account_position_id = position
        native = self.compare(self.prepare_many("sale") + self.prepare_many("purchase"))[0]
        self.assertEqual(native.fiscal_position_id, position)

    def test_same_before_a_tax_lock_date(self):
        self.coop_a.tax_lock_date = date(2026, 10, 31)
        self.compare(self.prepare_many("purchase"))

    def test_same_once_posted(self):
        native, fast = self.compare(self.prepare_many("sale")[:5])
        native.action_post()
        fast.action_post()
        self.assert_same(native, fast, but={"payment_reference"})

    def test_editing_a_line_afterwards_updates_the_totals(self):
        move = self.Move._cae_create_moves(self.prepare_many("purchase"))[1]
        self.assertFalse(move.env.context.get("skip_invoice_sync"))
        before = move.amount_total
        move.invoice_line_ids[0].price_unit += 100
        self.assertEqual(move.amount_total, round(before + 120, 2))
        due = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
        self.assertEqual(due.balance, -move.amount_total)

    def test_unproven_cases_go_odoos_way_in_order(self):
        several = self.env["account.payment.term"].create(
            {
                "name": "Half now",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 30)
                ],
            }
        )
        dollar = self.env.ref("base.USD")
        dollar.active = True
        vals_list = [
            self.prepare_move("sale", [self.prepare_line("sale", 1)]),
            self.prepare_move(
                "sale", [self.prepare_line("sale", 2)], invoice_payment_term_id=several.id
            ),
            self.prepare_move("sale", [self.prepare_line("sale", 3)], currency_id=dollar.id),
            self.prepare_move("sale", [self.prepare_line("sale", 4, discount=10)]),
            self.prepare_move("sale", [self.prepare_line("sale", 5)]),
            # last: in one create, Odoo gives its due date to the moves that follow it
            self.prepare_move(
                "sale", [self.prepare_line("sale", 6)], invoice_payment_term_id=False
            ),
        ]
        self.assertEqual(
            [self.Move._cae_is_proven(vals) for vals in vals_list],
            [True, False, False, False, True, False],
        )
        native = self.Move.create(vals_list)
        self.assert_same(native, self.Move._cae_create_moves(vals_list))

    def test_early_discount_and_tax_included_go_odoos_way(self):
        early = self.env["account.payment.term"].create(
            {"name": "Early", "early_discount": True, "discount_days": 8}
        )
        vals = self.prepare_move(
            "sale", [self.prepare_line("sale", 1)], invoice_payment_term_id=early.id
        )
        self.assertFalse(self.Move._cae_is_proven(vals))
        included = self.taxes["sale"][20].copy({"price_include_override": "tax_included"})
        line = self.prepare_line("sale", 1, tax_ids=[Command.set(included.ids)])
        self.assertFalse(self.Move._cae_is_proven(self.prepare_move("sale", [line])))

    def test_totals_that_differ_from_odoos_engine_are_refused(self):
        move = self.Move._cae_create_moves(self.prepare_many("sale")[:1])
        with self.assertRaisesRegex(ValidationError, "nothing was made"):
            move._cae_check_totals({"amount_total": move.amount_total + 0.01})
