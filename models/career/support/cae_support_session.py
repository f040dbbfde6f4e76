from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What the event in the calendar shows of a session.
EVENT_FIELDS = {
    "attendance_ids",
    "entrepreneur_ids",
    "name",
    "date_start",
    "duration",
    "adviser_id",
    "state",
}
# A write that comes from the other side, session or event, must not come back: this key marks it.
FROM_SESSION = "cae_from_session"


class CaeSupportSession(models.Model):
    """An appointment with one entrepreneur or a workshop with several: when, who came, what next.

    Rights: the support team reads, writes, creates and deletes the sessions of its own companies;
    a session that was held is never deleted. The people see their own dates in the portal, never
    the report.
    A session stands in Odoo's calendar, and follows what is moved there. The event is private: its
    name is read by the adviser and the people invited, and by nobody of another coop of the
    database.
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
    date_end = fields.Datetime(string="End", compute="_compute_date_end", store=True)
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
    def _compute_date_end(self):
        for session in self:
            session.date_end = session.date_start and session.date_start + timedelta(
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

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        sessions._sync_calendar()
        return sessions

    def write(self, vals):
        result = super().write(vals)
        if EVENT_FIELDS & vals.keys():
            self._sync_calendar()
        return result

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

    def unlink(self):
        # sudo: the event is a consequence of the session, also of one that a colleague planned
        events = self.sudo().calendar_event_id
        result = super().unlink()
        events.with_context(**{FROM_SESSION: True}).unlink()
        return result

    # Actions

    def action_done(self):
        """The session was held: whoever is not marked otherwise came."""
        self._check_can_done()
        self._do_done()

    def action_cancel(self):
        self._check_can_cancel()
        self._do_cancel()

    def action_plan_again(self):
        """Take back a session that was cancelled, or marked held by mistake."""
        self._check_can_plan_again()
        self._do_plan_again()

    def action_brief(self):
        """Open the brief of the people of this session."""
        return self.entrepreneur_ids.action_brief()

    # Checks

    def _check_can_done(self):
        for session in self:
            reason = session._get_cannot_done_reason()
            if reason:
                raise UserError(reason)

    def _get_cannot_done_reason(self):
        """Return why this session cannot be marked held (one sentence), or False."""
        self.ensure_one()
        if self.state != "planned":
            return self._get_not_planned_reason()
        if not self.attendance_ids:
            return self.env._("Say who came to “%(session)s”.", session=self.name)
        if self.date_start > fields.Datetime.now():
            return self.env._(
                "“%(session)s” has not started yet: change its date if it was held earlier.",
                session=self.name,
            )
        return False

    def _check_can_cancel(self):
        for session in self:
            if session.state != "planned":
                raise UserError(session._get_not_planned_reason())

    def _get_not_planned_reason(self):
        self.ensure_one()
        return self.env._("“%(session)s” is not planned any more.", session=self.name)

    def _check_can_plan_again(self):
        for session in self:
            if session.state == "planned":
                raise UserError(
                    self.env._("“%(session)s” is planned already.", session=session.name)
                )

    # Steps

    def _do_done(self):
        self.attendance_ids.filtered(lambda line: line.state == "expected").state = "present"
        self.state = "done"
        self.entrepreneur_ids._sync_deadlines()

    def _do_cancel(self):
        self.state = "cancelled"

    def _do_plan_again(self):
        self.state = "planned"
        self.entrepreneur_ids._sync_deadlines()

    # Calendar

    def _sync_calendar(self):
        """Create or move the event of each session. Nobody is sent a mail by it."""
        if self.env.context.get(FROM_SESSION):
            return
        # sudo: an event is the consequence of a session, also when a colleague plans it
        for session in self.sudo().with_context(
            **{FROM_SESSION: True},
            dont_notify=True,
            no_mail_to_attendees=True,
            mail_create_nolog=True,
            active_test=False,
        ):
            vals = session._prepare_event_vals()
            event = session.calendar_event_id
            if event:
                event.write(vals)
            elif session.state != "cancelled":
                session.calendar_event_id = (
                    self.env["calendar.event"]
                    .sudo()
                    .with_context(**session.env.context)
                    .create({**vals, "privacy": "private"})
                )

    def _prepare_event_vals(self):
        """Return what the event shows of this session; later houses add where it is held."""
        self.ensure_one()
        partners = self.adviser_id.partner_id | self.attendance_ids.entrepreneur_id.partner_id
        return {
            "name": self.name,
            "start": self.date_start,
            "stop": self.date_end,
            "user_id": self.adviser_id.id,
            "partner_ids": [fields.Command.set(partners.ids)],
            "active": self.state != "cancelled",
        }

    # Business

    def _get_default_names(self):
        """Return the subjects proposed for an appointment and for a workshop."""
        return [self.env._("Appointment"), self.env._("Workshop")]
