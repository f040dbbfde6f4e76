from odoo import models


class CaeReminderMixin(models.AbstractModel):
    """One way to know who is reminded of a record, and to remind them once.

    In this order: the person that the record itself names (``_get_own_responsible``, an adviser
    for instance), while they work here; else somebody of the coop who holds the group
    ``_reminded_group``; else a manager of the coop; else who runs the job.
    """

    _name = "cae.reminder.mixin"
    _description = "Reminders of a record"
    _reminded_group = "cae_tiers_lieux.group_manager"

    def _get_own_responsible(self):
        """Return the user this record names, or none: houses override it."""
        return self.env["res.users"]

    def _get_reminded_users(self):
        """Return ``{record: user}``, with one search of users for all of them."""
        own = {record: record._get_own_responsible() for record in self}
        found = {record: user for record, user in own.items() if user.active and not user.share}
        alone = self.browse([record.id for record in self if record not in found])
        for group in dict.fromkeys((self._reminded_group, "cae_tiers_lieux.group_manager")):
            if alone:
                by_company = alone._get_users_of_group(group)
                found |= {r: by_company[r.company_id] for r in alone if r.company_id in by_company}
                alone = self.browse([record.id for record in self if record not in found])
        return {record: found.get(record, self.env.user) for record in self}

    def _get_users_of_group(self, group):
        """Return ``{company: user}``: somebody who holds the group in each company."""
        # sudo: whom to remind; a user of another company reads nothing of it
        users = self.env["res.users"].sudo()
        by_company = {}
        for user in users.search(
            [
                ("all_group_ids", "in", self.env.ref(group).ids),
                ("company_ids", "in", self.company_id.ids),
                ("share", "=", False),
            ],
            order="id desc",
        ):
            for company in user.company_ids:
                by_company.setdefault(company, user)
        return by_company

    def _without_reminder(self, activity_type):
        """Return those of these records that had no reminder of this type yet, done or not.

        :param activity_type: external id of a ``mail.activity.type``, never a text: a text
            changes with the language of its reader.
        """
        known = (
            self.env["mail.activity"]
            .sudo()  # sudo: whether a reminder was given, whoever got it
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("activity_type_id", "=", self.env.ref(activity_type).id),
                ]
            )
        )
        return self.filtered(lambda record: record.id not in set(known.mapped("res_id")))
