from odoo import fields, models


class CaeSpaceClosure(models.Model):
    """Days on which a space is closed: holidays, works, an event.

    Rights are those of the space; the company that keeps it writes them.
    """

    _name = "cae.space.closure"
    _description = "Closed days of a space"
    _inherit = ["cae.dated.mixin"]
    _order = "date_start desc, id desc"

    space_id = fields.Many2one(
        comodel_name="cae.space", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(string="Reason", required=True)
    date_end = fields.Date(required=True, help="Last closed day.")
