from odoo import api, models

EVENT_FIELDS = {
    "attendance_ids",
    "entrepreneur_ids",
    "name",
    "date_start",
    "duration",
    "adviser_id",
    "state",
}
# What each write does to the other side must not come back: this marks our own writes.
FROM_SESSION = "cae_from_session"


class CaeSupportSession(models.Model):
    """A session stands in Odoo's calendar, and follows what is moved there.

    The event is private: its name is read by the adviser and the people invited, and by nobody of
    another coop of the database.
    """

    _inherit = "cae.support.session"

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
        events = self.sudo().calendar_event_id
        result = super().unlink()
        events.with_context(**{FROM_SESSION: True}).unlink()
        return result

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
        self.ensure_one()
        partners = self.adviser_id.partner_id | self.attendance_ids.entrepreneur_id.partner_id
        return {
            "name": self.name,
            "start": self.date_start,
            "stop": self.date_stop,
            "user_id": self.adviser_id.id,
            "partner_ids": [(6, 0, partners.ids)],
            "active": self.state != "cancelled",
        }
