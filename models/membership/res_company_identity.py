from odoo import models


class ResCompany(models.Model):
    """The legal form that the members' house knows stands in for one nobody typed."""

    _inherit = "res.company"

    def _cae_legal_form_name(self):
        return super()._cae_legal_form_name() or self.partner_id.sudo().cae_legal_form_id.name or ""
