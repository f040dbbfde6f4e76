from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from ....rules import members
from ...base.money import money
from ..sentences import say_finding


class CaeCollegeWeighting(models.Model):
    """How the votes are shared between the colleges of an organisation from a date on (R24).

    ==========  ==========================
    Support     reads
    Accountant  creates and edits
    Manager     the same, and deletes
    ==========  ==========================
    """

    _name = "cae.college.weighting"
    _description = "Weights of the colleges"
    _inherit = ["cae.organisation.mixin", "cae.version.mixin"]
    _version_of = ("company_id", "organisation_id")
    _order = "organisation_id, date_start desc"

    date_start = fields.Date(string="From", default=None)
    decided_by = fields.Char(help="The assembly that decided these weights.")
    line_ids = fields.One2many(
        comodel_name="cae.college.weighting.line",
        inverse_name="weighting_id",
        string="Weights",
        copy=True,
    )
    total = fields.Float(string="Total (%)", compute="_compute_total", digits=(6, 2))

    _one_per_day = models.Constraint(
        "UNIQUE (company_id, organisation_id, date_start)",
        "The weights from that day are recorded already: edit them.",
    )

    @api.depends("organisation_id.name", "date_start")
    def _compute_display_name(self):
        for weighting in self:
            day = format_date(self.env, weighting.date_start)
            weighting.display_name = f"{weighting.organisation_id.name or ''} – {day}"

    @api.depends("line_ids.weight")
    def _compute_total(self):
        for weighting in self:
            weighting.total = sum(weighting.line_ids.mapped("weight"))

    @api.constrains("line_ids", "date_start", "organisation_id")
    def _check_weights(self):
        for weighting in self:
            organisation = weighting.organisation_id
            rules = organisation._cae_capital_rules(weighting.date_start)[organisation.id]
            weights = {line.college_id.name: money(line.weight) for line in weighting.line_ids}
            findings = members.weight_problems(weights, rules)
            if findings:
                raise ValidationError(
                    "\n".join(say_finding(self.env, finding) for finding in findings)
                )

    @api.model
    def _get_weights(self, company, organisation, day):
        """Return ``{college id: Decimal weight}`` in force on ``day``, empty without colleges."""
        found = self._versions_on(day, self._domain_of_organisation(company, organisation))
        weighting = found.get((company, organisation), self.browse())
        return {line.college_id.id: money(line.weight) for line in weighting.line_ids}
