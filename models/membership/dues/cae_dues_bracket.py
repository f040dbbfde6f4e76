from odoo import fields, models


class CaeDuesBracket(models.Model):
    """A step of a tariff of dues: from a figure up, an amount and a price per unit."""

    _name = "cae.dues.bracket"
    _description = "Bracket of dues"
    _order = "start, id"
    _rec_name = "start"

    tariff_id = fields.Many2one(
        comodel_name="cae.dues.tariff", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="tariff_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    start = fields.Float(string="From", help="Turnover or headcount from which it applies.")
    amount = fields.Monetary()
    unit_amount = fields.Float(
        string="Per unit", digits=(16, 6), help="Added for each euro of turnover, or each person."
    )

    _start_once = models.Constraint(
        "UNIQUE (tariff_id, start)", "A tariff has one bracket from a figure."
    )
