from odoo import fields, models


class CaeProgram(models.Model):
    """A frame under which coops and spaces agree on the same minimum, such as a region's.

    The free clock of a person is counted once over all the conventions of a programme (R41).

    ==========  =======================================
    Support     reads
    Accountant  the same
    Manager     creates, edits and deletes
    Network     reads, creates and edits
    Portal      nothing
    ==========  =======================================
    """

    _name = "cae.program"
    _description = "Programme"
    _inherit = ["cae.shared.mixin", "mail.thread", "mail.activity.mixin", "cae.dated.mixin"]
    _order = "name"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    network_id = fields.Many2one(
        comodel_name="res.partner",
        help="The organisation that leads the programme.",
    )
    date_start = fields.Date(string="Since", required=False)
    convention_ids = fields.One2many(
        comodel_name="cae.convention",
        inverse_name="program_id",
        string="Conventions",
    )
    note = fields.Html(string="Minimum formula")
