from odoo import models

from .errors import constraint_sentence


class Base(models.AbstractModel):
    """Errors of the database about a table of this addon reach people as sentences."""

    _inherit = "base"

    def _cae_not_locked(self, name):
        """Return the records where ``name`` may still change: all, where no life locks any."""
        return self

    def _sql_error_to_message_generic(self, exc):
        if self._original_module == "cae_tiers_lieux" and (text := constraint_sentence(self, exc)):
            return text
        return super()._sql_error_to_message_generic(exc)
