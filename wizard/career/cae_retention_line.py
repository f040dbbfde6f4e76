from odoo import fields, models

from ...rules.retention import ARCHIVE, DELETE


class CaeRetentionLine(models.TransientModel):
    """One file whose time of retention is over.

    Rights: managers.
    """

    _name = "cae.retention.line"
    _description = "File whose retention is over"

    retention_id = fields.Many2one(
        comodel_name="cae.retention",
        required=True,
        ondelete="cascade",
        index=True,
    )
    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        string="Person",
        ondelete="cascade",
    )
    action = fields.Selection(
        selection=[(DELETE, "Delete the file"), (ARCHIVE, "Archive, without private data")],
        required=True,
    )
    date_due = fields.Date(string="Since")
    is_chosen = fields.Boolean(string="Do it", default=True)
