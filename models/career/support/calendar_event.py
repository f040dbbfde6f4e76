from odoo import fields, models

from .cae_support_session import FROM_SESSION, OTHER_SIDE


class CalendarEvent(models.Model):
    """The event of a session: what is moved in the calendar moves the session."""

    _inherit = "calendar.event"

    cae_session_ids = fields.One2many(
        comodel_name="cae.support.session",
        inverse_name="calendar_event_id",
        string="Appointment or workshop",
        groups="cae_tiers_lieux.group_support",
    )

    def write(self, vals):
        """A session moved in the calendar moves: one date, wherever it is changed."""
        result = super().write(vals)
        moved = {"start", "stop", "duration"} & vals.keys()
        if moved and self.env.context.get(FROM_SESSION) is not OTHER_SIDE:
            # sudo: an invited colleague may move the event without writing the session
            sessions = self.sudo().cae_session_ids.with_context(**{FROM_SESSION: OTHER_SIDE})
            for session in sessions.filtered(lambda s: s.state == "planned"):
                event = session.calendar_event_id
                session.write(
                    {
                        "date_start": event.start,
                        "duration": (event.stop - event.start).total_seconds() / 3600,
                    }
                )
        return result
