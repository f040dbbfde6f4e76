from markupsafe import Markup
from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

#: What an invoice that is made in bulk may hold; another key makes it one by one.
MOVE_KEYS = {
    "move_type",
    "company_id",
    "partner_id",
    "invoice_date",
    "invoice_payment_term_id",
    "currency_id",
    "ref",
    "invoice_origin",
    "narration",
    "cae_statement_id",
    "cae_part",
    "invoice_line_ids",
}
LINE_KEYS = {
    "name",
    "product_id",
    "account_id",
    "quantity",
    "price_unit",
    "tax_ids",
    "analytic_distribution",
    "cae_person_id",
    "cae_payer",
}
NEEDED_LINE_KEYS = {"name", "account_id", "quantity", "price_unit", "tax_ids"}


class AccountMove(models.Model):
    """What a month's closing adds to invoices: their statement, a faster way to make many of them.

    And, whoever makes them, the mention that a customer invoice of an activity under a CAPE
    prints until the activity is registered (R11).
    """

    _inherit = "account.move"

    cae_statement_id = fields.Many2one(
        comodel_name="cae.statement",
        string="Monthly statement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    cae_part = fields.Char(
        string="Part of the statement",
        readonly=True,
        copy=False,
        help="Which direction of the statement this invoice stands for.",
    )
    cae_month = fields.Date(
        related="cae_statement_id.month",
        store=True,
        string="Economic month",
    )

    cae_cape_mention = fields.Html(
        string="Mention of the CAPE",
        compute="_compute_cae_cape_mention",
        sanitize=False,
    )

    _cae_once = models.UniqueIndex(
        "(cae_statement_id, move_type, cae_part) WHERE cae_statement_id IS NOT NULL"
        " AND state != 'cancel'",
        "This part of the statement is invoiced already.",
    )

    # Computes

    @api.depends("invoice_line_ids.analytic_distribution", "invoice_date", "move_type")
    def _compute_cae_cape_mention(self):
        for move in self:
            try:
                move.cae_cape_mention = move._get_cape_mention()
            except UserError:
                # the form stays open: printing says what is missing
                move.cae_cape_mention = False

    # Statements

    def _cae_get_action(self):
        """Open these invoices: the form of one, the list of several."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.account_move_action_cae"
        )
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action |= {"view_mode": "form", "res_id": self.id, "views": [(False, "form")]}
        return action

    # Mention of the CAPE

    def _get_cape_mention(self):
        """Return the mentions that this invoice must print, empty when none is due.

        :raises UserError: when one is due and cannot be written in full
        """
        self.ensure_one()
        # sudo: the role of a company, which who invoices need not be allowed to read
        company = self.company_id.sudo()
        if company.cae_role != "coop" or not self.is_sale_document(include_receipts=True):
            return ""
        day = self.invoice_date or fields.Date.context_today(self)
        mentions = self._get_cae_activities()._get_cape_mentions(day)
        found = dict.fromkeys(text for texts in mentions.values() for text in texts)
        return Markup().join(found)

    def _get_cae_activities(self):
        """Return the activities whose analytic account stands on a line of these invoices."""
        account_ids = {
            int(account_id)
            for line in self.invoice_line_ids
            for key in line.analytic_distribution or {}
            for account_id in key.split(",")
            if account_id.isdigit()
        }
        # sudo: whoever prints an invoice need not read the activities
        activities = self.env["cae.activity"].sudo().with_context(active_test=False)
        return activities.search([("analytic_account_id", "in", list(account_ids))])

    # Draft invoices in bulk

    @api.model
    def _cae_create_moves(self, vals_list):
        """Create draft invoices as ``create`` does, faster where that is proven to be the same.

        Odoo creates a move with its product lines, then adds tax lines and due dates and writes
        each product line again: that is most of what an invoice costs. Here the same functions of
        Odoo (``account.tax``, ``account.payment.term``) give all lines beforehand, and
        ``skip_invoice_sync`` says that nothing is left to add. Only the case proven equal by
        ``tests/billing/test_fast_moves.py`` goes this way; any other value, tax or payment term
        goes Odoo's way.

        :param vals_list: as for ``create``, lines in ``invoice_line_ids``
        :return: the moves, in the order of ``vals_list``
        """
        proven = [self._cae_is_proven(vals) for vals in vals_list]
        complete = [
            self._cae_complete_vals(vals) if fast else (vals, None)
            for vals, fast in zip(vals_list, proven, strict=True)
        ]
        moves = {}
        for way in (True, False):
            places = [place for place, fast in enumerate(proven) if fast is way]
            made = self.with_context(skip_invoice_sync=way, skip_invoice_line_sync=way).create(
                [complete[place][0] for place in places]
            )
            moves |= zip(places, made.ids, strict=True)
        # without the flag: the next edit of these records must find Odoo's own behaviour
        created = self.with_context(skip_invoice_sync=False, skip_invoice_line_sync=False).browse(
            [moves[place] for place in range(len(vals_list))]
        )
        for move, (_vals, totals) in zip(created, complete, strict=True):
            if totals:
                move._cae_check_totals(totals)
        return created

    def _cae_is_proven(self, vals):
        """Whether these values are of the case that the fast way is proven for."""
        if set(vals) - MOVE_KEYS or not {"company_id", "invoice_date", "partner_id"} <= set(vals):
            return False
        if any(key.startswith("default_") for key in self.env.context):
            return False
        company = self.env["res.company"].browse(vals["company_id"])
        term = self.env["account.payment.term"].browse(vals.get("invoice_payment_term_id"))
        return (
            vals["move_type"] in ("out_invoice", "in_invoice")
            and vals.get("currency_id", company.currency_id.id) == company.currency_id.id
            and len(term.line_ids) == 1
            and not term.early_discount
            and bool(vals.get("invoice_line_ids"))
            and all(self._cae_is_proven_line(command) for command in vals["invoice_line_ids"])
        )

    def _cae_is_proven_line(self, command):
        if command[0] != Command.CREATE:
            return False
        vals = command[2]
        if set(vals) - LINE_KEYS or not NEEDED_LINE_KEYS <= set(vals) or not vals["account_id"]:
            return False
        return all(
            tax.amount_type == "percent" and not tax.price_include
            for tax in self._cae_line_taxes(vals)
        )

    def _cae_line_taxes(self, line_vals):
        ids = [id_ for command in line_vals["tax_ids"] for id_ in command[2]]
        return self.env["account.tax"].browse(ids)

    def _cae_complete_vals(self, vals):
        """Return the values of a move with all its lines, and the totals Odoo's engine gives.

        :return: ``(vals, {"amount_untaxed": …, "amount_tax": …, "amount_total": …})``
        """
        company = self.env["res.company"].browse(vals["company_id"])
        lines = [command[2] for command in vals["invoice_line_ids"]]
        base_lines = self._cae_compute_taxes(company, vals, lines)
        results = self.env["account.tax"]._prepare_tax_lines(base_lines, company)
        products = [
            {
                **line,
                **amounts,
                **base["cae_totals"],
                "display_type": "product",
            }
            for line, (base, amounts) in zip(lines, results["base_lines_to_update"], strict=True)
        ]
        taxes = [{**line, "display_type": "tax"} for line in results["tax_lines_to_add"]]
        others = {key: value for key, value in vals.items() if key != "invoice_line_ids"}
        due = self._cae_prepare_due_line(company, vals, products, taxes)
        summary = self.env["account.tax"]._get_tax_totals_summary(
            base_lines, company.currency_id, company
        )
        totals = {
            "amount_untaxed": summary["base_amount_currency"],
            "amount_tax": summary["tax_amount_currency"],
            "amount_total": summary["total_amount_currency"],
        }
        commands = [Command.create(line) for line in [*products, *taxes, due]]
        return {**others, "line_ids": commands}, totals

    def _cae_prepare_line_totals(self, company, base_line):
        """Return the totals of a line alone, before the rounding of its invoice, as Odoo does."""
        details = base_line["tax_details"]
        alone = {
            **base_line,
            "tax_details": {
                **details,
                "taxes_data": [dict(tax_data) for tax_data in details["taxes_data"]],
            },
        }
        self.env["account.tax"]._round_base_lines_tax_details([alone], company)
        return {
            "price_subtotal": alone["tax_details"]["total_excluded_currency"],
            "price_total": alone["tax_details"]["total_included_currency"],
        }

    def _cae_compute_taxes(self, company, vals, lines):
        """Let Odoo's tax engine compute what each line of a future move is taxed, and where."""
        Tax = self.env["account.tax"].with_company(company)
        partner = self.env["res.partner"].browse(vals["partner_id"]).commercial_partner_id
        base_lines = [
            Tax._prepare_base_line_for_taxes_computation(
                None,
                product_id=self.env["product.product"].browse(line.get("product_id") or []),
                tax_ids=self._cae_line_taxes(line),
                price_unit=line["price_unit"],
                quantity=line["quantity"],
                currency_id=company.currency_id,
                rate=1.0,
                sign=1 if vals["move_type"] == "in_invoice" else -1,
                is_refund=False,
                partner_id=partner,
                account_id=self.env["account.account"].browse(line["account_id"]),
                analytic_distribution=line.get("analytic_distribution") or False,
                name=line["name"],
            )
            for line in lines
        ]
        Tax._add_tax_details_in_base_lines(base_lines, company)
        for base_line in base_lines:
            base_line["cae_totals"] = self._cae_prepare_line_totals(company, base_line)
        Tax._round_base_lines_tax_details(base_lines, company)
        Tax._add_accounting_data_in_base_lines_tax_details(base_lines, company)
        return base_lines

    def _cae_prepare_due_line(self, company, vals, products, taxes):
        """Return the line that waits for the payment, at the date of the payment term."""
        untaxed = -sum(line["balance"] for line in products)
        tax = -sum(line["balance"] for line in taxes)
        terms = (
            self.env["account.payment.term"]
            .browse(vals["invoice_payment_term_id"])
            ._compute_terms(
                date_ref=fields.Date.to_date(vals["invoice_date"]),
                currency=company.currency_id,
                company=company,
                tax_amount=tax,
                tax_amount_currency=tax,
                sign=1 if vals["move_type"] == "out_invoice" else -1,
                untaxed_amount=untaxed,
                untaxed_amount_currency=untaxed,
            )
        )
        (due,) = terms["line_ids"]
        amount = company.currency_id.round(due["company_amount"])
        return {
            "display_type": "payment_term",
            "date_maturity": fields.Date.to_date(due["date"]),
            "discount_date": False,
            "discount_balance": 0.0,
            "discount_amount_currency": 0.0,
            "balance": amount,
            "amount_currency": amount,
        }

    def _cae_check_totals(self, totals):
        """Refuse a move whose stored totals are not those of Odoo's tax engine (invariant 1)."""
        self.ensure_one()
        for name, expected in totals.items():
            if self.currency_id.compare_amounts(self[name], expected):
                raise ValidationError(
                    self.env._(
                        "The invoice of %(partner)s for %(origin)s has a total of %(stored)s where "
                        "its lines give %(expected)s: nothing was made, tell whoever maintains "
                        "the software.",
                        partner=self.partner_id.name,
                        origin=self.invoice_origin or self.ref or "",
                        stored=self[name],
                        expected=expected,
                    )
                )
