import dataclasses

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....rules.contract_terms import Terms

#: Fields that hold numbers separated by commas.
LISTS = ("alert_days", "associate_alert_months")


class CaeContractTerms(models.Model):
    """Terms of a contract type from a date on (R1 to R17, R50): parameters of law, as data.

    Fields are named as in `rules.contract_terms.Terms`; 0 months or days: no such limit.

    Rights: the support team reads; managers write.
    """

    _name = "cae.contract.terms"
    _description = "Dated limits of a contract type"
    _inherit = ["cae.shared.mixin", "cae.version.mixin"]
    _order = "type_id, date_start desc, id"
    _rec_name = "date_start"
    _version_of = ("type_id",)

    type_id = fields.Many2one(
        comodel_name="cae.contract.type",
        string="Contract type",
        required=True,
        ondelete="cascade",
        index=True,
    )

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
    quarterly_payment_day = fields.Integer(
        string="Quarterly contributions, day",
        help="R10. Contributions are paid at the latest on that day of the next quarter. 0: none.",
    )

    # associate and trial
    associate_max_months = fields.Integer(
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
    interviews_required = fields.Integer(
        string="Interviews Per Year", default=2, help="R17. Individual interviews."
    )

    # internship
    internship_max_months = fields.Integer(
        string="Longest internship (months)", default=6, help="R50."
    )
    internship_unpaid_months = fields.Integer(
        string="Internship paid beyond (months)", default=2, help="R50."
    )

    # suspensions
    suspension_moves_period = fields.Boolean(
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
        "UNIQUE(type_id, date_start)",
        "This contract type already has limits from that date.",
    )
    _positive = models.Constraint(
        "CHECK(period_max_months >= 0 AND renewals_max >= 0 AND total_max_months >= 0"
        " AND associate_max_months >= 0 AND trial_max_months >= 0 AND notice_days >= 0"
        " AND declaration_late_days >= 0)",
        "A limit is a positive number; 0 means that there is none.",
    )

    @api.constrains(*LISTS)
    def _check_alerts(self):
        for terms in self:
            for field_name in LISTS:
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

    def _to_rules(self):
        """Return these terms as the value `rules/` computes with; its own defaults without any."""
        if not self:
            return Terms()
        self.ensure_one()
        names = {field.name for field in dataclasses.fields(Terms)} & self._fields.keys()
        return Terms(**{name: self[name] for name in names})
