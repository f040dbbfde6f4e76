from odoo import Command, api, fields, models

from ...sheets import columns
from ...sheets.words import fold
from .cae_import_column_mixin import KINDS


class CaeImportMapping(models.Model):
    """How the columns of one kind of file are read; it is data, so a new tool needs no code.

    A file with a header is recognised by its words, one without by the number of its columns and
    the shape of their content; it is mapped once and remembered by the company that mapped it.
    Those that come with the product have no company: all read them, and who answers for all the
    companies changes them.

    ==========  =================================================================
    Support     reads, creates and edits; importing a file remembers its columns
    Accountant  the same
    Manager     the same, and deletes; the menu is theirs alone
    ==========  =================================================================
    """

    _name = "cae.import.mapping"
    _description = "Way of reading a file"
    _inherit = ["cae.shared.mixin"]
    # what the company taught stands before what comes with the product
    _order = "sequence, company_id, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Who taught it; empty: it comes with the product, every company reads by it.",
    )
    sequence = fields.Integer(default=50)
    kind = fields.Selection(selection=KINDS, required=True)
    has_header = fields.Boolean(string="Has a header", default=True)
    shape = fields.Char(
        help="What each column of a file without a header holds: text, zip, phone, date…",
    )
    column_ids = fields.One2many(
        comodel_name="cae.import.mapping.column",
        inverse_name="mapping_id",
        string="Columns",
        copy=True,
    )

    def _get_shared(self):
        """Return those that every company reads by."""
        return self.filtered(lambda mapping: not mapping.company_id)

    @api.model
    def _domain_known(self, kind, has_header):
        """Return the domain of the mappings that the files of the current company are read by."""
        return [
            ("kind", "=", kind),
            ("has_header", "=", has_header),
            ("company_id", "in", (False, self.env.company.id)),
        ]

    @api.model
    def _get_headers(self, kind):
        """Return ``{folded header: field}`` of every mapping of a kind; the first one wins."""
        headers = {}
        for column in self.search(self._domain_known(kind, True)).column_ids:
            headers.setdefault(fold(column.header or ""), column._get_field(kind))
        headers.pop("", None)
        return headers

    @api.model
    def _recognise_header(self, kind, header):
        """Return the mapping that knows the most words of a header, and its fields by word."""
        words = {fold(word) for word in header}
        best, known = self.browse(), {}
        for mapping in self.search(self._domain_known(kind, True)):
            found = {
                fold(column.header or ""): column._get_field(kind) for column in mapping.column_ids
            }
            if len(words & set(found)) > len(words & set(known)):
                best, known = mapping, found
        return best, known

    @api.model
    def _recognise_shape(self, kind, shapes):
        """Return the mapping of a file without a header that was mapped before."""
        mappings = self.search(self._domain_known(kind, False), order="company_id, id desc")
        for mapping in mappings:
            if columns.same_shape((mapping.shape or "").split(","), shapes):
                return mapping
        return self.browse()

    def _remember_columns(self, kind, name, shapes, import_columns):
        """Keep what the columns of a file without a header mean, for the next one like it.

        ``self`` is the mapping that recognised it, or none.
        """
        wanted = {column.position: column._get_field(kind) for column in import_columns}
        known = {column.position: column._get_field(kind) for column in self.column_ids}
        if wanted == known:
            return self
        lines = [
            Command.create({"position": position, **self._prepare_line_vals(kind, field)})
            for position, field in wanted.items()
        ]
        if self.company_id:
            self.write({"column_ids": [Command.clear(), *lines], "shape": ",".join(shapes)})
            return self
        return self.create(
            {
                "name": name,
                "kind": kind,
                "has_header": False,
                "shape": ",".join(shapes),
                "column_ids": lines,
            }
        )

    def _prepare_line_vals(self, kind, field):
        return self.env["cae.import.column.mixin"]._prepare_column_vals(kind, field)
