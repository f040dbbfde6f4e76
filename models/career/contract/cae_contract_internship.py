from odoo import api, fields, models

from ....rules import contract_terms
from ....rules.periods import Period


class CaeContract(models.Model):
    """An internship: at most six months, paid beyond two (R50). A warning, never a block."""

    _inherit = "cae.contract"

    is_paid = fields.Boolean(string="Paid", help="R50: an internship is paid beyond two months.")
    warning_message = fields.Text(string="To watch", compute="_compute_warning_message")

    @api.depends("nature", "type_id", "date_start", "date_end", "is_paid")
    @api.depends_context("lang")
    def _compute_warning_message(self):
        for contract in self:
            contract.warning_message = "\n".join(contract._get_warnings())

    def _get_terms_fields(self):
        return super()._get_terms_fields() | {"is_paid"}

    def _get_warnings(self):
        """Return the sentences of what deserves a look and blocks nothing."""
        self.ensure_one()
        if self.nature != "internship" or not self.date_start or not self._has_good_dates():
            return []
        violations = contract_terms.check_internship(
            Period(self.date_start, self.date_end or None), self.is_paid, self._get_limits()
        )
        return [self._explain_internship(violation) for violation in violations]

    def _explain_internship(self, violation):
        months = violation.args["max_months"]
        start = self._format_day(self.date_start)
        latest = self._format_day(violation.args["latest_end"])
        if violation.code == "internship_unpaid":
            return self.env._(
                "R50: an internship of more than %(months)s months is paid; from %(start)s it may "
                "be unpaid until %(latest)s at most.",
                months=months,
                start=start,
                latest=latest,
            )
        return self.env._(
            "R50: an internship lasts at most %(months)s months: from %(start)s, until %(latest)s.",
            months=months,
            start=start,
            latest=latest,
        )
