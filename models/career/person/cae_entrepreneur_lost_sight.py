from datetime import timedelta

from odoo import api, fields, models

LOST_SIGHT_PARAMETER = "cae_tiers_lieux.lost_sight_days"
LOST_SIGHT_DAYS = 60


class CaeEntrepreneur(models.Model):
    """Whom the team has lost sight of: under contract, and no sign of life for 60 days."""

    _inherit = "cae.entrepreneur"

    last_seen_date = fields.Date(
        string="Last seen",
        compute="_compute_lost_sight",
        help="The last session, use of a space or invoice; at first, the start of the contract.",
    )
    lost_sight = fields.Boolean(
        string="Lost sight of",
        compute="_compute_lost_sight",
        search="_search_lost_sight",
        help="Under contract, and no session, use or invoice for 60 days (a setting).",
    )

    @api.depends("attendance_ids.state", "attendance_ids.session_state", "contract_ids.state")
    def _compute_lost_sight(self):
        seen = self._origin._get_last_seen()
        since = self._get_under_contract_since()
        limit = self._get_lost_sight_limit()
        for entrepreneur in self:
            id_ = entrepreneur._origin.id
            days = [day for day in (seen.get(id_), since.get(id_)) if day]
            entrepreneur.last_seen_date = max(days, default=False)
            entrepreneur.lost_sight = id_ in since and max(days) < limit

    def _search_lost_sight(self, operator, value):
        if operator != "in":
            return NotImplemented
        if {True, False} <= set(value):
            return fields.Domain.TRUE
        followed = self.search([("contract_ids.state", "=", "running")])
        lost = followed.filtered("lost_sight").ids
        return [("id", "in" if True in value else "not in", lost)]

    # Business

    def _get_last_seen(self):
        """Return {entrepreneur id: last day} of the sessions; later houses add their signs."""
        groups = self.env["cae.support.attendance"]._read_group(
            [
                ("entrepreneur_id", "in", self.ids),
                ("state", "=", "present"),
                ("session_state", "=", "done"),
            ],
            ["entrepreneur_id"],
            ["date:max"],
        )
        return {person.id: day for person, day in groups if day}

    @api.model
    def _merge_last_seen(self, seen, more):
        """Return both maps as one, with the later day of each person."""
        for id_, day in more.items():
            seen[id_] = max(day, seen.get(id_, day))
        return seen

    def _get_under_contract_since(self):
        """Return {entrepreneur id: first day} of those under a contract today."""
        today = fields.Date.context_today(self)
        groups = (
            self.env["cae.contract"]
            .sudo()
            ._read_group(
                [
                    ("entrepreneur_id", "in", self._origin.ids),
                    ("is_amendment", "=", False),
                    ("state", "=", "running"),
                    ("date_start", "<=", today),
                    "|",
                    ("date_last", "=", False),
                    ("date_last", ">=", today),
                ],
                ["entrepreneur_id"],
                ["date_start:min"],
            )
        )
        return {person.id: day for person, day in groups}

    @api.model
    def _get_lost_sight_limit(self):
        days = self.env["ir.config_parameter"].sudo().get_param(LOST_SIGHT_PARAMETER)
        return fields.Date.context_today(self) - timedelta(days=int(days or LOST_SIGHT_DAYS))
