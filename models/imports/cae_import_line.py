from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...sheets.cells import Place
from ..base.life import Life, Stage

_lt = LazyTranslate(__name__)

ROW_STATUSES = [
    ("ok", "As found"),
    ("repaired", "Repaired"),
    ("doubtful", "Doubtful"),
    ("skipped", "Not taken"),
    ("error", "Error"),
]


class CaeImportLine(models.Model):
    """What is said of one row of a file, and what was made of it.

    Lines are written by the import alone; a person only chooses who or where a row means.
    """

    _name = "cae.import.line"
    _description = "Row of an import"
    _inherit = ["cae.life.mixin"]
    _life = Life(
        stages={
            "draft": Stage(),
            "checked": Stage(frozenset({"partner_id", "space_id"})),
            "done": Stage(way_on=_lt("Undo the import to decide otherwise.")),
            "undone": Stage(way_on=_lt("Check the file again first.")),
        },
        parent="import_id",
    )
    _check_company_auto = True
    # rows are written in the order of the file, sheet after sheet
    _order = "import_id desc, id"
    _rec_name = "label"

    import_id = fields.Many2one(
        comodel_name="cae.import",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, readonly=True)
    kind = fields.Selection(related="import_id.kind")
    number = fields.Integer(string="Row number", readonly=True, aggregator=False)
    sheet = fields.Char(readonly=True, help="Where several sheets of a file are read in one go.")
    place = fields.Char(string="Row", compute="_compute_place")
    label = fields.Char(string="What it says", readonly=True)
    status = fields.Selection(selection=ROW_STATUSES, required=True, readonly=True)
    rank = fields.Integer(
        readonly=True,
        aggregator=False,
        help="How soon to look at it: what stops the import, a wrong town, twins, the unreadable…",
    )
    blocking = fields.Boolean(string="To decide", readonly=True)
    sentence = fields.Char(string="What is to be known", readonly=True)
    action = fields.Selection(
        selection=[
            ("create", "New"),
            ("update", "Completed"),
            ("merge", "Made a day"),
            ("skip", "Nothing"),
        ],
        string="Made",
        readonly=True,
    )
    # what a person may decide
    question = fields.Selection(
        selection=[
            ("person", "Who is it?"),
            ("space", "Which space?"),
            ("twin", "One space or two?"),
        ],
        readonly=True,
    )
    said = fields.Char(readonly=True)
    candidate_ids = fields.Json(readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        check_company=True,
        domain="[('is_company', '=', False)]",
        help="Choose who it is: the choice holds for every row that says the same.",
    )
    space_id = fields.Many2one(
        comodel_name="cae.space",
        help="Choose the space: the choice holds for every row that says the same.",
    )
    # what was made of it
    res_model = fields.Char(string="Made as", readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", string="Record", readonly=True)
    made_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        readonly=True,
        index="btree_not_null",
        help="The legal person of the space, or the external visitor that was recorded.",
    )
    partner_made = fields.Boolean(string="New contact", readonly=True)
    vals = fields.Json(readonly=True)
    before = fields.Json(readonly=True)

    _by_status = models.Index("(import_id, status)")
    _by_record = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

    @api.depends("number", "sheet")
    def _compute_place(self):
        for line in self:
            line.place = str(Place.of(line.number, line.sheet) if line.sheet else line.number)

    def write(self, vals):
        """A choice made on a line holds for every row of the file that says the same."""
        chosen = {"partner_id", "space_id"} & vals.keys()
        # under a permit it is the import that writes, for the rows that say the same
        by_hand = self.filtered(lambda line: not chosen <= line._get_permitted())
        result = super().write(vals)
        if chosen:
            for line in by_hand:
                line.import_id._keep_choice(line)
        return result

    def action_keep_both(self):
        """Take the row as a space of its own, though another row seems to be the same."""
        for imported, lines in (
            self.filtered(lambda row: row.question == "twin").grouped("import_id").items()
        ):
            imported._keep_both(lines)

    def action_open_record(self):
        """Open what the row became."""
        self.ensure_one()
        if not self.res_id:
            raise UserError(self.env._("Nothing was made of this row yet."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
