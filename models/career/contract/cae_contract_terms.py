from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....rules import contract_terms


class CaeContractTerms(models.Model):
    """Limits of a contract type from a date on (R1 to R17): parameters of law, as data.

    Rights: the support team reads; managers write.
    """

    _name = "cae.contract.terms"
    _description = "Dated limits of a contract type"
    _order = "type_id, date_from desc, id"
    _rec_name = "date_from"

    type_id = fields.Many2one(
        comodel_name="cae.contract.type",
        string="Contract type",
        required=True,
        ondelete="cascade",
        index=True,
    )
    date_from = fields.Date(string="In force from", required=True)
    # periods
    period_max_months = fields.Integer(
        string="Longest period (months)",
        help="R1. 0: open-ended, the contract has no end date.",
    )
    renewals_max = fields.Integer(string="Renewals at most", help="R2")
    total_max_months = fields.Integer(
        string="Longest total (months)",
        help="R3. All periods with the same coop. 0: no limit.",
    )
    signed_file_required = fields.Boolean(
        default=True,
        help="R4. Nothing runs without the signed file of its period.",
    )
    alert_days = fields.Char(
        string="Alerts (days before)",
        default="90, 60, 30, 7",
        help="R5. Days before an end, separated by commas.",
    )
    notice_days = fields.Integer(
        string="Notice (days)",
        help="Days between the notice of an early end and the last day. 0: none.",
    )
    # declarations
    declaration_required = fields.Boolean(
        string="Tell Urssaf and France Travail",
        help="R9. At conclusion, at each renewal, at an early end.",
    )
    declaration_late_days = fields.Integer(string="Declaration late after (days)", default=8)
    contribution_day = fields.Integer(
        string="Quarterly contributions, day",
        help="R10. Contributions are paid at the latest on that day of the next quarter. 0: none.",
    )
    # associate and trial
    associate_months = fields.Integer(
        string="Associate within (months)",
        help="R14. From the signature, less earlier contracts with the same coop. 0: no deadline.",
    )
    associate_alert_months = fields.Char(
        string="Associate alerts (months before)",
        default="12, 6, 3",
        help="R14. Months before the deadline, separated by commas.",
    )
    trial_max_months = fields.Integer(
        string="Longest trial (months)",
        help="R16. From the first day of work, renewal included. 0: no trial.",
    )
    interviews_per_year = fields.Integer(default=2, help="R17. Individual interviews.")
    # suspensions
    suspension_moves_term = fields.Boolean(
        string="A suspension moves the term",
        help="To confirm: no text says so. Off by default.",
    )
    suspension_moves_trial = fields.Boolean(
        string="A suspension moves the trial",
        default=True,
        help="To confirm: absences may extend the trial.",
    )
    suspension_moves_associate = fields.Boolean(
        string="A suspension moves the associate deadline",
        help="The text foresees none. Off by default.",
    )

    _type_date_uniq = models.Constraint(
        "UNIQUE(type_id, date_from)",
        "This contract type already has limits from that date.",
    )
    _positive = models.Constraint(
        "CHECK(period_max_months >= 0 AND renewals_max >= 0 AND total_max_months >= 0"
        " AND associate_months >= 0 AND trial_max_months >= 0 AND notice_days >= 0"
        " AND declaration_late_days >= 0)",
        "A limit is a positive number; 0 means that there is none.",
    )

    @api.constrains("alert_days", "associate_alert_months")
    def _check_alerts(self):
        for terms in self:
            for field_name in ("alert_days", "associate_alert_months"):
                try:
                    terms._parse_numbers(field_name)
                except ValueError:
                    raise ValidationError(
                        self.env._(
                            "%(value)s is not a list of whole numbers separated by commas. "
                            "Write for example: 90, 60, 30, 7.",
                            value=terms[field_name],
                        )
                    ) from None

    def _parse_numbers(self, field_name):
        """Return the numbers of a comma-separated field, greatest first."""
        text = (self[field_name] or "") if self else ""
        return sorted({int(part) for part in text.replace(";", ",").split(",") if part.strip()})[
            ::-1
        ]

    def _to_limits(self):
        """Return these limits as the value `rules/` computes with."""
        if not self:
            return contract_terms.Terms()
        self.ensure_one()
        return contract_terms.Terms(
            period_max_months=self.period_max_months,
            renewals_max=self.renewals_max,
            total_max_months=self.total_max_months,
            signed_file_required=self.signed_file_required,
            alert_days=tuple(self._parse_numbers("alert_days")),
            declaration_late_days=self.declaration_late_days,
            quarterly_payment_day=self.contribution_day,
            associate_max_months=self.associate_months,
            associate_alert_months=tuple(self._parse_numbers("associate_alert_months")),
            trial_max_months=self.trial_max_months,
            interviews_required=self.interviews_per_year,
            suspension_moves_period=self.suspension_moves_term,
            suspension_moves_associate=self.suspension_moves_associate,
            suspension_moves_trial=self.suspension_moves_trial,
        )
