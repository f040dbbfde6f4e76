from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ....rules import capital, release
from ...base.life import Life, Stage, Transition
from ...base.money import money
from ..sentences import say_finding

_lt = LazyTranslate(__name__)

#: What the member promises and when it is called, written until the signature.
TERMS = frozenset(
    {
        "membership_id",
        "company_id",
        "date",
        "shares",
        "unit_value",
        "payment_mode",
        "first_call",
        "calls",
    }
)
#: From what the withholdings on pay are planned: pays change after the signature.
WITHHELD = frozenset({"monthly_amount", "pay_expected", "month_first"})
FORM = frozenset({"signed_form", "signed_form_name"})
#: A signed subscription, whose form is still to file or filed.
SIGNED = ("signed", "filed")

LIFE = Life(
    stages={
        "draft": Stage(TERMS | WITHHELD | FORM, delete="manager"),
        "signed": Stage(
            FORM,
            by_role={"accountant": WITHHELD},
            way_on=_lt("An accountant reverses it, or refunds the member; then prepare another."),
        ),
        "filed": Stage(
            by_role={"accountant": WITHHELD},
            way_on=_lt(
                "An accountant reverses it, or refunds the member; another document is attached "
                "in its messages."
            ),
        ),
        "cancelled": Stage(way_on=_lt("Prepare another one.")),
    },
    transitions={
        "schedule": Transition(("draft",), role="support"),
        "sign": Transition(("draft",), "signed", "accountant"),
        "cancel": Transition(("draft",), "cancelled", "support"),
        "plan": Transition(("draft", *SIGNED), role="accountant"),
        "reverse": Transition(SIGNED, "cancelled", "accountant"),
    },
    filed={"signed": ("signed_form", "filed")},
    labels={"filed": _lt("Signed, its form filed")},
)


class CaeShareSubscription(models.Model):
    """How a subscription is scheduled, signed, reversed, and withheld on pay.

    Signing posts the whole promise as not called, then calls what is due that day; every payment
    that is matched in accounting adds its line to the capital ledger by itself.
    """

    _inherit = "cae.share.subscription"
    _life = LIFE

    # Schedule

    def action_schedule(self):
        """Write the calls that the terms lead to; they can be edited until the signature."""
        self._check_step("schedule")
        for subscription in self.filtered("amount"):
            subscription.call_ids.unlink()
            subscription.call_ids = subscription._prepare_call_vals()

    # Signature

    def action_sign(self):
        """Record the signed form: the promise enters the ledger and the books."""
        self._check_can_sign()
        self._do_sign()

    def _check_can_sign(self):
        self._check_step("sign")
        for subscription in self:
            if reason := subscription._get_cannot_sign_reason():
                raise UserError(reason)

    def _get_cannot_sign_reason(self):
        """Return the sentence that says why the form cannot be signed, or False."""
        self.ensure_one()
        if not self.unit_value:
            return self.env._(
                "%(organisation)s has no value of the share on that day: record it in "
                "Configuration, Value of the share.",
                organisation=self.organisation_id.name,
            )
        problems = release.schedule_problems(
            money(self.amount, 2),
            self.date,
            self._get_schedule(),
            self._get_capital_rules(),
        )
        if problems:
            return "\n".join(say_finding(self.env, problem) for problem in problems)
        if self.payment_mode == "pay" and (reason := self._get_cannot_withhold_reason()):
            return reason
        return self.membership_id.state == "draft" and (
            self.membership_id._get_cannot_activate_reason()
        )

    def _do_sign(self):
        for subscription in self:
            if not subscription.call_ids:
                subscription.call_ids = subscription._prepare_call_vals()
            if subscription.membership_id.state == "draft":
                subscription.membership_id._do_activate()
            entry = subscription._post_signature()
            self.env["cae.share.move"]._add_to_ledger(
                [{**subscription._prepare_share_move_vals(), "move_id": entry.id}]
            )
            subscription._take_step("sign")
            subscription.call_ids.filtered(
                lambda call, day=subscription.date: call.date_due <= day
            )._do_call()

    def _post_signature(self):
        """Post the whole promise as not called; each call then moves its own part."""
        self.ensure_one()
        label = self.env._("%(name)s: subscription", name=self.name)
        amount = self.amount
        lines = {
            "in": [
                ("member_uncalled", self.member_id, amount, False),
                ("capital_uncalled", self.member_id, -amount, False),
            ],
            "out": [
                ("held", self.organisation_id, amount, False),
                ("held_uncalled", self.organisation_id, -amount, False),
            ],
        }
        return self.company_id._cae_post_capital_entry(
            self.date, label, lines.get(self.direction, [])
        )

    def _prepare_share_move_vals(self):
        self.ensure_one()
        return {
            "company_id": self.company_id.id,
            "membership_id": self.membership_id.id,
            "subscription_id": self.id,
            "date": self.date,
            "kind": "subscription",
            "label": self.name,
            "shares": self.shares,
            "subscribed": self.amount,
        }

    # Cancellation and reversal

    def action_cancel(self):
        """Cancel drafts that nobody signed."""
        self._check_step("cancel")
        self._take_step("cancel")

    def action_reverse(self):
        """Undo a signed subscription of which nothing was paid: ledger and books."""
        self._check_can_reverse()
        self._do_reverse()

    def _check_can_reverse(self):
        self._check_step("reverse")
        for subscription in self:
            if reason := subscription._get_cannot_reverse_reason():
                raise UserError(reason)

    def _get_cannot_reverse_reason(self):
        """Return the sentence that says why the subscription cannot be undone, or False."""
        self.ensure_one()
        if not self.paid_amount:
            return False
        return self.env._(
            "%(name)s: only a signed subscription of which nothing was paid can be "
            "reversed. Refund the member, or undo the matching of the payments.",
            name=self.name,
        )

    def _do_reverse(self):
        for subscription in self:
            today = fields.Date.context_today(self)
            promise = subscription.share_move_ids.filtered(lambda move: move.kind == "subscription")
            promise._do_reverse()
            # sudo: the entries of its calls, linked by code only, whatever the rights on journals
            entries = subscription.call_ids.sudo().line_id.move_id
            back = entries._reverse_moves(
                [{"date": max(today, entry.date)} for entry in entries], cancel=True
            )
            back.filtered(lambda move: move.state == "draft")._post(soft=False)
            subscription._get_planned_withholdings().unlink()
            subscription._take_step("reverse")

    # Withholding on pay

    def action_plan_withholding(self):
        """Spread what is left to pay over the pays to come, under the cap (R29)."""
        self._check_can_withhold()
        self._do_plan_withholding()

    def _check_can_withhold(self):
        self._check_step("plan")
        for subscription in self:
            if reason := subscription._get_cannot_withhold_reason():
                raise UserError(reason)

    def _get_cannot_withhold_reason(self):
        """Return why nothing may be withheld on the pay of this member, or False."""
        self.ensure_one()
        if self.direction != "in":
            return self.env._(
                "Only a member of our own organisation can have shares withheld on pay."
            )
        first = self.month_first or self.date
        paid = self.member_id.id in self.member_id._cae_paid_on(self.company_id, first)
        # what is not written yet is no obstacle: only the person's pay is asked for
        amount = money(self.monthly_amount, 2) or capital.CENT
        problem = release.withholding_problem(
            amount,
            money(self.pay_expected, 2) or amount * 1000,
            self._get_capital_rules().withholding_percent,
            employee=paid,
        )
        return say_finding(self.env, problem) if problem else False

    def _get_planned_withholdings(self):
        return self.withholding_ids.filtered(lambda withholding: withholding.state == "planned")

    def _do_plan_withholding(self):
        for subscription in self:
            subscription._get_planned_withholdings().unlink()
            signed = subscription.state == "signed"
            planned = release.withholding_schedule(
                money(subscription.residual if signed else subscription.amount, 2),
                subscription.month_first or subscription.date,
                money(subscription.monthly_amount, 2),
                money(subscription.pay_expected, 2),
                subscription._get_capital_rules().withholding_percent,
            )
            if not planned:
                raise UserError(
                    self.env._(
                        "Write what is withheld each month and the monthly pay that is expected: "
                        "they set the schedule (R29)."
                    )
                )
            subscription.withholding_ids = [
                Command.create(
                    {
                        "date": part.due,
                        "amount": float(part.amount),
                        "pay": subscription.pay_expected,
                    }
                )
                for part in planned
            ]

    # Calls

    @api.model
    def _cron_call_due(self):
        """Call what falls due today, on every signed subscription."""
        today = fields.Date.context_today(self)
        calls = self.env["cae.share.call"].search(
            [
                ("subscription_id.state", "=", "signed"),
                ("called", "=", False),
                ("cancelled", "=", False),
                ("date_due", "<=", today),
            ]
        )
        calls._do_call()

    # Documents

    def action_print_form(self):
        """Print the form of subscription, in two copies (R32)."""
        return self.env.ref("cae_tiers_lieux.cae_share_subscription_report").report_action(self)

    def action_view_moves(self):
        """Open the journal entries of the subscription."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal entries"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", self.move_ids.ids)],
        }
