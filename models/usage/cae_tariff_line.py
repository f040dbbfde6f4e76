from odoo import api, models


class CaeTariffLine(models.Model):
    _inherit = "cae.tariff.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._rerate_uses()
        return lines

    def write(self, vals):
        res = super().write(vals)
        self._rerate_uses()
        return res

    def _rerate_uses(self):
        """Uses not billed yet follow the public price of their day."""
        for_days = [("date", ">=", min(self.tariff_id.mapped("date_start")))] if self else []
        self.env["cae.usage"]._rerate([("space_id", "in", self.tariff_id.space_id.ids), *for_days])
