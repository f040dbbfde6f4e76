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
        deadlines = self.sudo().search(
            [("alerts", "!=", False), ("entrepreneur_id", "in", people.ids)]
        )
        responsibles = deadlines._get_responsibles()
        for deadline in deadlines:
            left = (deadline.date - today).days
            reached = [days for days in deadline._get_alert_days() if left <= days]
            if not reached:
                continue
            alert = reached[-1]
            if deadline.alert_done != -1 and alert >= deadline.alert_done:
                continue
            deadline._close_activity()
            activity = deadline._plan_activity(responsibles[deadline])
            deadline.write({"alert_done": alert, "activity_id": activity.id})

    def _plan_activity(self, user):
        """Plan the reminder, in the language of whoever must act."""
        self.ensure_one()
        deadline = self.with_context(lang=user.lang)
        return deadline.entrepreneur_id.activity_schedule(
            "cae_tiers_lieux.mail_activity_type_deadline",
            date_deadline=self.date,
            summary=dict(self._fields["kind"]._description_selection(deadline.env))[self.kind],
            note=deadline.explanation or "",
            user_id=user.id,
        )

    def _get_responsibles(self):
        """Return {deadline: who must act}: the adviser, else a manager of the coop."""
        alone = self.filtered(lambda deadline: not deadline.adviser_id.active)
        managers = self.env["res.users"]
        if alone:
            group = self.env.ref("cae_tiers_lieux.group_manager")
            managers = managers.sudo().search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", alone.company_id.ids),
                    ("share", "=", False),
                ],
                order="id desc",
            )
        by_company = {}
        for manager in managers:
            for company in manager.company_ids:
                by_company.setdefault(company, manager)
        return {
            deadline: deadline.adviser_id
            if deadline.adviser_id.active
            else by_company.get(deadline.company_id, self.env.user)
            for deadline in self
        }

    def _hand_over(self):
        """Give the open reminders to the new adviser."""
        reminded = self.filtered("activity_id")
        responsibles = reminded._get_responsibles()
        for deadline in reminded:
            responsible = responsibles[deadline]
            if deadline.activity_id.user_id != responsible:
                deadline.activity_id.user_id = responsible
