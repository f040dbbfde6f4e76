from odoo import fields, models


class CaeImportColumn(models.Model):
    """A column of the file being imported, with the first things it holds, to be corrected."""

    _name = "cae.import.column"
    _description = "Column of the file"
    _inherit = ["cae.import.column.mixin"]

    import_id = fields.Many2one(
        comodel_name="cae.import",
        required=True,
        ondelete="cascade",
        index=True,
    )
    sample = fields.Char(string="Holds", readonly=True)
