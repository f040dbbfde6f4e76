from odoo import models


class CaeContract(models.Model):
    """What changes a contract changes prices: uses that are still open are rated again."""

    _inherit = "cae.contract"

    def _after_signature(self):
        res = super()._after_signature()
        self._rerate_uses()
        return res

    def _after_end(self):
        res = super()._after_end()
        self._rerate_uses()
        return res

    def _after_suspension(self):
        res = super()._after_suspension()
        self._rerate_uses()
        return res

    def _rerate_uses(self):
        """A back-dated contract changes the right on past days: uses not billed follow."""
        self.env["cae.usage"]._rerate([("entrepreneur_id", "in", self.entrepreneur_id.ids)])
