from odoo import fields, models

from .cae_price_condition_mixin import CONDITION

__all__ = ["CONDITION", "CaeProgramRule"]


class CaeProgramRule(models.Model):
    """One condition of the minimum formula of a programme: every convention takes it.

    Rights are those of ``cae.program``.
    """

    _name = "cae.program.rule"
    _description = "Condition of a programme"
    _inherit = ["cae.price.condition.mixin", "cae.shared.mixin"]
    _order = "program_id, sequence, id"

    program_id = fields.Many2one(
        comodel_name="cae.program", required=True, ondelete="cascade", index=True
    )
    is_choice = fields.Boolean(
        string="Left to each space",
        help="Each space chooses the price of the first months: as written here, free, case by "
        "case, or reduced (R42).",
    )
    summary = fields.Char(string="What is agreed", compute="_compute_program_summary")

    def _compute_program_summary(self):
        for rule in self:
            rule.summary = rule._get_terms_in_words()

    def _get_shared(self):
        """As its programme."""
        own = self.program_id - self.program_id._get_shared()
        return self.filtered(lambda line: line.program_id not in own)

    def _has_tax_included(self):
        return self.program_id.tax_included

    def _get_terms(self, member):
        """Return the values of the condition in the convention of a member, its choice made."""
        self.ensure_one()
        terms = {name: self[name] for name in CONDITION}
        if not self.is_choice or member.choice in (False, "formula"):
            return terms
        months = self.first_months or self.program_id.choice_months
        effect = member.choice
        return terms | {
            "first_months": months,
            "first_effect": effect,
            "first_value": member.choice_value if effect == "discount" else 0.0,
        }
