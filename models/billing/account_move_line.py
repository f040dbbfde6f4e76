from odoo import fields, models

from ..usage.cae_usage_share import PAYERS


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    cae_person_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person of the uses",
        readonly=True,
        index="btree_not_null",
    )
    cae_payer = fields.Selection(selection=PAYERS, string="Part of", readonly=True)
