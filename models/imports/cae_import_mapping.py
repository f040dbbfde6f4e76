from odoo import Command, api, fields, models
from odoo.fields import Domain

from ...sheets import columns
from ...sheets.words import fold
from .cae_import_column_mixin import KINDS


class CaeImportMapping(models.Model):
    """How the columns of one kind of file are read; it is data, so a new tool needs no code.

    A file with a header is recognised by its words, one without by the number of its columns and
    the shape of their content; it is mapped once and remembered by the company that mapped it, for
    the space whose file it is. What was learned of one file is used as a whole, by the next file
    that has all its titles: a title means something else in the file of another tool. Those that
    come with the product have no company: all read them, and who answers for all the companies
    changes them.

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
    space_id = fields.Many2one(
        comodel_name="cae.space",
        index="btree_not_null",
        ondelete="cascade",
        help="Whose files are read so; empty: those of every space.",
    )
    is_learned = fields.Boolean(
        string="Learned of a file",
        readonly=True,
        help="Used for files that have all its titles, never title by title.",
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
    def _domain_known(self, kind, has_header, space=None):
        """Return the domain of the mappings that the files of the current company are read by.

        :param space: the space of the file, if it is known
        """
        return [
            ("kind", "=", kind),
            ("has_header", "=", has_header),
            ("company_id", "in", (False, self.env.company.id)),
            ("space_id", "in", (False, space.id if space else False)),
        ]

    @api.model
    def _get_headers(self, kind, space=None, learned=False):
        """Return ``{folded header: field}`` of the mappings of a kind; the first one wins.

        :param learned: with what was learned of files, to tell a line of titles from others; it
            says nothing of what the titles of another file mean
        """
        headers = {}
        known = Domain(self._domain_known(kind, True, space))
        if not learned:
            known &= Domain("is_learned", "=", False)
        for column in self.search(known).column_ids:
            headers.setdefault(fold(column.header or ""), column._get_field(kind))
        headers.pop("", None)
        return headers

    @api.model
    def _recognise_header(self, kind, header, space=None):
        """Return the mapping that knows the most words of a header, and its fields by word.

        One that was learned must know them all its own; then it stands before the others.
        """
        words = {fold(word) for word in header}
        best, known, best_rank = self.browse(), {}, (False, 0)
        for mapping in self.search(self._domain_known(kind, True, space)):
            found = mapping._get_fields_by_header()
            shared = len(words & set(found))
            if mapping.is_learned and shared < len(found):
                continue
            rank = (mapping.is_learned, shared)
            if shared and rank > best_rank:
                best, known, best_rank = mapping, found, rank
        return best, known

    def _get_fields_by_header(self):
        """Return ``{folded header: field}`` of this mapping."""
        return {
            fold(column.header or ""): column._get_field(self.kind) for column in self.column_ids
        }

    @api.model
    def _recognise_shape(self, kind, shapes, space=None):
        """Return the mapping of a file without a header that was mapped before."""
        known = self._domain_known(kind, False, space)
        mappings = self.search(known, order="space_id, company_id, id desc")
        for mapping in mappings:
            if columns.same_shape((mapping.shape or "").split(","), shapes):
                return mapping
        return self.browse()

    def _remember_columns(self, kind, name, shapes, import_columns, space):
        """Keep what the columns of a file without a header mean, for the next one of the space.

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
        if self.company_id and self.space_id == space:
            self.write({"column_ids": [Command.clear(), *lines], "shape": ",".join(shapes)})
            return self
        return self.create(
            {
                "name": name,
                "kind": kind,
                "has_header": False,
                "shape": ",".join(shapes),
                "column_ids": lines,
                "space_id": space.id,
                "is_learned": True,
            }
        )

    def _remember_header(self, kind, name, import_columns, space):
        """Keep what the titles of a file mean, where nobody knew them so; for files of the space.

        What was left out is kept too: it is left out again.

        ``self`` is the mapping that recognised it, or none.
        """
        wanted = {fold(column.header): column._get_field(kind) for column in import_columns}
        if self.is_learned:
            known = self._get_fields_by_header()
        else:
            known = self._get_headers(kind, space) | (self._get_fields_by_header() if self else {})
        if all((known.get(word) or "") == (field or "") for word, field in wanted.items()):
            return self
        lines = [
            Command.create(
                {
                    "header": column.header,
                    **self._prepare_line_vals(kind, column._get_field(kind)),
                }
            )
            for column in import_columns
        ]
        if self.is_learned and self.company_id and self.space_id == space:
            self.write({"column_ids": [Command.clear(), *lines]})
            return self
        return self.create(
            {
                "name": name,
                "kind": kind,
                "column_ids": lines,
                "space_id": space.id,
                "is_learned": True,
            }
        )

    def _prepare_line_vals(self, kind, field):
        return self.env["cae.import.column.mixin"]._prepare_column_vals(kind, field)
