from odoo import api, fields, models
from odoo.fields import Domain


class CaeLossYear(models.Model):
    """A loss-making financial year: what a leaver bears (R31), when an audit is due (R33).

    ==========  ==========================
    Support     reads
    Accountant  creates and edits
    Manager     the same, and deletes
    ==========  ==========================
    """

    _name = "cae.loss.year"
    _description = "Loss-making year"
    _inherit = ["cae.organisation.mixin"]
    _order = "date_end desc"
    _rec_name = "date_end"

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

    @api.model
    def _get_carried_losses(self, company, organisation, day):
        """Return the losses that reserves do not cover at the last year ended on ``day``."""
        domain = self._domain_of_organisation(company, organisation)
        return self.search(
            domain & Domain("date_end", "<=", day), order="date_end desc", limit=1
        ).carried
