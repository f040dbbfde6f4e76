from odoo import fields, models


class CaeContract(models.Model):
    """A community contract: one contract, several dated holders."""

    _inherit = "cae.contract"

    several_holders = fields.Boolean(related="type_id.several_holders")
    holder_ids = fields.One2many(
        comodel_name="cae.contract.holder",
        inverse_name="contract_id",
        string="Other holders",
    )
