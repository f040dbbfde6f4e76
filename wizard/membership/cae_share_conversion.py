from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError


class CaeShareConversion(models.TransientModel):
    """Convert the shares of all members to a new value: the same capital in other shares."""

    _name = "cae.share.conversion"
    _description = "Conversion of shares"
    _inherit = ["cae.rule.message"]

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, default=lambda self: self.env.company
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        default=lambda self: self.env.company.partner_id,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    currency_id = fields.Many2one(related="company_id.currency_id")
    old_value = fields.Monetary(string="Value until then", compute="_compute_old_value")
    new_value = fields.Monetary(string="Value from then on", required=True)
    decided_by = fields.Char(help="The assembly that decided this value.")

    @api.depends("organisation_id", "date", "company_id")
    def _compute_old_value(self):
        values = self.env["cae.share.value"]
        for wizard in self:
            wizard.old_value = wizard.date and values._get_value(
                wizard.company_id, wizard.organisation_id, wizard.date
            )

    def action_convert(self):
        """Record the new value and convert every member's shares."""
        self.ensure_one()
        self._do_convert()
        return {"type": "ir.actions.act_window_close"}

    def _do_convert(self):
        memberships = self.env["cae.membership"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("organisation_id", "=", self.organisation_id.id),
                ("kind", "=", "shares"),
            ]
        )
        balances = self.env["cae.share.move"]._get_balances(memberships, self.date)
        if self.currency_id.compare_amounts(self.new_value, 0.0) <= 0:
            raise UserError(self.env._("A share is worth more than zero."))
        new_value = Decimal(str(round(self.new_value, 2)))
        vals_list = []
        for membership in memberships:
            balance = balances[membership.id]
            count, rest = divmod(balance.subscribed, new_value)
            if rest:
                raise UserError(
                    self.env._(
                        "%(member)s holds %(amount)s, which is no whole number of shares of "
                        "%(value)s: refund or complete the odd part first.",
                        member=membership.member_id.name,
                        amount=self._cae_amount(balance.subscribed),
                        value=self._cae_amount(self.new_value),
                    )
                )
            if int(count) != balance.shares:
                vals_list.append(
                    {
                        "company_id": self.company_id.id,
                        "membership_id": membership.id,
                        "date": self.date,
                        "kind": "conversion",
                        "label": self.env._("New value of the share"),
                        "shares": int(count) - balance.shares,
                    }
                )
        self.env["cae.share.value"].create(
            {
                "company_id": self.company_id.id,
                "organisation_id": self.organisation_id.id,
                "date_start": self.date,
                "value": self.new_value,
                "decided_by": self.decided_by,
            }
        )
        return self.env["cae.share.move"].create(vals_list)
