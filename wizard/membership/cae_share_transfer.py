from odoo import api, fields, models


class CaeShareTransfer(models.TransientModel):
    """Transfer paid shares from one member to another of the same organisation."""

    _name = "cae.share.transfer"
    _description = "Transfer of shares"

    membership_id = fields.Many2one(
        comodel_name="cae.membership",
        string="From",
        required=True,
        domain="[('kind', '=', 'shares')]",
    )
    organisation_id = fields.Many2one(related="membership_id.organisation_id")
    company_id = fields.Many2one(related="membership_id.company_id")
    to_membership_id = fields.Many2one(
        comodel_name="cae.membership",
        string="To",
        required=True,
        domain="[('kind', '=', 'shares'), ('state', '=', 'active'), "
        "('organisation_id', '=', organisation_id), ('id', '!=', membership_id)]",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    held = fields.Integer(string="Shares held", compute="_compute_held")
    shares = fields.Integer(required=True, default=1)

    @api.depends("membership_id", "date")
    def _compute_held(self):
        for wizard in self:
            membership = wizard.membership_id
            wizard.held = membership and membership._get_balance_on(wizard.date).shares

    def action_transfer(self):
        """Move the shares in the ledger, and the capital between the members in the books."""
        self.ensure_one()
        self.membership_id._transfer_shares(self.to_membership_id, self.date, self.shares)
        return {"type": "ir.actions.act_window_close"}
