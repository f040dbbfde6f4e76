"""Reading the file, recognising its columns, and remembering them."""

import base64
import hashlib

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...rules.finding import Finding
from ...sheets import choice, columns, tabular
from ...sheets.words import fold
from ..base.sentences import say
from .sentences import SENTENCES

PREVIEW = 300
SAMPLE_CELLS = 4
#: Where a transaction keeps the last file that it read: a screen asks three times for its rows.
LAST_READ = "cae.import.last_read"


class CaeImport(models.Model):
    _inherit = "cae.import"

    has_header = fields.Boolean(
        string="The first row is a header",
        compute="_compute_has_header",
        store=True,
        readonly=False,
    )
    mapping_id = fields.Many2one(
        comodel_name="cae.import.mapping",
        string="Read as",
        compute="_compute_column_ids",
        store=True,
        ondelete="set null",
    )
    column_ids = fields.One2many(
        comodel_name="cae.import.column",
        inverse_name="import_id",
        string="Columns",
        compute="_compute_column_ids",
        store=True,
        readonly=False,
        copy=False,
    )
    file_problem = fields.Char(compute="_compute_file_problem")
    left_out = fields.Json(
        readonly=True,
        copy=False,
        help="What of the file was not read, as it was when it was checked.",
    )
    left_out_text = fields.Text(string="Not read", compute="_compute_left_out_text")

    @api.depends("file")
    def _compute_file_problem(self):
        for imported in self:
            _rows, imported.file_problem = imported._preview()

    @api.depends("file", "kind", "space_id")
    def _compute_has_header(self):
        for imported in self:
            rows, _problem = imported._preview()
            headers = imported._get_headers()
            imported.has_header = choice.find_header_row(rows, headers) is not None

    @api.depends("left_out")
    @api.depends_context("lang")
    def _compute_left_out_text(self):
        for imported in self:
            imported.left_out_text = "\n".join(map(imported._say_left_out, imported.left_out or ()))

    def _get_mappings(self):
        """Return the ways of reading that the company of the import knows."""
        return self.env["cae.import.mapping"].with_company(self.company_id)

    def _get_headers(self):
        """Return ``{folded title: field}`` that tell a line of titles from the others."""
        return self._get_mappings()._get_headers(self.kind, self.space_id, learned=True)

    @api.depends("file", "kind", "has_header", "space_id")
    def _compute_column_ids(self):
        """Say what each column is: by its title, by what was remembered, else by its content.

        What somebody said of the columns stays when the space of the file is chosen afterwards,
        unless the files of that space are known.
        """
        for imported in self:
            rows, _problem = imported._preview()
            mapping, found = imported._guess_columns(rows)
            said = [(c.position, c.header or "", c.sample or "") for c in imported.column_ids]
            if said == [(column[0], column[1], column[3]) for column in found] and not (
                mapping.space_id and mapping != imported.mapping_id
            ):
                imported.mapping_id = imported.mapping_id
                continue
            imported.mapping_id = mapping
            imported.column_ids = [
                Command.clear(),
                *(Command.create(imported._prepare_column_vals(*column)) for column in found),
            ]

    def _preview(self):
        """Return the first rows of the file, and what is wrong with it."""
        try:
            return self._read_rows(PREVIEW), False
        except UserError as error:
            return [], str(error)

    def _read_rows(self, limit=None):
        """Return the rows of the sheets that are taken, those of one make as one table.

        :raises UserError: one sentence, when it is no table
        """
        taken = self._choose_sheets().taken
        headers = self._get_headers()
        return choice.stack(taken, headers)[:limit] if taken else []

    def _choose_sheets(self):
        """Return which sheets of the file are taken, which not; of attendance, all the months.

        :raises UserError: one sentence, when it is no table
        """
        headers = self._get_headers()
        return choice.choose_sheets(self._read_sheets(), headers, many=self.kind == "attendance")

    def _read_sheets(self):
        """Return the sheets of the file, read once in a transaction.

        :raises UserError: one sentence, when it is no table
        """
        self.ensure_one()
        content = self.with_context(bin_size=False).file
        if not content:
            return []
        data = base64.b64decode(content)
        key = hashlib.sha256(data).digest()
        known, sheets = self.env.cr.cache.get(LAST_READ, (None, None))
        if known == key:
            return sheets
        try:
            sheets = tabular.read_sheets(data)
        except tabular.WrongFile as error:
            wrong = Finding(error.code, error.details)
            raise UserError(say(self.env, wrong, SENTENCES)) from error
        self.env.cr.cache[LAST_READ] = (key, sheets)
        return sheets

    def _get_header_index(self, rows):
        """Return the index of the header among the rows, None without one."""
        if not self.has_header:
            return None
        headers = self._get_headers()
        return columns.find_header(rows, headers) or 0

    def _guess_columns(self, rows):
        """Return the mapping that was recognised, and ``[(position, header, field, sample)]``."""
        mappings = self._get_mappings()
        if not rows:
            return mappings, []
        index = self._get_header_index(rows)
        body = rows if index is None else rows[index + 1 :]
        width = max(len(row.cells) for row in rows[:PREVIEW])
        shapes = columns.shape(body, width)
        guess = columns.guess_spaces if self.kind == "spaces" else columns.guess_attendance
        if index is not None:
            header = [tabular.text_of(cell) for cell in rows[index].cells]
            header += [""] * (width - len(header))
            mapping, known = mappings._recognise_header(self.kind, header, self.space_id)
            others = mappings._get_headers(self.kind, self.space_id)
            found = [(others | known).get(fold(word), "") for word in header]
            if not any(found):
                found = guess(shapes, body)
        else:
            header = [""] * width
            mapping = mappings._recognise_shape(self.kind, shapes, self.space_id)
            remembered = {
                column.position: column._get_field(self.kind) for column in mapping.column_ids
            }
            found = (
                [remembered.get(place + 1, "") for place in range(width)]
                if mapping
                else guess(shapes, body)
            )
        return mapping, [
            (place + 1, header[place], found[place], self._get_sample(body, place))
            for place in range(width)
        ]

    def _get_sample(self, rows, place):
        cells = (tabular.text_of(row.cells[place]) for row in rows if place < len(row.cells))
        distinct = list(dict.fromkeys(filter(None, cells)))
        return " | ".join(distinct[:SAMPLE_CELLS])[:120]

    def _prepare_column_vals(self, position, header, field, sample):
        mixin = self.env["cae.import.column.mixin"]
        return {
            "position": position,
            "header": header,
            "sample": sample,
            **mixin._prepare_column_vals(self.kind, field),
        }

    def _read_body(self):
        """Return the rows below the header, and the places of each field.

        :raises UserError: when there is no file, no row, or a column is missing
        """
        if not self.with_context(bin_size=True).file:
            raise UserError(
                self.env._("Choose a file first: CSV, Excel (.xlsx, .xls) or OpenDocument (.ods).")
            )
        rows = self._read_rows()
        index = self._get_header_index(rows)
        body = rows if index is None else rows[index + 1 :]
        if not body:
            raise UserError(self.env._("The file holds a header and no row: nothing to import."))
        places = self._get_places()
        self._check_columns(places)
        return body, places

    def _get_places(self):
        """Return ``{field: indexes of the columns that are it}``."""
        places = {}
        for column in self.column_ids.sorted("position"):
            if field := column._get_field(self.kind):
                places.setdefault(field, []).append(column.position - 1)
        return places

    def _find_left_out(self):
        """Return what of the file is not read, as it is stored: codes with their arguments."""
        chosen = self._choose_sheets()
        rows = self._read_rows()
        headers = self._get_headers()
        used = {place for places in self._get_places().values() for place in places}
        found = choice.find_left_out(chosen, rows, self._get_header_index(rows), headers, used)
        return [{"code": finding.code, "args": dict(finding.args)} for finding in found]

    def _say_left_out(self, left):
        """Return one sentence of what was not read; of many names the first are told."""
        args = dict(left["args"])
        if "names" in args:
            names = ", ".join(args["names"])
            if args.get("more"):
                names = self.env._("%(names)s and %(count)s more", names=names, count=args["more"])
            args["names"] = names
        return say(self.env, Finding(left["code"], args), SENTENCES)

    def _check_columns(self, places):
        """Refuse to go on without the columns that nothing replaces."""
        env, missing = self.env, []
        if self.kind == "spaces" and "name" not in places:
            missing.append(env._("the name of the space"))
        if self.kind == "attendance":
            if not {"date", "start"} & set(places):
                missing.append(env._("the date"))
            if not {"person", "email", "reference"} & set(places):
                missing.append(env._("the person"))
            if "space" not in places and not self.space_id:
                missing.append(env._("the space (or choose the space of the file)"))
        if missing:
            raise UserError(
                env._(
                    "No column says %(what)s: choose it under Columns, then check again.",
                    what=", ".join(missing),
                )
            )

    def _remember_mapping(self, body):
        """Keep the meaning of columns that nobody knew before, for the files of this space."""
        name, space = self.filename or self.name, self.space_id
        mapping = self.mapping_id.with_company(self.company_id)
        if self.has_header:
            titled = self.column_ids.filtered("header")
            self.mapping_id = mapping._remember_header(self.kind, name, titled, space)
            return
        shapes = columns.shape(body[:PREVIEW], len(self.column_ids))
        self.mapping_id = mapping._remember_columns(self.kind, name, shapes, self.column_ids, space)
