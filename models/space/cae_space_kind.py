from odoo import fields, models


class CaeSpaceKind(models.Model):
    """A kind of place: coworking, fablab, café… A space may be of several."""

    _name = "cae.space.kind"
    _description = "Kind of space"
    _inherit = ["cae.shared.mixin"]
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()

    _name_unique = models.Constraint("UNIQUE (name)", "This kind of space exists already.")
