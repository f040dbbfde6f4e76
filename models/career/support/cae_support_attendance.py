from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage

_lt = LazyTranslate(__name__)

FACTS = frozenset({"session_id", "entrepreneur_id"})


class CaeSupportAttendance(models.Model):
    """One person expected at a session, and whether they came.

    Rights: the support team reads, writes, adds and deletes those of its own companies; of a
    session that was held, who came may still be corrected (``_life``).
    """

    _name = "cae.support.attendance"
    _description = "Attendance of a session"
    _inherit = ["cae.life.mixin"]
    _life = Life(
        stages={
            "planned": Stage(FACTS | {"state"}, delete="support"),
            "done": Stage(
                frozenset({"state"}),
                entered=FACTS | {"state"},
                way_on=_lt("The session was held: mark the person as absent instead."),
            ),
            "cancelled": Stage(way_on=_lt("Plan the session again first.")),
        },
        parent="session_id",
    )
    _order = "session_id, id"
    _rec_name = "entrepreneur_id"
    _check_company_auto = True

    session_id = fields.Many2one(
        comodel_name="cae.support.session",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="session_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        string="Person",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    state = fields.Selection(
        selection=[
            ("expected", "Expected"),
            ("present", "Came"),
            ("excused", "Excused"),
            ("absent", "Absent"),
        ],
        required=True,
        default="expected",
    )
    session_kind = fields.Selection(related="session_id.kind", store=True)
    session_state = fields.Selection(
        related="session_id.state",
        string="State of the session",
        store=True,
    )
    date = fields.Date(related="session_id.date", store=True, index=True)

    _once = models.Constraint(
        "UNIQUE(session_id, entrepreneur_id)",
        "This person is already in the list of the session.",
    )
    _attended = models.Index(
        "(entrepreneur_id, date) WHERE state = 'present' AND session_state = 'done'"
    )

    def write(self, vals):
        """Whether somebody came to a session that was held changes what is due (R17)."""
        result = super().write(vals)
        if "state" in vals:
            self.filtered(
                lambda line: line.session_state == "done"
            ).entrepreneur_id._sync_deadlines()
        return result
