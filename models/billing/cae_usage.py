from odoo import fields, models


class CaeUsage(models.Model):
    _inherit = "cae.usage"

    statement_line_ids = fields.One2many(
        comodel_name="cae.statement.line",
        inverse_name="usage_id",
        string="Statement lines",
    )
