from odoo import fields, models

from ....rules.capital import CapitalRules
from ...base.money import money


class CaeLegalFormVersion(models.Model):
    """What a legal form asks for from a date on: every limit of R23 to R33 is a figure here.

    Zero means that there is no such limit.
    """

    _name = "cae.legal.form.version"
    _description = "Rules of a legal form from a date"
    _inherit = ["cae.shared.mixin", "cae.version.mixin"]
    _version_of = ("form_id",)
    _order = "form_id, date_start desc"

    form_id = fields.Many2one(
        comodel_name="cae.legal.form",
        string="Legal form",
        required=True,
        ondelete="cascade",
        index=True,
    )
    date_start = fields.Date(string="From", default="2000-01-01")
    source = fields.Char(help="Article of law or of the statutes these figures come from.")
    # R28, R29
    first_call_percent = fields.Float(string="First call (%)", digits=(5, 2), default=100.0)
    release_years = fields.Integer(string="Released within (years)")
    withholding_percent = fields.Float(
        string="Withheld on pay, at most (%)", digits=(5, 2), default=10.0
    )
    # R30, R31
    floor_percent = fields.Float(
        string="Floor of the capital (%)",
        digits=(5, 2),
        help="Part of the highest capital ever reached under which no refund may go (R30).",
    )
    refund_years = fields.Integer(
        string="Refund within (years)",
        default=5,
        help="Delay of the statutes to refund a leaver (R31). To confirm in your statutes.",
    )
    # R23, R24
    categories_min = fields.Integer(string="Categories of members, at least")
    college_min = fields.Float(string="College, at least (%)", digits=(5, 2))
    college_max = fields.Float(string="College, at most (%)", digits=(5, 2))
    # R26, R27
    employee_capital_min = fields.Float(string="Capital of employees, at least (%)", digits=(5, 2))
    employee_votes_min = fields.Float(string="Votes of employees, at least (%)", digits=(5, 2))
    member_capital_max = fields.Float(string="Capital of one member, at most (%)", digits=(5, 2))
    investor_votes_max = fields.Float(
        string="Votes of non-cooperating members, at most (%)", digits=(5, 2)
    )
    # R33
    audit_years = fields.Integer(string="Cooperative audit every (years)")
    audit_loss_years = fields.Integer(string="Audit after loss-making years")

    _one_per_day = models.Constraint(
        "UNIQUE (form_id, date_start)",
        "A legal form has one set of rules from a given day: edit the existing one.",
    )
    _percents_in_range = models.Constraint(
        "CHECK (first_call_percent BETWEEN 0 AND 100 AND withholding_percent BETWEEN 0 AND 100"
        " AND floor_percent BETWEEN 0 AND 100 AND college_min BETWEEN 0 AND 100"
        " AND college_max BETWEEN 0 AND 100)",
        "A percentage is between 0 and 100.",
    )

    def _get_rules(self):
        """Return the figures as ``rules/`` wants them; an empty record sets no limit."""

        def limit(value):
            return money(value) if value else None

        if not self:
            return CapitalRules()
        self.ensure_one()
        return CapitalRules(
            first_call_percent=money(self.first_call_percent),
            release_years=self.release_years,
            withholding_percent=money(self.withholding_percent),
            floor_percent=money(self.floor_percent),
            refund_years=self.refund_years,
            categories_min=self.categories_min,
            college_min=limit(self.college_min),
            college_max=limit(self.college_max),
            employee_capital_min=limit(self.employee_capital_min),
            employee_votes_min=limit(self.employee_votes_min),
            member_capital_max=limit(self.member_capital_max),
            investor_votes_max=limit(self.investor_votes_max),
            audit_years=self.audit_years,
            audit_loss_years=self.audit_loss_years,
        )
