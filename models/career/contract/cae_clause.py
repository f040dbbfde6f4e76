from odoo import fields, models


class CaeClause(models.Model):
    """A clause that contracts of a type must hold, with the text to start from (R7, R13).

    Rights: the support team reads; managers write.
    """

    _name = "cae.clause"
    _description = "Clause template"
    _inherit = ["cae.shared.mixin"]
    _order = "type_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    type_id = fields.Many2one(
        comodel_name="cae.contract.type",
        string="Contract type",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    mandatory = fields.Boolean(
        default=True,
        help="A contract without it cannot be signed.",
    )
    body = fields.Html(string="Text", translate=True)
    rule = fields.Char(help="The text of law that asks for it.")
