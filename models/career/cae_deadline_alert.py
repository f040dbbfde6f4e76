from odoo import api, fields, models


class CaeDeadline(models.Model):
    """The reminders of a deadline: each alert once, to the right person (R5)."""

    _inherit = "cae.deadline"

    def _get_alert_days(self):
        """Return the days before the date on which reminders are given, greatest first."""
        self.ensure_one()
        text = (self.alerts or "").replace(";", ",")
        return sorted({int(part) for part in text.split(",") if part.strip()}, reverse=True)

    @api.model
    def _give_alerts(self, people):
        """Plan the reminder of each alert that is reached, once, for the right person."""
        today = fields.Date.context_today(self)
        for deadline in self.sudo().search(
            [("alerts", "!=", False), ("entrepreneur_id", "in", people.ids)]
        ):
            left = (deadline.date - today).days
            reached = [days for days in deadline._get_alert_days() if left <= days]
            if not reached:
                continue
            alert = reached[-1]
            if deadline.alert_done != -1 and alert >= deadline.alert_done:
                continue
            deadline._close_activity()
            deadline.write({"alert_done": alert, "activity_id": deadline._plan_activity().id})

    def _plan_activity(self):
        """Plan the reminder, in the language of whoever must act."""
        self.ensure_one()
        user = self._get_responsible()
        deadline = self.with_context(lang=user.lang)
        return deadline.entrepreneur_id.activity_schedule(
            "cae_tiers_lieux.mail_activity_type_deadline",
            date_deadline=self.date,
            summary=dict(self._fields["kind"]._description_selection(deadline.env))[self.kind],
            note=deadline.explanation or "",
            user_id=user.id,
        )

    def _get_responsible(self):
        """Return who must act: the adviser, else a manager of the coop."""
        self.ensure_one()
        if self.adviser_id.active:
            return self.adviser_id
        group = self.env.ref("cae_tiers_lieux.group_manager")
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", self.company_id.ids),
                    ("share", "=", False),
                ],
                order="id desc",
                limit=1,
            )
            or self.env.user
        )

    def _hand_over(self):
        """Give the open reminders to the new adviser."""
        for deadline in self.filtered("activity_id"):
            responsible = deadline._get_responsible()
            if deadline.activity_id.user_id != responsible:
                deadline.activity_id.user_id = responsible
