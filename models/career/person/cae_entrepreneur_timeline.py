from datetime import date, timedelta

from odoo import api, fields, models


class CaeEntrepreneur(models.Model):
    """The history of a person as a line of statuses."""

    _inherit = "cae.entrepreneur"

    timeline = fields.Html(compute="_compute_timeline", sanitize=False)

    @api.depends("status", "contract_ids.state", "contract_ids.date_last", "exit_date")
    @api.depends_context("lang")
    def _compute_timeline(self):
        facts = self._origin._status_facts()
        labels = dict(self._fields["status"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        for entrepreneur in self:
            career = facts.get(entrepreneur._origin.id)
            steps = self._get_status_steps(career) if career else []
            entrepreneur.timeline = self.env["ir.qweb"]._render(
                "cae_tiers_lieux.cae_entrepreneur_timeline",
                {
                    "steps": [
                        {
                            "status": status,
                            "label": labels[status],
                            "start": start,
                            "end": end,
                            "current": start <= today and (not end or today <= end),
                            "future": start > today,
                        }
                        for status, start, end in steps
                        if status != "exited" or start <= today or career.exited_on
                    ]
                },
            )

    @api.model
    def _get_status_steps(self, career):
        """Return [(status, first day, last day or None)] of a career, in order."""
        days = set()
        for period in [fact.period for fact in career.contracts] + [
            *career.suspensions,
            *career.associate,
        ]:
            days.add(period.start)
            if period.end:
                days.add(period.end + timedelta(days=1))
        if career.exited_on:
            days.add(career.exited_on + timedelta(days=1))
        steps = []
        for day in sorted(day for day in days if day < date.max):
            status = career.status_on(day)
            if steps and steps[-1][0] == status:
                continue
            if steps:
                steps[-1][2] = day - timedelta(days=1)
            if status != "candidate":
                steps.append([status, day, None])
        return [tuple(step) for step in steps]
