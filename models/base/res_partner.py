from odoo import models


class ResPartner(models.Model):
    """What the houses do when contacts are merged (``base_partner_merge.py``)."""

    _inherit = "res.partner"

    def _cae_before_merge(self, into):
        """Join what could not stand twice on one contact, or refuse. Hook of the houses.

        :param into: the contact that stays; ``self`` are those that go
        :raises UserError: what hangs on them cannot be made one
        """

    def _cae_after_merge(self):
        """Bring what follows from this contact in step, once links were moved to it. Hook."""
