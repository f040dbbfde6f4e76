from odoo import api, fields, models

from ...models.membership.sentences import say_finding


class CaeShareRefund(models.TransientModel):
    """Refund shares of a member, all of them when they leave (R30, R31)."""

    _name = "cae.share.refund"
    _description = "Refund of shares"

    membership_id = fields.Many2one(
        comodel_name="cae.membership", required=True, domain="[('kind', '=', 'shares')]"
    )
    company_id = fields.Many2one(related="membership_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    held = fields.Integer(string="Shares held", compute="_compute_held")
    shares = fields.Integer(
        string="Shares to refund", compute="_compute_shares", store=True, readonly=False
    )
    leaves = fields.Boolean(
        string="Leaves the organisation", default=True, help="Ends the membership on that day."
    )
    reason = fields.Char()
    carried_losses = fields.Monetary(
        string="Losses of the organisation",
        compute="_compute_carried_losses",
        store=True,
        readonly=False,
        help="Losses not covered by reserves, at the last year recorded.",
    )
    # what the membership answers
    nominal = fields.Monetary(string="Subscribed capital", compute="_compute_amounts")
    paid = fields.Monetary(string="Of which paid", compute="_compute_amounts")
    loss = fields.Monetary(string="Part of the losses", compute="_compute_amounts")
    amount = fields.Monetary(string="To refund", compute="_compute_amounts")
    date_due = fields.Date(string="Refund by", compute="_compute_amounts")
    problem = fields.Char(compute="_compute_amounts")

    @api.depends("membership_id", "date")
    def _compute_held(self):
        for wizard in self:
            membership = wizard.membership_id
            wizard.held = membership and membership._get_balance_on(wizard.date).shares

    @api.depends("held", "leaves")
    def _compute_shares(self):
        for wizard in self:
            wizard.shares = wizard.held if wizard.leaves else min(wizard.shares, wizard.held)

    @api.depends("membership_id", "date")
    def _compute_carried_losses(self):
        for wizard in self:
            wizard.carried_losses = self.env["cae.loss.year"]._get_carried_losses(
                wizard.company_id, wizard.membership_id.organisation_id, wizard.date
            )

    @api.depends("shares", "carried_losses", "date", "membership_id")
    def _compute_amounts(self):
        self.update(
            {"nominal": 0, "paid": 0, "loss": 0, "amount": 0, "date_due": False, "problem": False}
        )
        for wizard in self.filtered(lambda w: w.membership_id and w.date):
            refund = wizard.membership_id._get_refund(
                wizard.date, wizard.shares, wizard.carried_losses
            )
            wizard.nominal = float(refund.subscribed)
            wizard.paid = float(refund.paid)
            wizard.loss = float(refund.loss)
            wizard.amount = float(refund.amount)
            wizard.date_due = refund.date_due
            wizard.problem = refund.floor_problem and say_finding(self.env, refund.floor_problem)

    def action_refund(self):
        """Record the refund in the ledger and the debt in the books; end the membership."""
        self.ensure_one()
        self.membership_id._refund_shares(
            self.date, self.shares, self.carried_losses, self.leaves, self.reason
        )
        return {"type": "ir.actions.act_window_close"}
