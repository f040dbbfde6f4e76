from datetime import timedelta

from odoo import api, fields, models


class CaeDeadline(models.Model):
    """The next individual interview (R17), on the board of deadlines."""

    _inherit = "cae.deadline"

    @api.model
    def _get_kind_selection(self):
        return [*super()._get_kind_selection(), ("interview", self.env._("Individual interview"))]

    def _compute_explanation(self):
        result = super()._compute_explanation()
        lines = self.filtered(lambda deadline: deadline.kind == "interview")
        found = lines.entrepreneur_id._get_interviews()
        for deadline in lines:
            counted = found.get(deadline.entrepreneur_id.id)
            deadline.explanation = counted and self.env._(
                "%(done)s held in the last twelve months, %(missing)s missing",
                done=counted.done,
                missing=counted.missing,
            )
        return result

    def _get_next_steps(self):
        return {**super()._get_next_steps(), "interview": self.env._("Plan it")}

    def _open_interview(self):
        """Open a new interview with the person, the day before the deadline at the latest."""
        day = max(fields.Date.context_today(self), self.date - timedelta(days=1))
        return {
            "type": "ir.actions.act_window",
            "res_model": "cae.support.session",
            "views": [[False, "form"]],
            "context": {
                "default_kind": "individual",
                "default_entrepreneur_ids": self.entrepreneur_id.ids,
                "default_date_start": f"{day} 09:00:00",
            },
        }
