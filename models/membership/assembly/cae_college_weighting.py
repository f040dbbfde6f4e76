from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from ....rules import members


class CaeCollegeWeighting(models.Model):
    """How the votes are shared between the colleges of an organisation from a date on (R24)."""

    _name = "cae.college.weighting"
    _description = "Weights of the colleges"
    _inherit = ["cae.rule.message"]
    _order = "organisation_id, date_start desc"

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
    date_start = fields.Date(string="From", required=True)
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
            form = weighting.organisation_id.cae_legal_form_id
            rules = form._rules_on(weighting.date_start).get(form.id)
            rules = rules or self.env["cae.legal.form.version"]._get_rules()
            weights = {
                line.college_id.name: Decimal(str(line.weight)) for line in weighting.line_ids
            }
            problems = members.weight_problems(weights, rules)
            if problems:
                raise ValidationError(
                    "\n".join(self._cae_problem_message(problem) for problem in problems)
                )

    @api.model
    def _get_weights(self, company, organisation, day):
        """Return ``{college id: Decimal weight}`` in force on ``day``, empty without colleges."""
        weighting = self.search(
            [
                ("company_id", "=", company.id),
                ("organisation_id", "=", organisation.id),
                ("date_start", "<=", day),
            ],
            order="date_start desc",
            limit=1,
        )
        return {line.college_id.id: Decimal(str(line.weight)) for line in weighting.line_ids}
