from odoo import api, fields, models


class CaeShareConversion(models.TransientModel):
    """Convert the shares of all members to a new value: the same capital in other shares."""

    _name = "cae.share.conversion"
    _description = "Conversion of shares"
    _inherit = ["cae.organisation.mixin"]

    date = fields.Date(required=True, default=fields.Date.context_today)
    currency_id = fields.Many2one(related="company_id.currency_id")
    old_value = fields.Monetary(string="Value until then", compute="_compute_old_value")
    new_value = fields.Monetary(string="Value from then on", required=True)
    decided_by = fields.Char(help="The assembly that decided this value.")

    @api.depends("organisation_id", "date", "company_id")
    def _compute_old_value(self):
        values = self.env["cae.share.value"]
        for wizard in self:
            wizard.old_value = wizard.date and values._get_value(
                wizard.company_id, wizard.organisation_id, wizard.date
            )

    def action_convert(self):
        """Record the new value and convert every member's shares."""
        self.ensure_one()
        self.env["cae.share.value"]._convert_shares(
            self.company_id, self.organisation_id, self.date, self.new_value, self.decided_by
        )
        return {"type": "ir.actions.act_window_close"}
