from odoo import fields, models


class CaeStage(models.Model):
    """A step of a career, a column of the kanban.

    Rights: everybody of the support team reads; managers write.
    """

    _name = "cae.stage"
    _description = "Career stage"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fold = fields.Boolean(
        string="Folded in kanban",
        help="A folded column shows only its name and how many people stand in it.",
    )
    status = fields.Selection(
        selection=lambda self: self.env["cae.entrepreneur"]._get_status_selection(),
        string="Entered with the status",
        help="A person who gets this status moves to this stage by themselves.",
    )
    description = fields.Text(translate=True)
