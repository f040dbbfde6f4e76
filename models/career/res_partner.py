from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _cae_one_line_address(self):
        """Return an address on one line, as sentences want it."""
        self.ensure_one()
        town = " ".join(part for part in (self.zip, self.city) if part)
        return ", ".join(part for part in (self.street, self.street2, town) if part)
