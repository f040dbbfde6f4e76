from dataclasses import replace

from odoo import fields, models


class CaeContractTerms(models.Model):
    """Limits of an internship (R50)."""

    _inherit = "cae.contract.terms"

    internship_max_months = fields.Integer(
        string="Longest internship (months)", default=6, help="R50."
    )
    internship_unpaid_months = fields.Integer(
        string="Internship paid beyond (months)", default=2, help="R50."
    )

    def _to_limits(self):
        limits = super()._to_limits()
        if not self:
            return limits
        return replace(
            limits,
            internship_max_months=self.internship_max_months,
            internship_unpaid_months=self.internship_unpaid_months,
        )
