from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date
from odoo.tools.translate import LazyTranslate

from ....rules import members
from ...base.life import Life, Stage
from ...base.money import money
from ..sentences import say_finding

_lt = LazyTranslate(__name__)

VOTED = _lt("An assembly voted by these weights: enter new ones, from their own day on.")


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
    _inherit = ["cae.life.mixin", "cae.organisation.mixin", "cae.version.mixin"]
    _version_of = ("company_id", "organisation_id")
    _life = Life(
        stages={
            "open": Stage(
                frozenset({"company_id", "organisation_id", "date_start", "decided_by"}),
                delete="manager",
            ),
            "used": Stage(frozenset({"decided_by"}), way_on=VOTED),
        },
        labels={"open": _lt("Not voted by yet"), "used": _lt("An assembly voted by it")},
    )
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

    def _get_life_states(self):
        """Weights that an assembly voted by, until newer ones held, are used."""
        # sudo: whether an assembly voted by them, and nothing of its votes
        weightings = self.sudo()
        closed = (
            self.env["cae.assembly"]
            .sudo()
            .search(
                [
                    ("company_id", "in", weightings.company_id.ids),
                    ("organisation_id", "in", weightings.organisation_id.ids),
                    ("state", "=", "closed"),
                ]
            )
        )
        used = set()
        for (company, organisation, day), _assemblies in closed.grouped(
            lambda a: (a.company_id, a.organisation_id, a.date)
        ).items():
            versions = self.sudo().search(self._domain_of_organisation(company, organisation))
            used.update(versions._version_on(day).ids)
        return {weighting: "used" if weighting.id in used else "open" for weighting in self}

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
