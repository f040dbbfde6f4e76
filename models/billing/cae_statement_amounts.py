"""The figures of a statement: what each side bills, and what the free months were worth."""

from odoo import api, fields, models


class CaeStatement(models.Model):
    _inherit = "cae.statement"

    host_untaxed = fields.Monetary(
        string="Owed to the space (net)", compute="_compute_amounts", store=True
    )
    host_total = fields.Monetary(string="Owed to the space", readonly=True, copy=False)
    coop_untaxed = fields.Monetary(
        string="Owed to the CAE (net)", compute="_compute_amounts", store=True
    )
    coop_total = fields.Monetary(string="Owed to the CAE", readonly=True, copy=False)
    balance = fields.Monetary(
        compute="_compute_balance",
        store=True,
        help="Tax included, before any payment: above zero, the CAE owes the space.",
    )
    balance_sentence = fields.Char(compute="_compute_balance_sentence")
    public_amount = fields.Monetary(
        string="Public value of the uses", compute="_compute_amounts", store=True
    )
    free_amount = fields.Monetary(string="Free", compute="_compute_amounts", store=True)
    reduction_amount = fields.Monetary(string="Reductions", compute="_compute_amounts", store=True)
    elsewhere_amount = fields.Monetary(
        string="Settled elsewhere", compute="_compute_amounts", store=True
    )
    usage_count = fields.Integer(string="Uses", compute="_compute_amounts", store=True)

    @api.depends(
        "line_ids.amount",
        "line_ids.direction",
        "line_ids.public_amount",
        "line_ids.free_amount",
        "line_ids.reduction_amount",
        "line_ids.elsewhere_amount",
    )
    def _compute_amounts(self):
        for statement in self:
            lines = statement.line_ids
            host_lines = lines.filtered(lambda line: line.direction == "host_to_coop")
            statement.host_untaxed = sum(host_lines.mapped("amount"))
            statement.coop_untaxed = sum((lines - host_lines).mapped("amount"))
            statement.usage_count = len(lines.usage_id)
            for name in ("public_amount", "free_amount", "reduction_amount", "elsewhere_amount"):
                statement[name] = sum(lines.mapped(name))

    @api.depends("host_total", "coop_total")
    def _compute_balance(self):
        for statement in self:
            statement.balance = statement.host_total - statement.coop_total

    @api.depends("balance", "host_id.name", "coop_id.name")
    @api.depends_context("lang")
    def _compute_balance_sentence(self):
        for statement in self:
            balance = statement.balance
            debtor, creditor = statement.coop_id, statement.host_id
            if balance < 0:
                debtor, creditor = creditor, debtor
            if statement.currency_id.is_zero(balance):
                statement.balance_sentence = self.env._("Nobody owes anything.")
            else:
                statement.balance_sentence = self.env._(
                    "If all is netted, %(debtor)s owes %(amount)s to %(creditor)s.",
                    debtor=debtor.name,
                    creditor=creditor.name,
                    amount=statement.currency_id.format(abs(balance)),
                )

    def _read_totals_from_moves(self):
        """Keep the totals with tax of the invoices: Odoo's tax engine made them (invariant 1)."""
        for statement in self:
            for part, name in (("host_to_coop", "host_total"), ("coop_to_host", "coop_total")):
                moves = statement.move_ids.filtered(
                    lambda m, p=part: m.cae_part == p and m.state != "cancel"
                )
                statement[name] = sum(moves.mapped("amount_total"))
