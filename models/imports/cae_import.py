import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every
from odoo.tools.translate import LazyTranslate

from ...rules.finding import Finding
from ..base.life import Life, Stage, Transition
from ..base.sentences import say
from .cae_import_column_mixin import KINDS
from .cae_import_line import ROW_STATUSES
from .sentences import SENTENCES

_lt = LazyTranslate(__name__)

#: What a person says of a file before it is taken.
ASKED = frozenset(
    "kind company_id file filename has_header mapping_id space_id default_unit"
    " record_unknown".split()
)
NOT_MADE = ("draft", "checked", "undone")
#: What belongs to the file that is read: another file, and it is forgotten.
READ = frozenset({"choices", "left_out", "rows_left_aside"})
#: The most serious findings of a row are told first.
ORDER = {"error": 0, "doubt": 1, "repair": 2, "format": 3, "": 4}
#: Rows of the report written by one statement, and characters of a row that it shows.
PAGE = 5000
SHOWN = 160
#: Rows from which a file is worked on in the background.
LONG = 5000


class CaeImport(models.Model):
    """One file taken in: looked at, checked line by line, then taken whole or not at all.

    ==========  ====================================================
    Support     loads, checks, imports and undoes for its company
    Accountant  the same
    Manager     the same, and deletes an import unless it is made
    Others      nothing
    ==========  ====================================================
    """

    _name = "cae.import"
    _description = "Import of a file"
    _inherit = ["cae.life.mixin", "cae.job.mixin"]
    _check_company_auto = True
    _order = "id desc"

    _life = Life(
        stages={
            **dict.fromkeys(NOT_MADE, Stage(ASKED, delete="manager")),
            "done": Stage(
                way_on=_lt("It was imported already: undo it first, or load it as a new import.")
            ),
        },
        transitions={
            "reload": Transition(NOT_MADE, "draft", "support", READ),
            "check": Transition(NOT_MADE, "checked", "support", frozenset({"result", "left_out"})),
            "leave_aside": Transition(NOT_MADE, "", "support", READ),
            "choose": Transition(("checked",), "", "support", READ),
            "import": Transition(NOT_MADE, "done", "support", frozenset({"result", "left_out"})),
            "undo": Transition(("done",), "undone", "support", frozenset({"result"})),
        },
    )

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
    rows_left_aside = fields.Json(readonly=True, copy=False)
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

    # Computes

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
            for status, _label in ROW_STATUSES:
                imported[f"{status}_count"] = sum(row[-1] for row in own if row[0] == status)
            imported.row_count = sum(row[-1] for row in own)
            imported.blocking_count = sum(row[-1] for row in own if row[1])
            imported.made_count = made.get(imported, 0)
            imported.partner_count = partners.get(imported, 0)

    # CRUD

    def write(self, vals):
        """Another file, kind or coop makes it a file that nobody has looked at."""
        result = super().write(vals)
        if {"file", "kind", "company_id"} & vals.keys():
            self._take_step("reload", **dict.fromkeys(READ, False))
        return result

    # Actions

    def action_check(self):
        """Read the file and say of each row what would be made of it; nothing is made."""
        self.ensure_one()
        self._check_can_work("check")
        self._work("check")

    def action_leave_aside(self):
        """Leave aside the rows that stop the import, and check again."""
        self.ensure_one()
        self._check_can_work("leave_aside")
        self._work("leave_aside")

    def action_import(self):
        """Take the whole file, or nothing of it."""
        self.ensure_one()
        self._check_can_work("import")
        self._work("import")

    def action_undo(self):
        """Take back what the import made."""
        self.ensure_one()
        self._check_can_work("undo")
        self._work("undo")

    def action_refresh(self):
        """Show the import again, as far as its work has come."""
        self.ensure_one()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

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

    # Checks

    def _check_can_work(self, step):
        self._check_step(step)
        self._check_not_working()

    # Steps

    def _work(self, step):
        """Take a step now, or in the background where the file is long."""
        if len(self._read_rows()) <= LONG:
            self._do_job([step])
            return
        labels = {
            "check": self.env._("Check of %(file)s", file=self.name),
            "leave_aside": self.env._("Check of %(file)s", file=self.name),
            "import": self.env._("Import of %(file)s", file=self.name),
            "undo": self.env._("Undoing of %(file)s", file=self.name),
        }
        self._queue_jobs(labels[step], [[step]])

    def _do_job(self, keys):
        """Take one step; in the background it is checked again, as what came since may forbid it.

        :param keys: the name of the step, alone
        """
        (step,) = keys
        self._check_step(step)
        steps = {
            "check": self._do_check,
            "leave_aside": self._do_leave_aside,
            "import": self._do_import,
            "undo": self._do_undo,
        }
        steps[step]()

    def _do_check(self):
        self._store_lines(self._plan())
        self._take_step("check", result=False, left_out=self._find_left_out() or False)

    def _do_leave_aside(self):
        lines = self.env["cae.import.line"].search(
            [("import_id", "=", self.id), ("blocking", "=", True)]
        )
        places = sorted({*(self.rows_left_aside or []), *lines.mapped("place")})
        self._take_step("leave_aside", rows_left_aside=places)
        self._do_check()

    def _do_import(self):
        lines = self._plan()
        blocking = [line for line in lines if line.blocking]
        if blocking:
            raise UserError(
                self.env._(
                    "Nothing was imported: %(count)s rows are to be decided. First one, row "
                    "%(number)s (%(label)s): %(sentence)s",
                    count=len(blocking),
                    number=blocking[0].number,
                    label=blocking[0].label,
                    sentence=self._get_sentence(blocking[0]),
                )
            )
        self._make(lines)
        self._store_lines(lines)
        left_out = self._find_left_out() or False
        self._take_step("import", result=self._get_result(lines), left_out=left_out)

    # Business

    def _plan(self):
        """Return what would be made of each row; reads only, but for what columns mean."""
        body, places = self._read_body()
        self._remember_mapping(body)
        plan = {"spaces": self._plan_spaces, "attendance": self._plan_attendance}[self.kind]
        lines = plan(body, places)
        left_aside = set(self.rows_left_aside or ())
        for line in lines:
            if str(line.number) in left_aside and line.blocking:
                line.action, line.blocking = "skip", False
                reasons = [Finding(note.code, note.args) for note in line.notes]
                line.notes = [Finding("left_aside"), *reasons]
        return lines

    def _store_lines(self, lines):
        """Replace the report, in SQL: it has as many lines as the file has rows."""
        Line = self.env["cae.import.line"]
        Line.flush_model()
        self.flush_recordset()
        self.env.cr.execute(SQL("DELETE FROM cae_import_line WHERE import_id = %s", self.id))
        for part in split_every(PAGE, lines, list):
            self._insert_lines([self._prepare_line_row(line) for line in part])
        Line.invalidate_model(flush=False)
        self.invalidate_recordset(flush=False)

    def _insert_lines(self, rows):
        """Insert rows of the report, ``{column: value}``, all of the same columns."""
        fields_ = self.env["cae.import.line"]._fields
        columns = [SQL.identifier(name) for name in rows[0]]
        types = [SQL.identifier(fields_[name].column_type[0]) for name in rows[0]]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cae_import_line
                       (%(columns)s, create_uid, write_uid, create_date, write_date)
                SELECT %(columns)s, %(uid)s, %(uid)s,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM json_to_recordset(%(rows)s) AS new(%(definitions)s)
                """,
                columns=SQL(", ").join(columns),
                definitions=SQL(", ").join(
                    SQL("%s %s", column, type_)
                    for column, type_ in zip(columns, types, strict=True)
                ),
                rows=json.dumps(rows, default=str),
                uid=self.env.uid,
            )
        )

    def _prepare_line_row(self, line):
        data = line.data
        return {
            "import_id": self.id,
            "company_id": self.company_id.id,
            "number": int(line.number),
            "sheet": getattr(line.number, "sheet", None),
            "label": (line.label or "")[:SHOWN] or None,
            "status": line.status,
            "blocking": line.blocking,
            "sentence": self._get_sentence(line) or None,
            "action": line.action,
            "question": data.get("question"),
            "said": data.get("said"),
            "candidate_ids": data.get("candidates") or None,
            "partner_id": data.get("chosen_partner"),
            "space_id": data.get("chosen_space"),
            "res_model": data.get("res_model") if line.target else None,
            "res_id": line.target,
            "made_partner_id": data.get("made_partner"),
            "partner_made": bool(data.get("partner_made")),
            "vals": data.get("stored_vals") or None,
            "before": data.get("before") or None,
        }

    def _get_sentence(self, line):
        """Return all that is to be told of a row, the most serious first; "" for nothing."""
        notes = sorted(line.notes, key=lambda note: ORDER[note.level])
        return " ".join(say(self.env, note, SENTENCES) for note in notes)

    def _keep_choice(self, line):
        """Remember who or where a row means, for every row that says the same."""
        field = "partner_id" if line.question == "person" else "space_id"
        chosen = line[field]
        if not line.question or not chosen:
            return
        choices = {name: dict(found) for name, found in (self.choices or {}).items()}
        choices.setdefault(line.question, {})[line.said] = chosen.id
        self._take_step("choose", choices=choices)
        twins = line.search(
            [
                ("import_id", "=", self.id),
                ("question", "=", line.question),
                ("said", "=", line.said),
            ]
        )
        told = {
            field: chosen.id,
            "blocking": False,
            "status": "ok",
            "sentence": self.env._("Chosen by hand: %(name)s.", name=chosen.display_name),
        }
        # sudo: a report is written by the import alone
        twins.sudo()._permit(*told).write(told)

    def _get_result(self, lines):
        """Say in a sentence what was made."""
        made = sum(line.action == "create" for line in lines)
        changed = sum(line.action in ("update", "merge") for line in lines)
        if not made and not changed:
            return self.env._("Nothing new: every row was known already.")
        if self.kind == "spaces":
            return self.env._(
                "%(made)s spaces created, %(changed)s completed.", made=made, changed=changed
            )
        return self.env._(
            "%(made)s uses recorded, %(changed)s half-days joined into days.",
            made=made,
            changed=changed,
        )
