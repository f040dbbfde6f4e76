from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

RENEWAL_DAYS = 30
AUDIT_DAYS = 180
REFUND_DAYS = 90


class CaeMembership(models.Model):
    """What is done each day: call what falls due, end what is over, remind in time."""

    _inherit = "cae.membership"

    def action_remind(self):
        """Open a message to the member: their membership ends soon."""
        self.ensure_one()
        template = self.env.ref("cae_tiers_lieux.cae_membership_end_mail_template")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remind the member"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
            },
        }

    @api.model
    def _cron_daily(self):
        """Run the daily work of memberships and capital; safe to run twice the same day."""
        self.env["cae.share.subscription"]._cron_call_due()
        self._end_past()
        self._remind_renewals()
        self._remind_late_calls()
        self._remind_refunds()
        self._remind_audits()

    @api.model
    def _end_past(self):
        today = fields.Date.context_today(self)
        over = self.search([("state", "=", "active"), ("date_end", "<", today)])
        over.write({"state": "ended"})

    @api.model
    def _remind_renewals(self):
        """Plan one activity for each membership that ends soon and is not continued."""
        today = fields.Date.context_today(self)
        soon = self.search(
            Domain("state", "=", "active")
            & Domain("date_end", ">=", today)
            & Domain("date_end", "<=", fields.Date.add(today, days=RENEWAL_DAYS))
        )
        summary = self.env._("Membership to renew")
        for membership in soon._without_activity(summary):
            membership.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=membership.date_end,
                summary=summary,
                user_id=membership._get_responsible(membership).id,
            )

    @api.model
    def _remind_late_calls(self):
        """Plan one activity for each subscription with a call that is late (R28)."""
        calls = self.env["cae.share.call"].search(
            [
                ("called", "=", True),
                ("cancelled", "=", False),
                ("date_due", "<", fields.Date.context_today(self)),
                ("subscription_id.state", "=", "signed"),
            ]
        )
        late = calls.filtered(lambda call: call.state == "late").subscription_id
        late = late.filtered(lambda s: s.payment_mode == "bank")
        summary = self.env._("Call of capital not paid")
        for subscription in self._cae_without_activity(late, summary):
            subscription.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                user_id=self._get_responsible(subscription).id,
            )

    @api.model
    def _remind_refunds(self):
        """Plan one activity for each leaver whose refund is due soon and not paid (R31)."""
        limit = fields.Date.add(fields.Date.context_today(self), days=REFUND_DAYS)
        refunds = self.env["cae.share.move"].search(
            [("kind", "=", "refund"), ("date_due", "<=", limit), ("move_id", "!=", False)]
        )
        # sudo: whether the debt is paid, and nothing else of the books
        unpaid = refunds.filtered(
            lambda m: m.sudo().move_id.line_ids.filtered(
                lambda x: x.account_id.reconcile and x.credit and x.amount_residual
            )
        )
        summary = self.env._("Refund of a leaver to pay (R31)")
        for membership in self._cae_without_activity(unpaid.membership_id, summary):
            dates = unpaid.filtered(lambda m, own=membership: m.membership_id == own)
            membership.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=min(dates.mapped("date_due")),
                summary=summary,
                user_id=self._get_responsible(membership).id,
            )

    @api.model
    def _remind_audits(self):
        """Plan one activity for each cooperative audit that is due soon (R33)."""
        limit = fields.Date.add(fields.Date.context_today(self), days=AUDIT_DAYS)
        audits = self.env["cae.cooperative.audit"]._get_last_audits()
        due = audits.filtered(lambda a: a.date_due and a.date_due <= limit)
        summary = self.env._("Cooperative audit to prepare (R33)")
        for audit in self._cae_without_activity(due, summary):
            audit.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=audit.date_due,
                summary=summary,
                user_id=self._get_responsible(audit).id,
            )

    @api.model
    def _get_responsible(self, record):
        """Return who is reminded: who wrote the record, else an accountant of the company."""
        author = record.create_uid
        if author.active and not author.share and author.id != SUPERUSER_ID:
            return author
        accountants = self.env.ref("cae_tiers_lieux.group_accountant").all_user_ids
        return accountants.filtered(lambda u: record.company_id in u.company_ids)[:1] or author

    def _without_activity(self, summary):
        return self._cae_without_activity(self, summary)

    @api.model
    def _cae_without_activity(self, records, summary):
        """Return the records that carry no activity of this summary yet, done or not."""
        known = (
            self.env["mail.activity"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("summary", "=", summary),
                ]
            )
        )
        return records.filtered(lambda r: r.id not in set(known.mapped("res_id")))
