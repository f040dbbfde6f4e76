from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....rules import capital
from ....rules.finding import Finding
from ...base.money import money
from ...base.words import day_in_words
from ..sentences import say_finding

REFUND_DAYS = 90


@dataclass(frozen=True)
class Refund:
    """What a refund of shares comes to on a day; every amount is exact and above or at zero."""

    day: date
    shares: int
    held: capital.Balance  # by the member on that day, before the refund
    subscribed: Decimal  # of these shares
    paid: Decimal  # of these shares
    amount: Decimal  # owed to the member
    loss: Decimal  # borne by the member: paid less amount
    date_due: date
    floor_problem: Finding | None  # why the capital may not go down by as much (R30)


class CaeMembership(models.Model):
    """What a membership by shares holds and owes, the documents that prove it, and its leaving.

    How a member is refunded (R30, R31) or transfers their shares: checks, ledger, books.
    """

    _inherit = "cae.membership"

    currency_id = fields.Many2one(related="company_id.currency_id")
    subscription_ids = fields.One2many(
        comodel_name="cae.share.subscription",
        inverse_name="membership_id",
        string="Subscriptions",
    )
    dues_ids = fields.One2many(comodel_name="cae.dues", inverse_name="membership_id")
    share_move_ids = fields.One2many(
        comodel_name="cae.share.move", inverse_name="membership_id", string="Capital moves"
    )
    shares = fields.Integer(compute="_compute_shares")
    subscribed_amount = fields.Monetary(string="Subscribed", compute="_compute_shares")
    paid_amount = fields.Monetary(string="Paid", compute="_compute_shares")

    @api.depends("share_move_ids")
    def _compute_shares(self):
        """Sum the ledger up to today."""
        balances = self.env["cae.share.move"]._get_balances(self, fields.Date.context_today(self))
        for membership in self:
            balance = balances[membership.id]
            membership.shares = balance.shares
            membership.subscribed_amount = float(balance.subscribed)
            membership.paid_amount = float(balance.paid)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_shares(self):
        if self.share_move_ids:
            raise UserError(
                self.env._("A membership with capital moves is never deleted: end it instead.")
            )

    def action_cae_subscribe(self):
        """Open a new subscription of this member, ready to sign."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Subscribe shares"),
            "res_model": "cae.share.subscription",
            "view_mode": "form",
            "context": {"default_membership_id": self.id},
        }

    def action_certificate(self):
        """Print the certificate of membership, with the shares held today."""
        return self.env.ref("cae_tiers_lieux.cae_membership_certificate_report").report_action(self)

    def action_view_ledger(self):
        """Open the capital moves of this membership."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_share_move_action"
        )
        return {**action, "domain": [("membership_id", "=", self.id)], "context": {}}

    @api.model
    def _remind_late_calls(self):
        """Plan one activity for each subscription by bank with a call that is late (R28)."""
        calls = self.env["cae.share.call"].search(
            [
                ("called", "=", True),
                ("cancelled", "=", False),
                ("date_due", "<", fields.Date.context_today(self)),
                ("subscription_id.state", "=", "signed"),
                ("subscription_id.payment_mode", "=", "bank"),
            ]
        )
        late = calls.filtered(lambda call: call.state == "late")
        late.subscription_id._remind_once("cae_tiers_lieux.mail_activity_type_share_call_late")

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
        dates = {
            membership: min(moves.mapped("date_due"))
            for membership, moves in unpaid.grouped("membership_id").items()
        }
        unpaid.membership_id._remind_once(
            "cae_tiers_lieux.mail_activity_type_share_refund_due", dates
        )

    # Refund

    def _refund_shares(self, day, shares, losses, leaves=False, reason=False):
        """Refund shares of this member: in the ledger, in the books, on the calls left unpaid.

        :param losses: losses of the organisation that its reserves do not cover (R31)
        :param leaves: end the membership on the day before, if no share is left
        :param reason: why the member leaves, in their own words
        :return: the line added to the ledger
        :raises UserError: more than what is held, a part of unpaid shares, or under the floor
        """
        self.ensure_one()
        refund = self._get_refund(day, shares, losses)
        self._check_can_refund(refund)
        return self._do_refund(refund, leaves, reason)

    def _get_refund(self, day, shares, losses):
        """Return the ``Refund`` of a number of shares of this member, without recording it."""
        self.ensure_one()
        moves = self.env["cae.share.move"]
        held = self._get_balance_on(day)
        subscribed, paid = self._get_part_of(held, shares)
        level, _highest = moves._get_capital(self.company_id, self.organisation_id, day)
        amount = capital.refund_value(paid, subscribed, level, money(losses, 2))
        rules = self.organisation_id._cae_capital_rules(day)[self.organisation_id.id]
        return Refund(
            day=day,
            shares=shares,
            held=held,
            subscribed=subscribed,
            paid=paid,
            amount=amount,
            loss=paid - amount,
            date_due=capital.refund_limit(day, rules.refund_years),
            floor_problem=moves._get_floor_problem(
                self.company_id, self.organisation_id, day, subscribed
            ),
        )

    def _check_can_refund(self, refund):
        if reason := self._get_cannot_refund_reason(refund):
            raise UserError(reason)

    def _get_cannot_refund_reason(self, refund):
        """Return the sentence that says why a refund cannot be recorded, or False."""
        self.ensure_one()
        if not 0 < refund.shares <= refund.held.shares:
            return self.env._(
                "%(member)s holds %(held)s shares on %(day)s: refund between 1 and %(held)s.",
                member=self.member_id.name,
                held=refund.held.shares,
                day=day_in_words(self.env, refund.day),
            )
        if refund.shares < refund.held.shares and refund.held.unpaid:
            return self.env._(
                "%(member)s has not paid all their shares: refund all of them, or have them "
                "paid first.",
                member=self.member_id.name,
            )
        return say_finding(self.env, refund.floor_problem) if refund.floor_problem else False

    def _do_refund(self, refund, leaves, reason):
        label = self.env._("Refund: %(name)s", name=self.display_name)
        entry = self.company_id._cae_post_capital_entry(
            refund.day, label, self._prepare_refund_lines(refund)
        )
        move = self.env["cae.share.move"]._add_to_ledger(
            [
                {
                    "company_id": self.company_id.id,
                    "membership_id": self.id,
                    "date": refund.day,
                    "kind": "refund",
                    "label": label,
                    "shares": -refund.shares,
                    "subscribed": -float(refund.subscribed),
                    "paid": -float(refund.paid),
                    "loss": float(refund.loss),
                    "date_due": refund.date_due,
                    "move_id": entry.id,
                }
            ]
        )
        self._cancel_unpaid_calls(entry)
        if leaves and refund.shares == refund.held.shares:
            # the last day as a member is the day before the shares go
            last = max(fields.Date.subtract(refund.day, days=1), self.date_start)
            self._do_end(last, reason or self.env._("Refunded"))
        return move

    def _prepare_refund_lines(self, refund):
        """Return the lines of the entry: what was paid is owed, what was not is cancelled."""
        paid, amount, loss = float(refund.paid), float(refund.amount), float(refund.loss)
        if self.direction == "out":
            other = self.organisation_id
            return [
                ("held_payable", other, amount, refund.date_due),
                ("loss", other, loss, False),
                ("held", other, -paid, False),
            ]
        if self.direction == "between":
            return []
        member = self.member_id
        called, uncalled = self._get_unpaid_parts(refund)
        return [
            ("capital_paid", member, paid, False),
            ("member_refund", member, -amount, refund.date_due),
            ("loss", member, -loss, False),
            ("capital_called", member, called, False),
            ("member_called", member, -called, False),
            ("capital_uncalled", member, uncalled, False),
            ("member_uncalled", member, -uncalled, False),
        ]

    def _get_unpaid_parts(self, refund):
        """Return what is subscribed and not paid on the refunded shares: (called, not called)."""
        unpaid = refund.subscribed - refund.paid
        due = sum(self._get_signed_calls().filtered("called").mapped("residual"))
        called = min(unpaid, money(due, 2))
        return float(called), float(unpaid - called)

    def _cancel_unpaid_calls(self, entry):
        """Cancel the calls that were not paid, and match their lines with the entry."""
        calls = self._get_signed_calls().filtered("residual")
        # sudo: matching follows from the refund, between lines linked by code only
        due = calls.sudo().line_id.filtered(lambda line: not line.reconciled)
        calls._do_cancel()
        cancelled = entry.sudo().line_ids.filtered(
            lambda line: line.account_id in due.account_id and line.credit and not line.reconciled
        )
        if due and cancelled:
            (due | cancelled).reconcile()

    def _get_signed_calls(self):
        signed = self.subscription_ids.filtered(lambda subscription: subscription.state == "signed")
        return signed.call_ids

    # Transfer

    def _transfer_shares(self, receiver, day, shares):
        """Transfer shares of this member to another one: in the ledger and in the books.

        :param receiver: the membership that the shares go to
        :return: the two lines added to the ledger, out and in
        :raises UserError: more than what is held, shares not paid, or another organisation
        """
        self.ensure_one()
        self._check_can_transfer(receiver, day, shares)
        return self._do_transfer(receiver, day, shares)

    def _check_can_transfer(self, receiver, day, shares):
        if reason := self._get_cannot_transfer_reason(receiver, day, shares):
            raise UserError(reason)

    def _get_cannot_transfer_reason(self, receiver, day, shares):
        """Return the sentence that says why shares cannot be transferred, or False."""
        held = self._get_balance_on(day)
        if not 0 < shares <= held.shares:
            return self.env._(
                "%(member)s holds %(held)s shares on %(day)s and cannot transfer %(shares)s: "
                "transfer at most what is held.",
                member=self.member_id.name,
                held=held.shares,
                shares=shares,
                day=day_in_words(self.env, day),
            )
        if receiver.organisation_id != self.organisation_id:
            return self.env._("Shares are transferred between members of one cooperative.")
        if held.unpaid:
            return self.env._(
                "%(member)s has not paid all their shares: have them paid before a transfer.",
                member=self.member_id.name,
            )
        return False

    def _do_transfer(self, receiver, day, shares):
        subscribed, _paid = self._get_part_of(self._get_balance_on(day), shares)
        amount = float(subscribed)
        label = self.env._(
            "Transfer from %(giver)s to %(taker)s",
            giver=self.member_id.name,
            taker=receiver.member_id.name,
        )
        lines = []
        if self.direction == "in":
            lines = [
                ("capital_paid", self.member_id, amount, False),
                ("capital_paid", receiver.member_id, -amount, False),
            ]
        entry = self.company_id._cae_post_capital_entry(day, label, lines)
        return self.env["cae.share.move"]._add_to_ledger(
            [
                {
                    "company_id": self.company_id.id,
                    "membership_id": membership.id,
                    "counterpart_id": counterpart.member_id.id,
                    "date": day,
                    "kind": kind,
                    "label": label,
                    "shares": sign * shares,
                    "subscribed": sign * amount,
                    "paid": sign * amount,
                    "move_id": entry.id,
                }
                for membership, counterpart, kind, sign in (
                    (self, receiver, "transfer_out", -1),
                    (receiver, self, "transfer_in", 1),
                )
            ]
        )

    # What is held

    def _get_balance_on(self, day):
        """Return what this member holds at the end of a day, as ``rules.capital.Balance``."""
        return self.env["cae.share.move"]._get_balances(self, day)[self.id]

    @staticmethod
    def _get_part_of(held, shares):
        """Return (subscribed, paid) of some of the shares that are held, to the cent."""
        if not held.shares or shares >= held.shares:
            return held.subscribed, held.paid
        part = Decimal(max(shares, 0)) / held.shares
        return (
            (held.subscribed * part).quantize(capital.CENT),
            (held.paid * part).quantize(capital.CENT),
        )
