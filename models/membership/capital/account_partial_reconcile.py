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
        moves = self._cae_get_share_payments()
        res = super().unlink()
        moves._do_reverse()
        return res

    def _cae_get_share_payments(self):
        """Return the lines of the ledger that come from these matchings and still stand."""
        # sudo: whoever matches payments in accounting need not see the capital
        ledger = self.env["cae.share.move"].sudo()
        if not self.ids:
            return ledger
        moves = ledger.search([("reconcile_ref", "in", self.ids), ("reversal_of_id", "=", False)])
        return moves - ledger.search([("reversal_of_id", "in", moves.ids)]).reversal_of_id

    def _cae_add_share_payments(self):
        """Add to the ledger what these matchings pay of the calls.

        What cancels a called line is no payment of it: its reversal, or the entry of a refund.
        """
        lines = self.debit_move_id | self.credit_move_id
        # sudo: whoever matches payments in accounting need not see the capital
        calls = self.env["cae.share.call"].sudo().search([("line_id", "in", lines.ids)])
        if not calls:
            return
        by_line = {call.line_id: call for call in calls}
        refunds = calls.env["cae.share.move"].search(
            [("move_id", "in", lines.move_id.ids), ("kind", "=", "refund")]
        )
        withholdings = calls.env["cae.share.withholding"].search(
            [("move_id", "in", lines.move_id.ids)]
        )
        for partial in self:
            for called, payment in (
                (partial.debit_move_id, partial.credit_move_id),
                (partial.credit_move_id, partial.debit_move_id),
            ):
                call = by_line.get(called)
                entry = payment.move_id
                reverses = entry.reversed_entry_id == called.move_id
                if call and not reverses and entry not in refunds.move_id:
                    kind = "withholding" if entry in withholdings.move_id else "payment"
                    call._add_payment(partial.amount, partial.max_date, kind, partial.id)
