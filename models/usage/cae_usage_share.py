from odoo import fields, models

from ..base.life import Life, Stage

PAYERS = [
    ("host", "Space"),
    ("coop", "CAE"),
    ("activity", "Activity"),
    ("person", "Person"),
    ("funder", "Funder"),
]


class CaeUsageShare(models.Model):
    """What one payer bears of a use; the sum of the shares of a use is its net price."""

    _name = "cae.usage.share"
    _description = "Share of a use"
    _inherit = ["cae.life.mixin"]
    _check_company_auto = True
    _order = "usage_id, id"

    # nobody writes a share: the rating makes them all
    _life = Life(
        stages={state: Stage() for state in ("recorded", "rated", "locked", "cancelled")},
        parent="usage_id",
    )

    usage_id = fields.Many2one(
        comodel_name="cae.usage",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    payer = fields.Selection(selection=PAYERS, required=True)
    amount = fields.Monetary(currency_field="currency_id")
    analytic_account_id = fields.Many2one(
        comodel_name="account.analytic.account",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
