from odoo import fields, models


class CaeMonthCloseLine(models.TransientModel):
    """One statement to be made or made, or one reason for which facts are left aside."""

    _name = "cae.month.close.line"
    _description = "Line of a month to close"

    wizard_id = fields.Many2one(
        comodel_name="cae.month.close",
        required=True,
        ondelete="cascade",
        index=True,
    )
    left_aside = fields.Boolean(string="Left aside")
    failed = fields.Boolean()
    todo = fields.Boolean(help="Somebody has to do something about it.")
    statement_id = fields.Many2one(comodel_name="cae.statement")
    convention_id = fields.Many2one(comodel_name="cae.convention")
    host_id = fields.Many2one(comodel_name="res.partner", string="Legal person of the space")
    coop_id = fields.Many2one(comodel_name="res.partner", string="CAE")
    count = fields.Integer(string="Uses")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    host_untaxed = fields.Monetary(string="To the space (net)")
    coop_untaxed = fields.Monetary(string="To the CAE (net)")
    public_amount = fields.Monetary(string="Public value")
    free_amount = fields.Monetary(string="Free")
    reason = fields.Char()
    res_model = fields.Char()
    res_ids = fields.Json()

    def action_view_records(self):
        """Open the facts behind the line."""
        self.ensure_one()
        if self.statement_id:
            return {
                "type": "ir.actions.act_window",
                "res_model": "cae.statement",
                "res_id": self.statement_id.id,
                "view_mode": "form",
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.reason or self.host_id.name,
            "res_model": self.res_model,
            "view_mode": "list,form",
            "domain": [("id", "in", self.res_ids or [])],
        }
