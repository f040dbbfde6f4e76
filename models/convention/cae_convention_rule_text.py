from odoo import models
from odoo.tools import formatLang


class CaeConventionRule(models.Model):
    """A price condition in words, for the annex of a contract (R8)."""

    _inherit = "cae.convention.rule"

    def _get_scope_key(self):
        """Return what a condition is about: two of the same scope differ by the status only."""
        self.ensure_one()
        return (self.space_id.id, self.resource_id.id, self.resource_kind, self.unit)

    def _get_formula_text(self, currency):
        """Return the formula and its price, net of tax: “Discovery: free for 3 months”."""
        self.ensure_one()
        value = formatLang(self.env, self.value, currency_obj=currency)
        unit = dict(self._fields["unit"]._description_selection(self.env)).get(self.unit)
        effects = {
            "public": self.env._("public price"),
            "free": self.env._("free"),
            "discount": self.env._("%(percent)s %% off", percent=f"{self.value:g}"),
            "fixed": self.env._("%(price)s net of tax", price=value),
            "cap": self.env._("at most %(price)s net of tax", price=value),
            "case_by_case": self.env._("case by case"),
        }
        text = effects.get(self.effect, self.effect)
        if self.free_months:
            text = (
                self.env._("free for %(months)s months", months=self.free_months)
                if self.effect == "free"
                else self.env._(
                    "free for %(months)s months, then %(price)s",
                    months=self.free_months,
                    price=text,
                )
            )
        if unit:
            text = self.env._("%(price)s (%(unit)s)", price=text, unit=unit.lower())
        return self.env._("%(formula)s: %(price)s", formula=self.name, price=text)

    def _get_quota_text(self):
        self.ensure_one()
        if not self.quota:
            return self.env._("no limit")
        return self.env._("%(count)s a month", count=f"{self.quota:g}")
