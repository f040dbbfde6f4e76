from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CaeSupportSession(models.Model):
    """An appointment with one entrepreneur or a workshop with several: when, who came, what next.

    Rights: the support team reads and writes the sessions of its own companies; a session that
    was held is never deleted. The people see their own dates in the portal, never the report.
    A group session may well stand for an event of Odoo's module Events: the addon does not need it.
    """

    _name = "cae.support.session"
    _description = "Appointment or workshop"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Subject",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    kind = fields.Selection(
        selection=[("individual", "Individual interview"), ("group", "Workshop or group")],
        required=True,
        default="individual",
        tracking=True,
        help="R17 counts the individual interviews.",
    )
    state = fields.Selection(
        selection=[("planned", "Planned"), ("done", "Held"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Coop",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    adviser_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
        check_company=True,
        tracking=True,
    )
    date_start = fields.Datetime(
        string="Start",
        required=True,
        default=lambda self: fields.Datetime.now().replace(minute=0, second=0) + timedelta(hours=1),
        index=True,
        tracking=True,
    )
    duration = fields.Float(string="Duration (hours)", default=1.0, required=True)
    date_stop = fields.Datetime(string="End", compute="_compute_date_stop", store=True)
    date = fields.Date(
        string="Day",
        compute="_compute_date",
        store=True,
        index=True,
        help="The day of the start, where the coop is.",
    )
    attendance_ids = fields.One2many(
        comodel_name="cae.support.attendance",
        inverse_name="session_id",
        copy=True,
    )
    entrepreneur_ids = fields.Many2many(
        comodel_name="cae.entrepreneur",
        string="People",
        compute="_compute_entrepreneur_ids",
        inverse="_inverse_entrepreneur_ids",
        search="_search_entrepreneur_ids",
    )
    attended_count = fields.Integer(string="Came", compute="_compute_entrepreneur_ids")
    report = fields.Html(help="What was said. Never shown outside the support team.")
    promises = fields.Text(
        help="Who promised what, and by when: printed on top of the next brief.",
    )
    calendar_event_id = fields.Many2one(
        comodel_name="calendar.event",
        string="In the calendar",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _duration_positive = models.Constraint(
        "CHECK(duration > 0)",
        "A session lasts more than zero hours.",
    )

    @api.depends("kind", "entrepreneur_ids")
    def _compute_name(self):
        """Propose a subject; one that was written stays."""
        for session in self:
            if session.name and session.name not in session._get_default_names():
                continue
            people = session.entrepreneur_ids
            if session.kind == "individual" and len(people) == 1:
                session.name = people.name
            else:
                session.name = session._get_default_names()[session.kind == "group"]

    @api.depends("date_start", "duration")
    def _compute_date_stop(self):
        for session in self:
            session.date_stop = session.date_start and session.date_start + timedelta(
                hours=session.duration
            )

    @api.depends("date_start", "company_id")
    def _compute_date(self):
        for session in self:
            zone = session.company_id.partner_id.tz or "Europe/Paris"
            session.date = session.date_start and fields.Datetime.context_timestamp(
                session.with_context(tz=zone), session.date_start
            )

    @api.depends("attendance_ids.entrepreneur_id", "attendance_ids.state")
    def _compute_entrepreneur_ids(self):
        for session in self:
            session.entrepreneur_ids = session.attendance_ids.entrepreneur_id
            came = session.attendance_ids.filtered(lambda line: line.state == "present")
            session.attended_count = len(came)

    def _inverse_entrepreneur_ids(self):
        for session in self:
            kept, asked = session.attendance_ids.entrepreneur_id, session.entrepreneur_ids
            session.attendance_ids = [
                *[
                    fields.Command.delete(line.id)
                    for line in session.attendance_ids
                    if line.entrepreneur_id not in asked
                ],
                *[fields.Command.create({"entrepreneur_id": person.id}) for person in asked - kept],
            ]

    def _search_entrepreneur_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        return [("attendance_ids.entrepreneur_id", operator, value)]

    @api.constrains("kind", "attendance_ids", "state")
    def _check_individual(self):
        for session in self:
            if session.kind == "individual" and len(session.attendance_ids) > 1:
                raise ValidationError(
                    self.env._(
                        "An individual interview is with one person: “%(session)s” has "
                        "%(count)s. Make it a workshop, or one interview each.",
                        session=session.name,
                        count=len(session.attendance_ids),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        for session in self:
            if session.state == "done":
                raise UserError(
                    self.env._(
                        "“%(session)s” was held: it counts, and is not deleted.",
                        session=session.name,
                    )
                )

    # Actions

    def action_done(self):
        """The session was held: whoever is not marked otherwise came."""
        self._check_can_done()
        self._do_done()

    def action_cancel(self):
        self.filtered(lambda session: session.state == "planned").state = "cancelled"

    def action_plan_again(self):
        """Take back a session that was cancelled, or marked held by mistake."""
        self.state = "planned"
        self.entrepreneur_ids._sync_deadlines()

    def action_brief(self):
        """Open the brief of the people of this session."""
        return self.entrepreneur_ids.action_brief()

    # Steps

    def _check_can_done(self):
        for session in self:
            reason = session._get_cannot_done_reason()
            if reason:
                raise UserError(reason)

    def _get_cannot_done_reason(self):
        """Return why this session cannot be marked held (one sentence), or an empty text."""
        self.ensure_one()
        if self.state != "planned":
            return self.env._("“%(session)s” is not planned any more.", session=self.name)
        if not self.attendance_ids:
            return self.env._("Say who came to “%(session)s”.", session=self.name)
        if self.date_start > fields.Datetime.now():
            return self.env._(
                "“%(session)s” has not started yet: change its date if it was held earlier.",
                session=self.name,
            )
        return ""

    def _do_done(self):
        self.attendance_ids.filtered(lambda line: line.state == "expected").state = "present"
        self.state = "done"
        self.entrepreneur_ids._sync_deadlines()

    def _get_default_names(self):
        return [self.env._("Appointment"), self.env._("Workshop")]
