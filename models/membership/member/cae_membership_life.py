from odoo import fields, models
from odoo.exceptions import UserError

# what the status of associate follows from
ASSOCIATE_FACTS = {"state", "admission_body", "date_admission", "date_start", "date_end"}


class CaeMembership(models.Model):
    """How a membership begins, goes on and ends."""

    _inherit = "cae.membership"

    def write(self, vals):
        if "state" in vals:
            self.env["cae.rule.message"]._cae_require_accountant()
        res = super().write(vals)
        if self.env.context.get("cae_sync_later"):
            return res
        if ASSOCIATE_FACTS & set(vals):
            by_shares = self.filtered(lambda m: m.kind == "shares")
            self.env["cae.entrepreneur"]._cae_sync_associates(by_shares)
        return res

    def action_activate(self):
        """Put drafts in force, from their first day on."""
        self._check_can_activate()
        self._do_activate()

    def action_refuse(self):
        """Note that the membership was refused or withdrawn before it began."""
        self.filtered(lambda m: m.state == "draft").state = "cancelled"

    def action_end(self):
        """End memberships on their last day, today when none is written."""
        self._check_can_end()
        self._do_end()

    def action_renew(self):
        """Extend dues by the length they last ran for, as a new membership in force."""
        for membership in self:
            if not membership.date_end or membership.kind != "dues":
                raise UserError(
                    self.env._(
                        "%(name)s has no last day: it goes on without being renewed.",
                        name=membership.display_name,
                    )
                )
        return self._do_renew()._cae_open()

    def action_open_pair(self):
        """Open the cross-membership page of the two parties."""
        self.ensure_one()
        return self.env["cae.membership.pair"]._cae_open(self.organisation_id, self.member_id)

    def _check_can_activate(self):
        for membership in self:
            if reason := membership._get_cannot_activate_reason():
                raise UserError(reason)

    def _get_cannot_activate_reason(self):
        """Return the sentence that says why the membership cannot be in force, or False."""
        self.ensure_one()
        name = self.display_name
        if self.state != "draft":
            return self.env._("%(name)s is not a draft any more.", name=name)
        if self.kind == "shares" and not (self.admission_body and self.date_admission):
            return self.env._(
                "%(name)s: write which body admitted the member, and on which day (R14).",
                name=name,
            )
        colleges = self.env["cae.college"].search_count(
            [("organisation_id", "=", self.organisation_id.id)], limit=1
        )
        if colleges and not self.college_id:
            return self.env._(
                "%(name)s: choose the college, %(organisation)s votes by colleges.",
                name=name,
                organisation=self.organisation_id.name,
            )
        return False

    def _do_activate(self):
        today = fields.Date.context_today(self)
        last = self._get_last_numbers()
        for membership in self.with_context(cae_sync_later=True):
            key = (membership.company_id.id, membership.organisation_id.id)
            start = membership.date_start or membership.date_admission or today
            number = membership.number
            if not number:
                last[key] = last.get(key, 0) + 1
                number = f"{last[key]:04}"
            membership.write({"state": "active", "date_start": start, "number": number})
        self.env["cae.entrepreneur"]._cae_sync_associates(self)

    def _get_last_numbers(self):
        """Return the last number of the register of each (company, organisation)."""
        numbered = self.sudo().search_fetch(
            [
                ("company_id", "in", self.company_id.ids),
                ("organisation_id", "in", self.organisation_id.ids),
                ("number", "!=", False),
            ],
            ["company_id", "organisation_id", "number"],
        )
        last = {}
        for membership in numbered.filtered(lambda m: m.number.isdigit()):
            key = (membership.company_id.id, membership.organisation_id.id)
            last[key] = max(last.get(key, 0), int(membership.number))
        return last

    def _check_can_end(self):
        today = fields.Date.context_today(self)
        holders = self.filtered(lambda m: m.state == "active" and m.kind == "shares")
        balances = self.env["cae.share.move"]._get_balances(holders, today)
        for membership in holders:
            if balances[membership.id].shares > 0:
                raise UserError(
                    self.env._(
                        "%(name)s still holds %(count)s shares: refund or transfer them first.",
                        name=membership.display_name,
                        count=balances[membership.id].shares,
                    )
                )

    def _do_end(self, day=None):
        day = day or fields.Date.context_today(self)
        for membership in self.filtered(lambda m: m.state == "active"):
            end = max(min(membership.date_end or day, day), membership.date_start)
            membership.write({"state": "ended", "date_end": end})

    def _do_renew(self):
        renewed = self.browse()
        for membership in self:
            start = fields.Date.add(membership.date_end, days=1)
            length = membership.date_end - membership.date_start
            end = (
                fields.Date.subtract(fields.Date.add(start, years=1), days=1)
                if 360 <= length.days <= 366
                else start + length
            )
            renewed |= membership.copy(
                {"date_start": start, "date_end": end, "date_admission": membership.date_admission}
            )
        renewed._do_activate()
        return renewed

    def _cae_open(self):
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Memberships"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("id", "in", self.ids)],
        }
        return {**action, "view_mode": "form", "res_id": self.id} if len(self) == 1 else action
