from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _cae_prepare_company(self):
        """Create what each company needs before the first use: later houses add to it."""
