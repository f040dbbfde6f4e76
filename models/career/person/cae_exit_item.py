from odoo import fields, models


class CaeExitItem(models.Model):
    """One thing to settle when somebody leaves a coop: the list each exit starts from.

    Rights: the support team reads; managers write.
    """

    _name = "cae.exit.item"
    _description = "Item of the exit checklist"
    _inherit = ["cae.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    only_death = fields.Boolean(string="Only after a death")
