from odoo import api, fields, models
from odoo.exceptions import UserError


class CaeMembership(models.Model):
    """What a membership by shares holds, and the documents that prove it."""

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
    shares = fields.Integer(compute="_compute_balance")
    subscribed_amount = fields.Monetary(string="Subscribed", compute="_compute_balance")
    paid_amount = fields.Monetary(string="Paid", compute="_compute_balance")
    is_organisation = fields.Boolean(related="member_id.is_company")
    missing = fields.Char(compute="_compute_missing")

    @api.depends("share_move_ids")
    def _compute_balance(self):
        """Sum the ledger up to today, or up to the day ``on_date`` of the context."""
        day = fields.Date.to_date(self.env.context.get("on_date"))
        day = day or fields.Date.context_today(self)
        balances = self.env["cae.share.move"]._get_balances(self, day)
        for membership in self:
            balance = balances[membership.id]
            membership.shares = balance.shares
            membership.subscribed_amount = float(balance.subscribed)
            membership.paid_amount = float(balance.paid)

    @api.depends("member_id", "organisation_id", "mutual")
    def _compute_missing(self):
        for membership in self:
            membership.missing = not membership.mutual and self.env._(
                "To be mutual, %(member)s must become a member of %(organisation)s.",
                member=membership.organisation_id.name or "",
                organisation=membership.member_id.name or "",
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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_shares(self):
        if self.share_move_ids:
            raise UserError(
                self.env._("A membership with capital moves is never deleted: end it instead.")
            )
