from odoo import api, models
from odoo.fields import Domain


class IrRule(models.Model):
    """A wizard is its user's own: Odoo shows those of everybody to whoever may use one."""

    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        domain = super()._compute_domain(model_name, mode)
        model = self.env[model_name]
        if model._transient and model._original_module == "cae_tiers_lieux":
            domain = Domain(domain or Domain.TRUE) & Domain("create_uid", "=", self.env.uid)
        return domain
