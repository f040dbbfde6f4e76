from odoo import api, fields, models


class CaeImportMappingColumn(models.Model):
    """What one column means: by its title, or by its position in a file without a header."""

    _name = "cae.import.mapping.column"
    _description = "Column of a way of reading"
    _inherit = ["cae.shared.mixin", "cae.import.column.mixin"]

    mapping_id = fields.Many2one(
        comodel_name="cae.import.mapping",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="mapping_id.company_id", store=True, index=True)
    kind = fields.Selection(related="mapping_id.kind")

    def _get_shared(self):
        """Return those of a mapping that every company reads by."""
        return self.filtered(lambda column: not column.company_id)

    @api.depends("header", "position")
    def _compute_display_name(self):
        for column in self:
            column.display_name = column.header or str(column.position)
