from odoo import api, fields, models

from ....rules import followups


class CaeEntrepreneur(models.Model):
    """Interviews held and missing (R17): the rule counts, this file fetches."""

    _inherit = "cae.entrepreneur"

    attendance_ids = fields.One2many(
        comodel_name="cae.support.attendance",
        inverse_name="entrepreneur_id",
        string="Sessions",
    )
    interview_count = fields.Integer(
        string="Interviews in twelve months",
        compute="_compute_interviews",
    )
    interview_missing = fields.Integer(
        string="Interviews missing",
        compute="_compute_interviews",
        help="R17: at least two individual interviews in any twelve months.",
    )
    interview_due = fields.Date(string="Next interview before", compute="_compute_interviews")
    session_summary = fields.Char(compute="_compute_interviews")
    last_session_date = fields.Date(string="Last session", compute="_compute_sessions")
    next_session_date = fields.Datetime(string="Next session", compute="_compute_sessions")

    @api.depends("attendance_ids.state", "attendance_ids.session_state", "attendance_ids.date")
    @api.depends_context("lang")
    def _compute_interviews(self):
        found = self._get_interviews()
        for entrepreneur in self:
            counted = found.get(entrepreneur._origin.id)
            entrepreneur.interview_count = counted.done if counted else 0
            entrepreneur.interview_missing = counted.missing if counted else 0
            entrepreneur.interview_due = counted.due if counted else False
            entrepreneur.session_summary = (
                f"{counted.done} / {counted.done + counted.missing}" if counted else "–"
            )

    @api.depends("attendance_ids.state", "attendance_ids.session_state", "attendance_ids.date")
    def _compute_sessions(self):
        now = fields.Datetime.now()
        attendances = self.env["cae.support.attendance"]
        last = dict(
            attendances._read_group(
                [
                    ("entrepreneur_id", "in", self.ids),
                    ("state", "=", "present"),
                    ("session_state", "=", "done"),
                ],
                ["entrepreneur_id"],
                ["date:max"],
            )
        )
        coming = {}
        for line in attendances.search(
            [
                ("entrepreneur_id", "in", self.ids),
                ("session_state", "=", "planned"),
                ("session_id.date_start", ">=", now),
            ]
        ):
            start = line.session_id.date_start
            coming[line.entrepreneur_id] = min(coming.get(line.entrepreneur_id, start), start)
        for entrepreneur in self:
            entrepreneur.last_session_date = last.get(entrepreneur._origin, False)
            entrepreneur.next_session_date = coming.get(entrepreneur._origin, False)

    # Actions

    def action_view_sessions(self):
        """Open the appointments and workshops of this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_support_session_action"
        )
        action["views"] = [(False, "list"), (False, "form"), (False, "calendar")]
        action["domain"] = [("attendance_ids.entrepreneur_id", "=", self.id)]
        action["context"] = {"default_entrepreneur_ids": [self.id]}
        return action

    # Business

    def _get_interviews(self):
        """Return {entrepreneur id: Interviews} of those under a contract that asks for some."""
        today = fields.Date.context_today(self)
        contracts = {
            contract.entrepreneur_id.id: contract
            for contract in self.sudo().contract_ids._periods()._holding_on(today)
            if contract.state == "running"
        }
        held = {}
        for line in (
            self.env["cae.support.attendance"]
            .sudo()
            .search_fetch(
                [
                    ("entrepreneur_id", "in", list(contracts)),
                    ("state", "=", "present"),
                    ("session_state", "=", "done"),
                    ("session_kind", "=", "individual"),
                ],
                ["entrepreneur_id", "date"],
            )
        ):
            held.setdefault(line.entrepreneur_id.id, []).append(line.date)
        found = {}
        for id_, contract in contracts.items():
            required = contract.type_id._get_terms(today).interviews_required
            if required > 0:
                first = contract.origin_id or contract
                found[id_] = followups.interviews(
                    held.get(id_, []), today, first.date_start, required
                )
        return found

    def _get_expected_deadlines(self):
        """Add the next interview (R17) to what is due."""
        expected = super()._get_expected_deadlines()
        for id_, counted in self._get_interviews().items():
            expected[id_, "interview", "interviews"] = {
                "date": counted.due,
                "alerts": "30, 7",
            }
        return expected
