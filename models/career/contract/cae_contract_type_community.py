from odoo import fields, models


class CaeContractType(models.Model):
    """Types of contract that several people hold."""

    _inherit = "cae.contract.type"

    several_holders = fields.Boolean(
        help="A community contract: other people hold it too, each for their own dates.",
    )
