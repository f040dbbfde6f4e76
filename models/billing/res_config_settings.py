from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What a company sets for its cross-invoices; accounts are chosen in « Accounts by role »."""

    _inherit = "res.config.settings"

    cae_role = fields.Selection(related="company_id.cae_role", readonly=False)
    cae_shared_account_id = fields.Many2one(
        related="company_id.cae_shared_account_id", readonly=False
    )
    cae_sale_tax_id = fields.Many2one(related="company_id.cae_sale_tax_id", readonly=False)
    cae_purchase_tax_id = fields.Many2one(related="company_id.cae_purchase_tax_id", readonly=False)
    cae_payment_term_id = fields.Many2one(related="company_id.cae_payment_term_id", readonly=False)
