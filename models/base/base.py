from odoo import models

from .errors import constraint_sentence

ADDON = "cae_tiers_lieux"


class Base(models.AbstractModel):
    """What holds of every table of this addon: companies, merged contacts, errors as sentences."""

    _inherit = "base"

    def write(self, vals):
        """A record never goes where its writer has no right: Odoo looks before, not after."""
        result = super().write(vals)
        if "company_id" in vals and self._original_module == ADDON and not self.env.su:
            self.check_access("write")
        return result

    def _cae_not_locked(self, name):
        """Return the records where ``name`` may still change: all, where no life locks any."""
        return self

    def _sql_error_to_message_generic(self, exc):
        if self._original_module == ADDON and (text := constraint_sentence(self, exc)):
            return text
        return super()._sql_error_to_message_generic(exc)
