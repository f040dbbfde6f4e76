from odoo import fields, models


class CaeEntrepreneur(models.Model):
    """What the portal keeps from the person: the team's own notes."""

    _inherit = "cae.entrepreneur"

    note = fields.Html(groups="base.group_user")

    def _get_portal_sessions(self):
        """Return the coming sessions of a person: dates and subjects, never a report."""
        self.ensure_one()
        return (
            self.env["cae.support.session"]
            .sudo()
            .search(
                [
                    ("attendance_ids.entrepreneur_id", "=", self.id),
                    ("state", "=", "planned"),
                    ("date_start", ">=", fields.Datetime.now()),
                ],
                order="date_start",
                limit=5,
            )
        )
