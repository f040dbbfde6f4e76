from odoo import fields, models


class CaeLossYear(models.Model):
    """A loss-making financial year: what a leaver bears (R31), when an audit is due (R33)."""

    _name = "cae.loss.year"
    _description = "Loss-making year"
    _order = "date_end desc"
    _rec_name = "date_end"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company.partner_id,
    )
    date_end = fields.Date(string="End of the year", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="Loss")
    carried = fields.Monetary(
        string="Losses not covered by reserves",
        help="Losses that reserves do not absorb at that date: a leaver bears their part (R31).",
    )

    _one_per_year = models.Constraint(
        "UNIQUE (company_id, organisation_id, date_end)",
        "This financial year is recorded already: edit it.",
    )
    _amounts_positive = models.Constraint(
        "CHECK (amount >= 0 AND carried >= 0)", "Write a loss as a positive amount."
    )
