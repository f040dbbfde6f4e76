from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.base.words import day_in_words
from ...rules import capital


class CaeShareRefund(models.TransientModel):
    """Refund shares of a member, all of them when they leave (R30, R31)."""

    _name = "cae.share.refund"
    _description = "Refund of shares"
    _inherit = ["cae.rule.message"]

    membership_id = fields.Many2one(
        comodel_name="cae.membership", required=True, domain="[('kind', '=', 'shares')]"
    )
    company_id = fields.Many2one(related="membership_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    held = fields.Integer(string="Shares held", compute="_compute_held")
    shares = fields.Integer(
        string="Shares to refund", compute="_compute_shares", store=True, readonly=False
    )
    leaves = fields.Boolean(
        string="Leaves the organisation", default=True, help="Ends the membership on that day."
    )
    reason = fields.Char()
    nominal = fields.Monetary(string="Subscribed capital", compute="_compute_amounts")
    paid = fields.Monetary(string="Of which paid", compute="_compute_amounts")
    carried_losses = fields.Monetary(
        string="Losses of the organisation",
        compute="_compute_carried_losses",
        store=True,
        readonly=False,
        help="Losses not covered by reserves, at the last year recorded.",
    )
    loss = fields.Monetary(string="Part of the losses", compute="_compute_amounts")
    amount = fields.Monetary(string="To refund", compute="_compute_amounts")
    date_due = fields.Date(string="Refund by", compute="_compute_amounts")
    problem = fields.Char(compute="_compute_amounts")

    @api.depends("membership_id", "date")
    def _compute_held(self):
        for wizard in self:
            wizard.held = wizard._get_balance().shares

    @api.depends("held", "leaves")
    def _compute_shares(self):
        for wizard in self:
            wizard.shares = wizard.held if wizard.leaves else min(wizard.shares, wizard.held)

    @api.depends("membership_id", "date")
    def _compute_carried_losses(self):
        for wizard in self:
            wizard.carried_losses = (
                self.env["cae.loss.year"]
                .search(
                    [
                        ("company_id", "=", wizard.company_id.id),
                        ("organisation_id", "=", wizard.membership_id.organisation_id.id),
                        ("date_end", "<=", wizard.date),
                    ],
                    order="date_end desc",
                    limit=1,
                )
                .carried
            )

    @api.depends("shares", "carried_losses", "date", "membership_id")
    def _compute_amounts(self):
        moves = self.env["cae.share.move"]
        for wizard in self:
            subscribed, paid = wizard._get_parts()
            organisation = wizard.membership_id.organisation_id
            level, _highest = moves._get_capital(wizard.company_id, organisation, wizard.date)
            losses = Decimal(str(round(wizard.carried_losses, 2)))
            value = capital.refund_value(paid, subscribed, level, losses)
            wizard.nominal = float(subscribed)
            wizard.paid = float(paid)
            wizard.amount = float(value)
            wizard.loss = float(paid - value)
            years = wizard._get_rules().refund_years
            wizard.date_due = wizard.date and capital.refund_limit(wizard.date, years)
            problem = moves._get_floor_problem(
                wizard.company_id, organisation, wizard.date, subscribed
            )
            wizard.problem = problem and self._cae_problem_message(problem)

    def action_refund(self):
        """Record the refund in the ledger and the debt in the books; end the membership."""
        self.ensure_one()
        self._check_can_refund()
        self._do_refund()
        return {"type": "ir.actions.act_window_close"}

    def _check_can_refund(self):
        if not 0 < self.shares <= self.held:
            raise UserError(
                self.env._(
                    "%(member)s holds %(held)s shares on %(day)s: refund between 1 and %(held)s.",
                    member=self.membership_id.member_id.name,
                    held=self.held,
                    day=day_in_words(self.env, self.date),
                )
            )
        if self.shares < self.held and self._get_balance().unpaid:
            raise UserError(
                self.env._(
                    "%(member)s has not paid all their shares: refund all of them, or have them "
                    "paid first.",
                    member=self.membership_id.member_id.name,
                )
            )
        if self.problem:
            raise UserError(self.problem)

    def _do_refund(self):
        membership = self.membership_id
        subscribed, _paid = self._get_parts()
        label = self.env._("Refund: %(name)s", name=membership.display_name)
        entry = self.company_id._cae_post_capital_entry(self.date, label, self._prepare_lines())
        move = self.env["cae.share.move"].create(
            {
                "company_id": self.company_id.id,
                "membership_id": membership.id,
                "date": self.date,
                "kind": "refund",
                "label": label,
                "shares": -self.shares,
                "subscribed": -float(subscribed),
                "paid": -self.paid,
                "loss": self.loss,
                "date_due": self.date_due,
                "move_id": entry.id,
            }
        )
        self._cancel_calls(entry)
        if self.leaves and self.shares == self.held:
            # the last day as a member is the day before the shares go
            last = max(fields.Date.subtract(self.date, days=1), membership.date_start)
            membership.exit_reason = self.reason or self.env._("Refunded")
            membership._do_end(last)
        return move

    def _cancel_calls(self, entry):
        """Nothing is owed any more on calls that were not paid: match them with the entry."""
        calls = self._get_calls().filtered(lambda c: c.residual)
        lines = calls.line_id.filtered(lambda line: not line.reconciled)
        calls.write({"cancelled": True})
        cancelled = entry.line_ids.filtered(
            lambda x: x.account_id in lines.account_id and x.credit and not x.reconciled
        )
        if lines and cancelled:
            (lines | cancelled).sudo().reconcile()

    def _prepare_lines(self):
        """Return the lines of the entry: what was paid is owed, what was not is cancelled."""
        membership = self.membership_id
        if membership.direction == "out":
            other = membership.organisation_id
            return [
                ("held_payable", other, self.amount, self.date_due),
                ("loss", other, self.loss, False),
                ("held", other, -self.paid, False),
            ]
        if membership.direction == "between":
            return []
        member = membership.member_id
        called, uncalled = self._get_unpaid()
        return [
            ("capital_paid", member, self.paid, False),
            ("member_refund", member, -self.amount, self.date_due),
            ("loss", member, -self.loss, False),
            ("capital_called", member, called, False),
            ("member_called", member, -called, False),
            ("capital_uncalled", member, uncalled, False),
            ("member_uncalled", member, -uncalled, False),
        ]

    def _get_unpaid(self):
        """Return what is subscribed and not paid on these shares: (called, not called)."""
        unpaid = self.nominal - self.paid
        calls = self._get_calls().filtered("called")
        called = min(unpaid, sum(calls.mapped("residual")))
        return called, unpaid - called

    def _get_calls(self):
        return self.env["cae.share.call"].search(
            [
                ("subscription_id.membership_id", "=", self.membership_id.id),
                ("subscription_id.state", "=", "signed"),
            ]
        )

    def _get_balance(self):
        self.ensure_one()
        if not self.membership_id:
            return capital.Balance()
        balances = self.env["cae.share.move"]._get_balances(self.membership_id, self.date)
        return balances[self.membership_id.id]

    def _get_parts(self):
        """Return (subscribed, paid) of the shares to refund, as decimals."""
        self.ensure_one()
        balance = self._get_balance()
        if not balance.shares or self.shares >= balance.shares:
            return balance.subscribed, balance.paid
        part = Decimal(max(self.shares, 0)) / balance.shares
        return (
            (balance.subscribed * part).quantize(capital.CENT),
            (balance.paid * part).quantize(capital.CENT),
        )

    def _get_rules(self):
        self.ensure_one()
        organisation = self.membership_id.organisation_id
        day = self.date or fields.Date.context_today(self)
        return organisation._cae_capital_rules(day).get(
            organisation.id, self.env["cae.legal.form.version"]._get_rules()
        )
