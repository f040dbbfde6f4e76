from odoo import api, fields, models


class CaeImportMappingColumn(models.Model):
    """What one column means: by its title, or by its position in a file without a header."""

    _name = "cae.import.mapping.column"
    _description = "Column of a way of reading"
    _inherit = ["cae.import.column.mixin"]

    mapping_id = fields.Many2one(
        comodel_name="cae.import.mapping",
        required=True,
        ondelete="cascade",
        index=True,
    )
    kind = fields.Selection(related="mapping_id.kind")

    @api.depends("header", "position")
    def _compute_display_name(self):
        for column in self:
            column.display_name = column.header or str(column.position)
