from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage, Transition
from .cae_share_subscription_life import SIGNED

_lt = LazyTranslate(__name__)

_SCHEDULE = frozenset({"subscription_id", "date_due", "amount"})
_PROMISED = Stage(way_on=_lt("What was signed is never edited: an accountant reverses it."))


class CaeShareCall(models.Model):
    """One call of a subscription: a part of the promise that falls due on a day (R28).

    ==========  ========================================================================
    Support     writes and deletes the calls of a draft
    Accountant  the same; calls, and notes the payments that our books do not see
    Manager     the same
    Others      nothing
    ==========  ========================================================================

    Nobody edits what was signed, called or not.
    """

    _name = "cae.share.call"
    _description = "Call of a subscription"
    _inherit = ["cae.life.mixin"]
    _order = "date_due, id"
    _rec_name = "date_due"
    _life = Life(
        parent="subscription_id",
        stages={
            "draft": Stage(
                _SCHEDULE,
                delete="support",
                way_on=_lt("An accountant signs the subscription before its capital is called."),
            ),
            **dict.fromkeys(SIGNED, _PROMISED),
            "cancelled": Stage(way_on=_lt("Prepare another subscription.")),
        },
        transitions={
            "call": Transition(SIGNED, "", "accountant", frozenset({"called", "line_id"})),
            "pay": Transition(SIGNED, "", "accountant"),
            "cancel": Transition(SIGNED, writes=frozenset({"cancelled"})),
        },
    )

    subscription_id = fields.Many2one(
        comodel_name="cae.share.subscription",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True, index=True)
    member_id = fields.Many2one(related="subscription_id.member_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_due = fields.Date(string="Due on", required=True)
    amount = fields.Monetary(required=True)
    called = fields.Boolean(readonly=True, copy=False)
    cancelled = fields.Boolean(
        readonly=True, copy=False, help="The member left before it was paid: nothing is owed."
    )
    line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Called line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The journal item that the payment is matched with.",
    )
    share_move_ids = fields.One2many(
        comodel_name="cae.share.move", inverse_name="call_id", string="Payments"
    )
    paid_amount = fields.Monetary(string="Paid", compute="_compute_paid_amount")
    residual = fields.Monetary(string="Left to pay", compute="_compute_paid_amount")
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("called", "Called"),
            ("late", "Late"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        compute="_compute_paid_amount",
    )

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A call is above zero.")

    @api.depends(
        "share_move_ids.paid",
        "amount",
        "called",
        "cancelled",
        "date_due",
        "subscription_id.payment_mode",
        "subscription_id.withholding_ids.state",
    )
    def _compute_paid_amount(self):
        today = fields.Date.context_today(self)
        rows = dict(
            self.env["cae.share.move"]._read_group(
                [("call_id", "in", self.ids)], ["call_id"], ["paid:sum"]
            )
        )
        for call in self:
            call.paid_amount = rows.get(call, 0.0)
            call.residual = 0.0 if call.cancelled else call.amount - call.paid_amount
            if call.cancelled:
                call.state = "cancelled"
            elif call.currency_id.is_zero(call.residual):
                call.state = "paid"
            elif not call.called:
                call.state = "planned"
            else:
                late = call.date_due < today and not call.subscription_id._is_withheld_in_time()
                call.state = "late" if late else "called"

    # Call

    def action_call(self):
        """Call these parts now."""
        self._check_step("call")
        self._do_call()

    def _do_call(self):
        """Post what is called and not called yet, and keep the line that payments settle."""
        today = fields.Date.context_today(self)
        for call in self.filtered(lambda call: not call.called and not call.cancelled):
            subscription = call.subscription_id
            # on its own day, yet neither before the signature nor in the future
            day = min(max(call.date_due, subscription.date), max(today, subscription.date))
            entry = call._post_call(day)
            role = "member_called" if subscription.direction == "in" else "held_payable"
            account = entry and call.company_id._cae_account(role)
            line = entry.line_ids.filtered(lambda line, account=account: line.account_id == account)
            call._take_step("call", called=True, line_id=line[:1].id)

    def _post_call(self, day):
        """Post the entry that moves this part from not called to called; none between others."""
        self.ensure_one()
        subscription = self.subscription_id
        label = self.env._("%(name)s: call", name=subscription.name)
        member, organisation = subscription.member_id, subscription.organisation_id
        lines = {
            "in": [
                ("member_called", member, self.amount, self.date_due),
                ("member_uncalled", member, -self.amount, False),
                ("capital_uncalled", member, self.amount, False),
                ("capital_called", member, -self.amount, False),
            ],
            "out": [
                ("held_uncalled", organisation, self.amount, False),
                ("held_payable", organisation, -self.amount, self.date_due),
            ],
        }
        return self.company_id._cae_post_capital_entry(
            day, label, lines.get(subscription.direction, [])
        )

    # Payment

    def action_pay(self):
        """Note the payment of a call between two organisations that are not ours."""
        self._check_can_pay()
        self._do_pay()

    def _check_can_pay(self):
        self._check_step("pay")
        for call in self:
            if reason := call._get_cannot_pay_reason():
                raise UserError(reason)

    def _get_cannot_pay_reason(self):
        """Return the sentence that says why this call is not paid by hand, or False."""
        self.ensure_one()
        if self.subscription_id.direction == "between" and self.called:
            return False
        return self.env._("Match the payment in accounting: the capital ledger follows by itself.")

    def _do_pay(self):
        today = fields.Date.context_today(self)
        for call in self.filtered("residual"):
            call._add_payment(call.residual, today)

    def _add_payment(self, amount, day, kind="payment", reconcile_ref=0):
        """Add the ledger line, and the entry, of a payment of this call.

        :param reconcile_ref: id of the ``account.partial.reconcile`` that matched it, 0 if none
        """
        self.ensure_one()
        subscription = self.subscription_id
        label = self.env._("%(name)s: payment", name=subscription.name)
        lines = []
        if subscription.direction == "in":
            member = subscription.member_id
            lines = [
                ("capital_called", member, amount, False),
                ("capital_paid", member, -amount, False),
            ]
        entry = self.company_id._cae_post_capital_entry(day, label, lines)
        return self.env["cae.share.move"]._add_to_ledger(
            [
                {
                    "company_id": self.company_id.id,
                    "membership_id": subscription.membership_id.id,
                    "subscription_id": subscription.id,
                    "call_id": self.id,
                    "date": day,
                    "kind": kind,
                    "label": label,
                    "paid": amount,
                    "reconcile_ref": reconcile_ref,
                    "move_id": entry.id,
                }
            ]
        )

    # End

    def _do_cancel(self):
        """The member left: what was not paid is owed no more."""
        self._take_step("cancel", cancelled=True)
