from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ...rules import rating
from ..base.life import Life, Stage
from .cae_price_condition_mixin import CONDITION

_lt = LazyTranslate(__name__)

TERMS = frozenset(
    ("convention_id", "coop_id", "space_id", "resource_id", "date_start", "date_end", *CONDITION)
)


class CaeConventionRule(models.Model):
    """One condition of a convention: for whom and what, at which price, who pays.

    The most specific condition wins: this resource before its kind before any; this space before
    all; a named status before any; then the order of the list (design, section 5).

    Rights are those of ``cae.convention``; once the convention is signed its conditions are
    written by nobody (``_life``).
    """

    _name = "cae.convention.rule"
    _description = "Price condition"
    _inherit = ["cae.life.mixin", "cae.dated.mixin", "cae.price.condition.mixin"]
    _check_company_auto = True
    _order = "convention_id, sequence, id"

    _life = Life(
        stages={
            "draft": Stage(TERMS, delete="accountant"),
            **dict.fromkeys(
                ("running", "ended"),
                Stage(way_on=_lt("A manager makes a new version of the convention.")),
            ),
            "cancelled": Stage(way_on=_lt("Prepare another convention.")),
        },
        parent="convention_id",
    )

    convention_id = fields.Many2one(
        comodel_name="cae.convention",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="convention_id.company_id", store=True, index=True)
    coop_id = fields.Many2one(
        comodel_name="res.partner", string="Only for the CAE", ondelete="restrict"
    )
    space_id = fields.Many2one(
        comodel_name="cae.space", string="Only in the space", ondelete="restrict"
    )
    resource_id = fields.Many2one(
        comodel_name="cae.space.resource", string="Only for", ondelete="restrict"
    )
    date_start = fields.Date(required=False)
    # Computes

    @api.depends(
        "effect",
        "value",
        "at_most",
        "first_months",
        "first_effect",
        "first_value",
        "quota",
        "beyond",
        "monthly_cap",
        "unit",
        "convention_id.company_id",
        "convention_id.tax_included",
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for rule in self:
            rule.summary = rule._get_terms_in_words()

    def _has_tax_included(self):
        return self.convention_id.tax_included

    def _get_currency(self):
        return self.company_id.currency_id or self.env.company.currency_id

    # Constraints

    @api.constrains("convention_id", "date_start", "date_end", "coop_id", "space_id", "resource_id")
    def _check_can_match(self):
        """Refuse a condition that no use of its convention will ever meet."""
        for rule in self:
            if reason := rule._get_never_matches_reason():
                raise ValidationError(reason)

    def _get_never_matches_reason(self):
        """Return the sentence that says why no use can meet the condition, or False."""
        self.ensure_one()
        convention = self.convention_id
        spaces = convention.space_ids
        name = {"rule": self.name}
        if self.coop_id and self.coop_id not in convention.coop_ids:
            return self.env._(
                "“%(rule)s” is for %(coop)s, which is not a party: add it, or choose another CAE.",
                coop=self.coop_id.name,
                **name,
            )
        if self.space_id and spaces and self.space_id not in spaces:
            return self.env._(
                "“%(rule)s” is for %(space)s, which the convention does not cover: add it, or "
                "choose another space.",
                space=self.space_id.name,
                **name,
            )
        if self.resource_id and self.space_id and self.resource_id.space_id != self.space_id:
            return self.env._(
                "“%(rule)s”: %(resource)s is not in %(space)s.",
                resource=self.resource_id.name,
                space=self.space_id.name,
                **name,
            )
        if (self.date_end and self.date_end < convention.date_start) or (
            self.date_start and convention.date_end and self.date_start > convention.date_end
        ):
            return self.env._(
                "“%(rule)s” applies on no day of the convention: correct its dates.", **name
            )
        return False

    # Business

    def _get_scope_key(self):
        """Return what a condition is about: two of the same scope differ by the status only."""
        self.ensure_one()
        return (self.space_id.id, self.resource_id.id, self.resource_kind, self.unit)

    def _to_rating(self):
        """Return this condition as ``rules.rating.Rule``."""
        self.ensure_one()
        return rating.Rule(
            id=self.id,
            coop_id=self.coop_id.id or None,
            resource_id=self.resource_id.id or None,
            space_id=self.space_id.id or None,
            date_from=self.date_start or None,
            date_to=self.date_end or None,
            **self._get_rating_terms(),
        )
