from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage, Transition

_lt = LazyTranslate(__name__)

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
# A write that comes from the other side, session or event, must not come back. The key of the
# context marks it with this very object: what a client sends is never it.
FROM_SESSION = "cae_from_session"
OTHER_SIDE = object()
NOTES = frozenset({"report", "promises"})


class CaeSupportSession(models.Model):
    """An appointment with one entrepreneur or a workshop with several: when, who came, what next.

    Rights: the support team reads, writes, creates and deletes the sessions of its own companies;
    one that was held keeps its facts and is never deleted (``_life``). The people see their own
    dates in the portal, never the report.
    A session stands in Odoo's calendar, and follows what is moved there. The event is private and
    holds the adviser alone, because Odoo finds events by the people they name, from any company:
    the people stand here, and are invited by mail with a file for their own calendar.
    """

    _name = "cae.support.session"
    _description = "Appointment or workshop"
    _inherit = ["cae.life.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    _life = Life(
        stages={
            "planned": Stage(
                NOTES | {"name", "kind", "company_id", "adviser_id", "date_start", "duration"},
                delete="support",
            ),
            "done": Stage(NOTES, way_on=_lt("It was held: plan it again to correct it.")),
            "cancelled": Stage(NOTES, delete="support", way_on=_lt("Plan it again first.")),
        },
        transitions={
            "done": Transition(("planned",), "done", "support"),
            "cancel": Transition(("planned",), "cancelled", "support"),
            "plan_again": Transition(("done", "cancelled"), "planned", "support"),
        },
    )

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

    def unlink(self):
        # sudo: the event is a consequence of the session, also of one that a colleague planned
        events = self.sudo().calendar_event_id
        result = super().unlink()
        events.with_context(**{FROM_SESSION: OTHER_SIDE}).unlink()
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

    def action_invite(self):
        """Invite the people by mail: the date, the place, and a file for their calendar."""
        self._check_can_invite()
        self._do_invite()

    def action_brief(self):
        """Open the brief of the people of this session."""
        return self.entrepreneur_ids.action_brief()

    # Checks

    def _check_can_done(self):
        self._check_step("done")
        for session in self:
            reason = session._get_cannot_done_reason()
            if reason:
                raise UserError(reason)

    def _get_cannot_done_reason(self):
        """Return why this session cannot be marked held (one sentence), or False."""
        self.ensure_one()
        if not self.attendance_ids:
            return self.env._("Say who came to “%(session)s”.", session=self.name)
        if self.date_start > fields.Datetime.now():
            return self.env._(
                "“%(session)s” has not started yet: change its date if it was held earlier.",
                session=self.name,
            )
        return False

    def _check_can_cancel(self):
        self._check_step("cancel")

    def _check_can_plan_again(self):
        self._check_step("plan_again")

    def _check_can_invite(self):
        """Refuse an invitation to what is not to come, or to nobody."""
        for session in self:
            if session.state != "planned" or session.date_start < fields.Datetime.now():
                raise UserError(
                    self.env._(
                        "“%(session)s” is not to come: nobody is invited.", session=session.name
                    )
                )
            if not session.entrepreneur_ids.filtered("email"):
                raise UserError(
                    self.env._(
                        "Nobody of “%(session)s” has an e-mail address: write it in their file.",
                        session=session.name,
                    )
                )

    # Steps

    def _do_done(self):
        self.attendance_ids.filtered(lambda line: line.state == "expected").state = "present"
        self._take_step("done")
        self.entrepreneur_ids._sync_deadlines()

    def _do_cancel(self):
        self._take_step("cancel")

    def _do_plan_again(self):
        self._take_step("plan_again")
        self.entrepreneur_ids._sync_deadlines()

    def _do_invite(self):
        """Send each person their own mail, with the file that their calendar reads."""
        # sudo: the date and the place are read on the event, private to the adviser
        template = self.env.ref(
            "cae_tiers_lieux.cae_support_session_invitation_mail_template"
        ).sudo()
        for session in self:
            ics = session.sudo().calendar_event_id._get_ics_file()
            for person in session.entrepreneur_ids.filtered("email"):
                template.with_context(lang=person.partner_id.lang).send_mail(
                    session.id,
                    email_values={
                        "recipient_ids": [fields.Command.set(person.partner_id.ids)],
                        "attachment_ids": [
                            fields.Command.create(
                                {
                                    "name": "invitation.ics",
                                    "raw": content,
                                    "mimetype": "text/calendar",
                                }
                            )
                            for content in ics.values()
                        ],
                    },
                )
            session.message_post(body=self.env._("The people were invited by mail."))

    # Calendar

    def _sync_calendar(self):
        """Create or move the event of each session. Nobody is sent a mail by it."""
        if self.env.context.get(FROM_SESSION) is OTHER_SIDE:
            return
        # sudo: an event is the consequence of a session, also when a colleague plans it
        for session in self.sudo().with_context(
            **{FROM_SESSION: OTHER_SIDE},
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
                event = session.env["calendar.event"].create({**vals, "privacy": "private"})
                session._permit("calendar_event_id").write({"calendar_event_id": event.id})

    def _prepare_event_vals(self):
        """Return what the event shows of this session; later houses add where it is held."""
        self.ensure_one()
        return {
            "name": self.name,
            "start": self.date_start,
            "stop": self.date_end,
            "user_id": self.adviser_id.id,
            "partner_ids": [fields.Command.set(self.adviser_id.partner_id.ids)],
            "active": self.state != "cancelled",
        }

    # Business

    def _get_default_names(self):
        """Return the subjects proposed for an appointment and for a workshop."""
        return [self.env._("Appointment"), self.env._("Workshop")]
