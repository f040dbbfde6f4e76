from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """An entry that the capital ledger stands on is not taken back: the ledger is reversed."""

    _inherit = "account.move"

    def button_draft(self):
        self._cae_check_not_capital()
        return super().button_draft()

    def _cae_check_not_capital(self):
        # sudo: whoever posts entries need not see the capital
        moves = self.env["cae.share.move"].sudo().search([("move_id", "in", self.ids)], limit=1)
        calls = (
            self.env["cae.share.call"].sudo().search([("line_id.move_id", "in", self.ids)], limit=1)
        )
        entry = moves.move_id or calls.line_id.move_id
        if entry:
            raise UserError(
                self.env._(
                    "%(entry)s follows from the capital ledger: reverse the operation in "
                    "Memberships, Capital, and its entry is reversed with it.",
                    entry=entry.name,
                )
            )
