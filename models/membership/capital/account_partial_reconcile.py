from odoo import api, models


class AccountPartialReconcile(models.Model):
    """A payment matched with a called line enters the capital ledger; unmatched, it leaves it."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._cae_add_share_payments()
        return partials

    def unlink(self):
        moves = self.env["cae.share.move"]
        if self.ids:
            # sudo: whoever matches payments in accounting need not see the capital
            moves = moves.sudo().search(
                [("reconcile_ref", "in", self.ids), ("reversal_of_id", "=", False)]
            )
            reversed_ids = moves.search([("reversal_of_id", "in", moves.ids)]).reversal_of_id
            moves -= reversed_ids
        res = super().unlink()
        moves._do_reverse()
        return res

    def _cae_add_share_payments(self):
        lines = self.debit_move_id | self.credit_move_id
        calls = self.env["cae.share.call"].sudo().search([("line_id", "in", lines.ids)])
        if not calls:
            return
        by_line = {call.line_id.id: call for call in calls}
        moves = self.env["cae.share.move"].sudo()
        refunds = moves.search([("move_id", "in", lines.move_id.ids), ("kind", "=", "refund")])
        withheld = set(
            self.env["cae.share.withholding"]
            .sudo()
            .search([("move_id", "in", lines.move_id.ids)])
            .move_id.ids
        )
        for partial in self:
            for own, other in (
                (partial.debit_move_id, partial.credit_move_id),
                (partial.credit_move_id, partial.debit_move_id),
            ):
                call = by_line.get(own.id)
                # neither the reversal nor the cancellation of a call is a payment of it
                cancels = other.move_id.reversed_entry_id == own.move_id
                if call and not cancels and other.move_id not in refunds.move_id:
                    kind = "withholding" if other.move_id.id in withheld else "payment"
                    call._add_payment(partial.amount, partial.max_date, kind, partial.id)
