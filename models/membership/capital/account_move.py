from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """An entry that the capital ledger stands on is not taken back: the ledger is reversed."""

    _inherit = "account.move"

    def button_draft(self):
        self._cae_check_not_capital()
        return super().button_draft()

    def _cae_check_not_capital(self):
        """Refuse entries of the capital: their operation is reversed, and they with it."""
        # sudo: whoever posts entries need not see the capital
        move = self.env["cae.share.move"].sudo().search([("move_id", "in", self.ids)], limit=1)
        call = (
            self.env["cae.share.call"].sudo().search([("line_id.move_id", "in", self.ids)], limit=1)
        )
        if entry := move.move_id or call.line_id.move_id:
            raise UserError(
                self.env._(
                    "%(entry)s follows from the capital ledger: reverse the operation in "
                    "Memberships, Capital, and its entry is reversed with it.",
                    entry=entry.name,
                )
            )
