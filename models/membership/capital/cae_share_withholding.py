from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ....rules import release
from ...base.life import Life, Stage, Transition
from ...base.money import money
from ...base.words import amount_in_words
from ..sentences import say_finding

_lt = LazyTranslate(__name__)

_PLAN = frozenset({"date", "pay", "amount"})


class CaeShareWithholding(models.Model):
    """A part of a pay that goes to the shares of the person, under the cap of R29.

    ==========  ======================================================
    Support     reads
    Accountant  plans, edits, deletes what is not withheld; withholds
    Manager     the same
    Others      nothing
    ==========  ======================================================
    """

    _name = "cae.share.withholding"
    _description = "Withholding for shares"
    _inherit = ["cae.life.mixin"]
    _order = "date, id"
    _rec_name = "date"
    _life = Life(
        stages={
            "planned": Stage(_PLAN, entered=_PLAN | {"subscription_id"}, delete="accountant"),
            "done": Stage(
                way_on=_lt(
                    "Have its matching undone in accounting, then plan the rest on later pays."
                )
            ),
        },
        transitions={
            "withhold": Transition(("planned",), "done", "accountant", frozenset({"move_id"}))
        },
    )

    subscription_id = fields.Many2one(
        comodel_name="cae.share.subscription",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="subscription_id.company_id", store=True, index=True)
    member_id = fields.Many2one(related="subscription_id.member_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Pay of", required=True, index=True, help="Last day of the month.")
    pay = fields.Monetary(string="Pay due", required=True)
    amount = fields.Monetary(required=True)
    cap = fields.Monetary(string="At most", compute="_compute_cap")
    state = fields.Selection(
        selection=[("planned", "Planned"), ("done", "Withheld")],
        required=True,
        default="planned",
        readonly=True,
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Journal entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A withholding is above zero.")
    _one_per_pay = models.Constraint(
        "UNIQUE (subscription_id, date)", "A pay is withheld once for a subscription."
    )

    @api.depends("pay", "date", "subscription_id.organisation_id")
    def _compute_cap(self):
        for withholding in self:
            withholding.cap = float(
                release.withholding_cap(money(withholding.pay, 2), withholding._get_percent())
            )

    @api.constrains("amount", "pay", "date", "member_id")
    def _check_cap(self):
        """Under the cap, all withholdings of the person on the same pay together (R29)."""
        rows = self._read_group(
            [("member_id", "in", self.member_id.ids), ("date", "in", self.mapped("date"))],
            ["company_id", "member_id", "date:day"],
            ["amount:sum"],
        )
        totals = {(c.id, m.id, fields.Date.to_date(d)): total for c, m, d, total in rows}
        for withholding in self:
            key = (withholding.company_id.id, withholding.member_id.id, withholding.date)
            problem = release.withholding_problem(
                money(totals[key], 2),
                money(withholding.pay, 2),
                withholding._get_percent(),
                employee=True,
            )
            if problem:
                raise ValidationError(say_finding(self.env, problem))

    def action_withhold(self):
        """Post the withholdings and match them with what was called."""
        self._check_can_withhold()
        self._do_withhold()

    def _check_can_withhold(self):
        self._check_step("withhold")
        for withholding in self:
            if reason := withholding._get_cannot_withhold_reason():
                raise UserError(reason)

    def _get_cannot_withhold_reason(self):
        """Return the sentence that says why this pay is not withheld now, or False."""
        self.ensure_one()
        subscription = self.subscription_id
        if subscription.state != "signed":
            return self.env._("%(name)s is not signed.", name=subscription.name)
        if self.member_id.id not in self.member_id._cae_paid_on(self.company_id, self.date):
            problem = release.withholding_problem(
                money(self.amount), money(self.pay), self._get_percent(), employee=False
            )
            return say_finding(self.env, problem)
        called = sum(subscription.call_ids.filtered("called").mapped("residual"))
        if self.currency_id.compare_amounts(self.amount, called) > 0:
            return self.env._(
                "%(name)s: %(amount)s is to be withheld and only %(called)s is called and unpaid. "
                "Call the rest, or lower the withholding.",
                name=subscription.name,
                amount=amount_in_words(self.env, self.amount),
                called=amount_in_words(self.env, called),
            )
        return False

    def _do_withhold(self):
        """Post what is withheld; matched with the calls, it enters the ledger as a payment."""
        for withholding in self:
            member = withholding.member_id
            label = self.env._("%(name)s: withheld on pay", name=withholding.subscription_id.name)
            entry = withholding.company_id._cae_post_capital_entry(
                withholding.date,
                label,
                [
                    ("withholding", member, withholding.amount, False),
                    ("member_called", member, -withholding.amount, False),
                ],
            )
            withholding._take_step("withhold", move_id=entry.id)
            called = withholding.subscription_id.call_ids.filtered("called").sorted("date_due")
            # sudo: matching follows from the withholding, between lines linked by code only
            lines = called.sudo().line_id.filtered(lambda line: not line.reconciled)
            (lines | entry.sudo().line_ids.filtered(lambda line: line.credit)).reconcile()

    def _get_percent(self):
        """Return the part of a pay that may be withheld on the day of this one, in percent."""
        self.ensure_one()
        return self.subscription_id._get_capital_rules(self.date).withholding_percent
