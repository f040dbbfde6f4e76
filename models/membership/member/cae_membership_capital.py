from odoo import api, fields, models
from odoo.exceptions import UserError

REFUND_DAYS = 90


class CaeMembership(models.Model):
    """What a membership by shares holds and owes, and the documents that prove it."""

    _inherit = "cae.membership"

    currency_id = fields.Many2one(related="company_id.currency_id")
    subscription_ids = fields.One2many(
        comodel_name="cae.share.subscription",
        inverse_name="membership_id",
        string="Subscriptions",
    )
    dues_ids = fields.One2many(comodel_name="cae.dues", inverse_name="membership_id")
    share_move_ids = fields.One2many(
        comodel_name="cae.share.move", inverse_name="membership_id", string="Capital moves"
    )
    shares = fields.Integer(compute="_compute_shares")
    subscribed_amount = fields.Monetary(string="Subscribed", compute="_compute_shares")
    paid_amount = fields.Monetary(string="Paid", compute="_compute_shares")

    @api.depends("share_move_ids")
    def _compute_shares(self):
        """Sum the ledger up to today."""
        balances = self.env["cae.share.move"]._get_balances(self, fields.Date.context_today(self))
        for membership in self:
            balance = balances[membership.id]
            membership.shares = balance.shares
            membership.subscribed_amount = float(balance.subscribed)
            membership.paid_amount = float(balance.paid)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_shares(self):
        if self.share_move_ids:
            raise UserError(
                self.env._("A membership with capital moves is never deleted: end it instead.")
            )

    def action_cae_subscribe(self):
        """Open a new subscription of this member, ready to sign."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Subscribe shares"),
            "res_model": "cae.share.subscription",
            "view_mode": "form",
            "context": {"default_membership_id": self.id},
        }

    def action_certificate(self):
        """Print the certificate of membership, with the shares held today."""
        return self.env.ref("cae_tiers_lieux.cae_membership_certificate_report").report_action(self)

    def action_view_ledger(self):
        """Open the capital moves of this membership."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_share_move_action"
        )
        return {**action, "domain": [("membership_id", "=", self.id)], "context": {}}

    @api.model
    def _remind_late_calls(self):
        """Plan one activity for each subscription by bank with a call that is late (R28)."""
        calls = self.env["cae.share.call"].search(
            [
                ("called", "=", True),
                ("cancelled", "=", False),
                ("date_due", "<", fields.Date.context_today(self)),
                ("subscription_id.state", "=", "signed"),
                ("subscription_id.payment_mode", "=", "bank"),
            ]
        )
        late = calls.filtered(lambda call: call.state == "late")
        late.subscription_id._remind_once("cae_tiers_lieux.mail_activity_type_share_call_late")

    @api.model
    def _remind_refunds(self):
        """Plan one activity for each leaver whose refund is due soon and not paid (R31)."""
        limit = fields.Date.add(fields.Date.context_today(self), days=REFUND_DAYS)
        refunds = self.env["cae.share.move"].search(
            [("kind", "=", "refund"), ("date_due", "<=", limit), ("move_id", "!=", False)]
        )
        # sudo: whether the debt is paid, and nothing else of the books
        unpaid = refunds.filtered(
            lambda m: m.sudo().move_id.line_ids.filtered(
                lambda x: x.account_id.reconcile and x.credit and x.amount_residual
            )
        )
        dates = {
            membership: min(moves.mapped("date_due"))
            for membership, moves in unpaid.grouped("membership_id").items()
        }
        unpaid.membership_id._remind_once(
            "cae_tiers_lieux.mail_activity_type_share_refund_due", dates
        )
