from odoo import models


class CaeAuthorReminderMixin(models.AbstractModel):
    """Whoever wrote a record is reminded of it while they work here, else an accountant."""

    _name = "cae.author.reminder.mixin"
    _description = "Reminders to whoever wrote a record"
    _inherit = ["cae.reminder.mixin"]
    _reminded_group = "cae_tiers_lieux.group_accountant"

    def _get_own_responsible(self):
        """Return the author; the robot is no active user, so that it is never reminded."""
        return self.create_uid

    def _remind_once(self, activity_type, dates=None):
        """Plan one activity on each record that had none of this type yet, done or not.

        :param activity_type: external id; the summary is its name, in the language of its reader
        :param dates: ``{record: day}`` by which to act, today for a record that is not there
        """
        kind = self.env.ref(activity_type)
        todo = self._without_reminder(activity_type)
        users = todo._get_reminded_users()
        for record in todo:
            record.activity_schedule(
                activity_type,
                date_deadline=(dates or {}).get(record),
                summary=kind.with_context(lang=users[record].lang).name,
                user_id=users[record].id,
            )
