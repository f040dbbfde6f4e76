from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.base.words import day_in_words


class CaeShareTransfer(models.TransientModel):
    """Transfer paid shares from one member to another of the same organisation."""

    _name = "cae.share.transfer"
    _description = "Transfer of shares"

    membership_id = fields.Many2one(
        comodel_name="cae.membership",
        string="From",
        required=True,
        domain="[('kind', '=', 'shares')]",
    )
    organisation_id = fields.Many2one(related="membership_id.organisation_id")
    company_id = fields.Many2one(related="membership_id.company_id")
    to_membership_id = fields.Many2one(
        comodel_name="cae.membership",
        string="To",
        required=True,
        domain="[('kind', '=', 'shares'), ('state', '=', 'active'), "
        "('organisation_id', '=', organisation_id), ('id', '!=', membership_id)]",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    held = fields.Integer(string="Shares held", compute="_compute_held")
    shares = fields.Integer(required=True, default=1)

    @api.depends("membership_id", "date")
    def _compute_held(self):
        for wizard in self:
            membership = wizard.membership_id
            balances = self.env["cae.share.move"]._get_balances(membership, wizard.date)
            wizard.held = membership and balances[membership.id].shares

    def action_transfer(self):
        """Move the shares in the ledger, and the capital between the members in the books."""
        self.ensure_one()
        self._check_can_transfer()
        self._do_transfer()
        return {"type": "ir.actions.act_window_close"}

    def _check_can_transfer(self):
        values = {
            "member": self.membership_id.member_id.name,
            "held": self.held,
            "shares": self.shares,
            "day": day_in_words(self.env, self.date),
        }
        if not 0 < self.shares <= self.held:
            raise UserError(
                self.env._(
                    "%(member)s holds %(held)s shares on %(day)s and cannot transfer %(shares)s: "
                    "transfer at most what is held.",
                    **values,
                )
            )
        if self.to_membership_id.organisation_id != self.organisation_id:
            raise UserError(
                self.env._("Shares are transferred between members of one cooperative.")
            )
        balances = self.env["cae.share.move"]._get_balances(self.membership_id, self.date)
        if balances[self.membership_id.id].unpaid:
            raise UserError(
                self.env._(
                    "%(member)s has not paid all their shares: have them paid before a transfer.",
                    **values,
                )
            )

    def _do_transfer(self):
        giver, taker = self.membership_id, self.to_membership_id
        balance = self.env["cae.share.move"]._get_balances(giver, self.date)[giver.id]
        amount = round(float(balance.subscribed * self.shares / balance.shares), 2)
        label = self.env._(
            "Transfer from %(giver)s to %(taker)s",
            giver=giver.member_id.name,
            taker=taker.member_id.name,
        )
        lines = []
        if giver.direction == "in":
            lines = [
                ("capital_paid", giver.member_id, amount, False),
                ("capital_paid", taker.member_id, -amount, False),
            ]
        entry = self.company_id._cae_post_capital_entry(self.date, label, lines)
        common = {
            "company_id": self.company_id.id,
            "date": self.date,
            "label": label,
            "move_id": entry.id,
        }
        return self.env["cae.share.move"].create(
            [
                {
                    **common,
                    "membership_id": membership.id,
                    "counterpart_id": other.member_id.id,
                    "kind": kind,
                    "shares": sign * self.shares,
                    "subscribed": sign * amount,
                    "paid": sign * amount,
                }
                for membership, other, kind, sign in (
                    (giver, taker, "transfer_out", -1),
                    (taker, giver, "transfer_in", 1),
                )
            ]
        )
