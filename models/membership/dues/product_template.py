from odoo import fields, models


class ProductTemplate(models.Model):
    """A product can stand for dues: then it never shares an invoice line with a service."""

    _inherit = "product.template"

    cae_is_dues = fields.Boolean(
        string="Membership dues",
        help="An invoice line with this product holds dues and nothing else (R34).",
    )
