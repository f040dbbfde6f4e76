"""The life of a convention: put in force, its versions, its notice, its end."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CaeConvention(models.Model):
    _inherit = "cae.convention"

    # Actions

    def action_start(self):
        """Put drafts in force: from their first day on, uses are rated by them."""
        self._check_can_start()
        self._do_start()

    def action_end(self):
        """End conventions today, or on their last day when it is past."""
        self._check_can_end()
        self._do_end()

    def action_give_notice(self):
        """End conventions once their notice has run, from today."""
        self._check_can_give_notice()
        self._do_give_notice()

    def action_cancel(self):
        """Cancel drafts that nobody signed."""
        self._check_can_cancel()
        self._do_cancel()

    def action_new_version(self):
        """Copy the convention as the draft of its next version."""
        self.ensure_one()
        self._check_can_make_new_version()
        return self._do_new_version()._get_records_action()

    # Checks

    def _check_can_start(self):
        self._check_step("start")
        for convention in self:
            if reason := convention._get_cannot_start_reason():
                raise UserError(reason)

    def _check_can_end(self):
        self._check_step("end")

    def _check_can_give_notice(self):
        self._check_step("give_notice")
        for convention in self.filtered("date_end"):
            raise UserError(
                self.env._(
                    "%(name)s has a last day already: it ends by itself.",
                    name=convention.display_name,
                )
            )

    def _check_can_cancel(self):
        self._check_step("cancel")

    def _check_can_make_new_version(self):
        """Refuse a version of what was never in force: a draft is changed instead."""
        if not self._cae_has_role("manager"):
            raise AccessError(self._get_role_message("manager"))
        for convention in self - self.filtered_domain(self._domain_signed()):
            raise UserError(
                self.env._(
                    "%(name)s was never in force: change it, or prepare another one.",
                    name=convention.display_name,
                )
            )

    def _get_cannot_start_reason(self):
        """Return the sentence that says why the convention cannot be in force, or False."""
        self.ensure_one()
        return self._get_incomplete_reason() or self._get_unsigned_reason()

    def _get_incomplete_reason(self):
        """Return the sentence that says what a convention lacks to be agreed on, or False."""
        self.ensure_one()
        name = self.display_name
        if not self.coop_ids:
            return self.env._("%(name)s names no CAE: choose who signs it.", name=name)
        if not self.rule_ids:
            return self.env._("%(name)s has no condition: add at least one.", name=name)
        if not self.host_id.cae_space_ids:
            return self.env._(
                "%(host)s runs no space: link its space to it first.", host=self.host_id.name
            )
        return False

    def _get_unsigned_reason(self):
        """Return why too few parties signed, or False; without any line, all signed one paper."""
        self.ensure_one()
        if not self.signature_ids:
            return False
        if self.host_id not in self.signature_ids.partner_id:
            return self.env._(
                "%(host)s did not sign %(name)s: note its signature first.",
                host=self.host_id.name,
                name=self.display_name,
            )
        if not self._get_signed_coops():
            return self.env._(
                "No CAE signed %(name)s: note the signature of one at least.",
                name=self.display_name,
            )
        return False

    # Steps

    def _do_start(self):
        today = fields.Date.context_today(self)
        # those that replace no version start together: a programme puts hundreds in force at once
        first = self.filtered(lambda convention: not convention.origin_id)
        for signed, together in first.grouped(lambda c: c.date_signed or today).items():
            together._take_step("start", date_signed=signed, date_in_force=today)
        for convention in (self - first).sorted("date_start"):
            convention._end_former_version()
            convention._take_step(
                "start", date_signed=convention.date_signed or today, date_in_force=today
            )
        self.origin_id._close_needless_reminders(followed=True)
        self._tell_proposer("accepted")

    def _end_former_version(self):
        """End the version that this one replaces on the day before, in the same act.

        :raises UserError: the former one begins later, or a use of a later day is billed by it
        """
        self.ensure_one()
        former = self.origin_id
        if former.state != "running" or not former._holding_between(self.date_start, None):
            return
        last = fields.Date.subtract(self.date_start, days=1)
        if last < former.date_start:
            raise UserError(
                self.env._(
                    "%(new)s begins on the first day of the version that it replaces, or before: "
                    "choose a later first day.",
                    new=self.display_name,
                )
            )
        former._permit("date_end").write({"date_end": last})

    def _do_end(self):
        today = fields.Date.context_today(self)
        for convention in self:
            last = max(today, convention.date_start)  # one that is still to begin lasts a day
            if convention.date_end:
                last = min(last, convention.date_end)
            convention._take_step("end", date_end=last)
        self._close_reminders()

    def _do_give_notice(self):
        for convention in self:
            convention._take_step("give_notice", date_end=convention._get_last_day_of_notice())
        self._close_needless_reminders()

    def _do_cancel(self):
        self._take_step("cancel")
        self._tell_proposer("cancelled")
        self._tell_waiting()

    def _do_new_version(self):
        """Copy the convention as the draft of its next version.

        It begins the day after the former one ends, or next month where that one has no end.
        """
        if self.date_end:
            start = fields.Date.add(self.date_end, days=1)
        else:
            today = fields.Date.context_today(self)
            start = max(
                fields.Date.add(today, months=1).replace(day=1),
                fields.Date.add(self.date_start, days=1),
            )
        permitted = self.with_context(
            **self._permit_create("name", "origin_id", "version").env.context
        )
        return permitted.copy(
            {
                "name": self.name,
                "origin_id": self.id,
                "version": self.version + 1,
                "date_start": start,
                "date_end": False,
            }
        )
