from odoo import models


class CaeConvention(models.Model):
    _inherit = "cae.convention"

    def write(self, vals):
        """Uses that waited for the convention, or lose it, follow."""
        res = super().write(vals)
        if {"state", "date_start", "date_end", "coop_ids", "space_ids", "program_id"} & set(vals):
            signed = self.filtered(lambda c: c.state != "draft")
            self.env["cae.usage"]._rerate(
                [
                    ("company_id", "in", signed.company_id.ids),
                    ("host_id", "in", signed.host_id.ids),
                ]
            )
        return res
