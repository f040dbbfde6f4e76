from odoo import api, fields, models
from odoo.exceptions import UserError

from .cae_import_column_mixin import KINDS
from .cae_import_line import STATUSES


class CaeImport(models.Model):
    """One file taken in: looked at, checked line by line, then taken whole or not at all.

    ==========  ====================================================
    Support     loads, checks, imports and undoes for its company
    Accountant  the same
    Manager     the same, and deletes an import that made nothing
    Others      nothing
    ==========  ====================================================
    """

    _name = "cae.import"
    _description = "Import of a file"
    _check_company_auto = True
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    kind = fields.Selection(selection=KINDS, required=True, default="attendance")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=[
            ("draft", "File"),
            ("checked", "Checked"),
            ("done", "Imported"),
            ("undone", "Undone"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    # file
    file = fields.Binary(attachment=True, copy=False)
    filename = fields.Char(copy=False)
    # how to read it
    space_id = fields.Many2one(
        comodel_name="cae.space",
        string="Space of the file",
        help="For the rows that name no space, or one that is not known.",
    )
    default_unit = fields.Selection(
        selection=[("half_day", "Half-day"), ("day", "Day")],
        string="A row without a unit is",
        default="day",
        required=True,
    )
    record_unknown = fields.Boolean(
        string="Record unknown people as external visitors",
        help="Creates a contact for each name or e-mail that nobody has.",
    )
    # report
    choices = fields.Json(readonly=True, copy=False)
    aside = fields.Json(readonly=True, copy=False)
    line_ids = fields.One2many(
        comodel_name="cae.import.line",
        inverse_name="import_id",
        string="Rows",
        readonly=True,
        copy=False,
    )
    problem_ids = fields.One2many(
        comodel_name="cae.import.line",
        inverse_name="import_id",
        string="To look at",
        domain=[("status", "in", ("doubtful", "error"))],
        copy=False,
    )
    row_count = fields.Integer(string="Rows read", compute="_compute_counts")
    ok_count = fields.Integer(string="As found", compute="_compute_counts")
    repaired_count = fields.Integer(string="Repaired", compute="_compute_counts")
    doubtful_count = fields.Integer(string="Doubtful", compute="_compute_counts")
    skipped_count = fields.Integer(string="Not taken", compute="_compute_counts")
    error_count = fields.Integer(string="Errors", compute="_compute_counts")
    blocking_count = fields.Integer(string="To decide", compute="_compute_counts")
    made_count = fields.Integer(string="Made", compute="_compute_counts")
    partner_count = fields.Integer(string="Contacts created", compute="_compute_counts")
    result = fields.Char(readonly=True, copy=False)

    @api.depends("filename", "kind")
    def _compute_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for imported in self:
            imported.name = imported.filename or labels.get(imported.kind)

    @api.depends("line_ids")
    def _compute_counts(self):
        """Count in the database: a report may have a hundred thousand lines."""
        counts = self.env["cae.import.line"]._read_group(
            [("import_id", "in", self.ids)],
            ["import_id", "status", "blocking"],
            ["__count"],
        )
        made = dict(
            self.env["cae.import.line"]._read_group(
                [("import_id", "in", self.ids), ("res_id", "!=", 0), ("action", "!=", "skip")],
                ["import_id"],
                ["__count"],
            )
        )
        partners = dict(
            self.env["cae.import.line"]._read_group(
                [("import_id", "in", self.ids), ("partner_made", "=", True)],
                ["import_id"],
                ["made_partner_id:count_distinct"],
            )
        )
        for imported in self:
            own = [row[1:] for row in counts if row[0] == imported]
            for status, _label in STATUSES:
                imported[f"{status}_count"] = sum(row[-1] for row in own if row[0] == status)
            imported.row_count = sum(row[-1] for row in own)
            imported.blocking_count = sum(row[-1] for row in own if row[1])
            imported.made_count = made.get(imported, 0)
            imported.partner_count = partners.get(imported, 0)

    def write(self, vals):
        if {"file", "kind", "company_id"} & set(vals):
            self._check_not_done()
            vals = {"state": "draft", "choices": False, "aside": False, **vals}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._check_not_done()

    def action_check(self):
        """Read the file and say of each row what would be made of it; nothing is made."""
        self.ensure_one()
        self._check_not_done()
        self._do_check()

    def action_leave_aside(self):
        """Leave aside the rows that stop the import, and check again."""
        self.ensure_one()
        self._check_not_done()
        lines = self.env["cae.import.line"].search(
            [("import_id", "=", self.id), ("blocking", "=", True)]
        )
        self.aside = sorted({*(self.aside or []), *lines.mapped("number")})
        self._do_check()

    def action_import(self):
        """Take the whole file, or nothing of it."""
        self.ensure_one()
        self._check_not_done()
        self._do_import()

    def action_undo(self):
        """Take back what the import made."""
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("Only an import that was made can be undone."))
        self._do_undo()

    def action_view_lines(self):
        """Open the rows, those of one status when the context says which."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_import_line_action"
        )
        status = self.env.context.get("cae_status")
        return action | {
            "domain": [("import_id", "=", self.id)],
            "context": {f"search_default_{status}": 1} if status else {},
        }

    def action_view_made(self):
        """Open what the import made or completed."""
        self.ensure_one()
        name = "cae_space_action" if self.kind == "spaces" else "cae_usage_action"
        lines = self.env["cae.import.line"].search(
            [("import_id", "=", self.id), ("res_id", "!=", 0), ("action", "!=", "skip")]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(f"cae_tiers_lieux.{name}")
        return action | {"domain": [("id", "in", lines.mapped("res_id"))], "context": {}}

    def action_view_partners(self):
        """Open the contacts that the import created: legal persons, external visitors."""
        self.ensure_one()
        lines = self.env["cae.import.line"].search(
            [("import_id", "=", self.id), ("partner_made", "=", True)]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contacts created"),
            "res_model": "res.partner",
            "view_mode": "list,form",
            "domain": [("id", "in", lines.made_partner_id.ids)],
        }

    def _check_not_done(self):
        done = self.filtered(lambda i: i.state == "done")[:1]
        if done:
            raise UserError(
                self.env._(
                    "The file %(name)s was imported already: undo it first, or load it again as a "
                    "new import.",
                    name=done.name,
                )
            )
