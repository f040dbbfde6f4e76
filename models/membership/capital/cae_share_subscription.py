from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from ....rules import capital, release
from ...base.money import money
from ...base.payload import file_problem
from ...base.words import amount_in_words, day_in_words


class CaeShareSubscription(models.Model):
    """What a member promised: a number of shares, when they are called and how they are paid.

    This file holds the terms and where they stand; ``cae_share_subscription_life`` what is done.

    ==========  ===================================================================
    Support     prepares, edits and cancels a draft; files the signed form, once
    Accountant  the same, signs, calls, withholds, reverses; plans the withholdings
                of a signed one
    Manager     the same, and deletes a draft
    Others      nothing
    ==========  ===================================================================
    """

    _name = "cae.share.subscription"
    _description = "Subscription of shares"
    _inherit = [
        "cae.life.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "cae.author.reminder.mixin",
    ]
    _check_company_auto = True
    _order = "date desc, id desc"

    name = fields.Char(default=lambda self: self.env._("New"), readonly=True, copy=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    membership_id = fields.Many2one(
        comodel_name="cae.membership",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('kind', '=', 'shares'), ('state', 'in', ('draft', 'active'))]",
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_parties",
        store=True,
        index=True,
        ondelete="restrict",
    )
    member_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_parties",
        store=True,
        index=True,
        ondelete="restrict",
    )
    direction = fields.Selection(related="membership_id.direction")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("signed", "Signed"), ("cancelled", "Cancelled")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    date = fields.Date(
        string="Signed on", required=True, default=fields.Date.context_today, tracking=True
    )
    # what
    shares = fields.Integer(required=True, default=1, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_value = fields.Monetary(
        string="Value of one share", compute="_compute_unit_value", store=True, readonly=False
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    # how it is paid
    payment_mode = fields.Selection(
        selection=[("bank", "By bank"), ("pay", "Withheld on pay")],
        required=True,
        default="bank",
        tracking=True,
    )
    first_call = fields.Monetary(
        string="Called at the subscription",
        compute="_compute_first_call",
        store=True,
        readonly=False,
    )
    calls = fields.Integer(
        string="Later calls", help="Number of calls of the rest, spread up to the legal delay."
    )
    call_ids = fields.One2many(
        comodel_name="cae.share.call", inverse_name="subscription_id", string="Calls"
    )
    withholding_ids = fields.One2many(
        comodel_name="cae.share.withholding",
        inverse_name="subscription_id",
        string="Withholdings",
    )
    monthly_amount = fields.Monetary(string="Withheld each month")
    pay_expected = fields.Monetary(string="Monthly pay expected")
    month_first = fields.Date(string="First pay")
    signed_form = fields.Binary(attachment=True, copy=False)
    signed_form_name = fields.Char(copy=False)
    # where it stands
    paid_amount = fields.Monetary(string="Paid", compute="_compute_paid_amount")
    residual = fields.Monetary(string="Left to pay", compute="_compute_paid_amount")
    payment_state = fields.Selection(
        selection=[
            ("none", "Nothing called"),
            ("to_pay", "To pay"),
            ("late", "Late"),
            ("partial", "Partly paid"),
            ("paid", "Paid"),
        ],
        compute="_compute_paid_amount",
        search="_search_payment_state",
    )
    warning = fields.Text(compute="_compute_warning")
    share_move_ids = fields.One2many(
        comodel_name="cae.share.move", inverse_name="subscription_id", string="Capital moves"
    )
    move_ids = fields.Many2many(
        comodel_name="account.move", compute="_compute_move_ids", string="Journal entries"
    )

    _shares_positive = models.Constraint("CHECK (shares > 0)", "Subscribe at least one share.")

    # Computes

    @api.depends("membership_id.member_id", "membership_id.organisation_id")
    def _compute_parties(self):
        """Copy who promises to whom; what is signed keeps them, whatever becomes of them."""
        for subscription in self:
            if subscription.state == "draft" or not subscription.member_id:
                subscription.member_id = subscription.membership_id.member_id
                subscription.organisation_id = subscription.membership_id.organisation_id

    @api.depends("membership_id", "date")
    def _compute_unit_value(self):
        values = self.env["cae.share.value"]
        for subscription in self.filtered(lambda s: s.state == "draft"):
            subscription.unit_value = subscription.membership_id and values._get_value(
                subscription.company_id, subscription.organisation_id, subscription.date
            )

    @api.depends("shares", "unit_value")
    def _compute_amount(self):
        for subscription in self:
            subscription.amount = subscription.shares * subscription.unit_value

    @api.depends("amount", "organisation_id", "date")
    def _compute_first_call(self):
        for subscription in self.filtered(lambda s: s.state == "draft"):
            rules = subscription._get_capital_rules()
            subscription.first_call = float(
                capital.first_call_minimum(money(subscription.amount, 2), rules.first_call_percent)
            )

    @api.depends(
        "call_ids.paid_amount",
        "call_ids.state",
        "amount",
        "payment_mode",
        "state",
        "withholding_ids.state",
        "withholding_ids.date",
    )
    def _compute_paid_amount(self):
        for subscription in self:
            calls = subscription.call_ids
            paid = sum(calls.mapped("paid_amount"))
            subscription.paid_amount = paid
            subscription.residual = sum(calls.mapped("residual"))
            if subscription.state != "signed":
                state = "none"
            elif subscription.currency_id.is_zero(subscription.residual):
                state = "paid"
            elif "late" in calls.mapped("state"):
                state = "late"
            else:
                state = "partial" if paid else "to_pay"
            subscription.payment_state = state

    def _search_payment_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        signed = self.search(
            [("state", "=", "signed"), ("company_id", "in", self.env.companies.ids)]
        )
        signed.call_ids.fetch(["paid_amount"])
        ids = signed.filtered(lambda s: s.payment_state in value).ids
        domain = [("id", "in", ids)]
        return ["|", *domain, ("state", "!=", "signed")] if "none" in value else domain

    @api.depends("call_ids", "payment_mode", "organisation_id", "date", "state")
    def _compute_warning(self):
        for subscription in self:
            subscription.warning = "\n".join(subscription._get_warnings())

    @api.depends("share_move_ids.move_id", "call_ids.line_id")
    def _compute_move_ids(self):
        for subscription in self:
            subscription.move_ids = (
                subscription.share_move_ids.move_id | subscription.call_ids.line_id.move_id
            )

    @api.constrains("signed_form")
    def _check_signed_form(self):
        for subscription in self.filtered("signed_form"):
            if problem := file_problem(self.env, subscription.signed_form):
                raise ValidationError(problem)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        numbered = []
        for vals in vals_list:
            company = vals.get("company_id") or self.env.company.id
            sequence = self.env["ir.sequence"].with_company(company)
            name = sequence.next_by_code(self._name, sequence_date=vals.get("date"))
            numbered.append({**vals, "name": name})
        return super(CaeShareSubscription, self._permit_create("name")).create(numbered)

    # Terms

    def _get_capital_rules(self, day=None):
        """Return the limits that the legal form sets on a day, that of the signature if none."""
        self.ensure_one()
        day = day or self.date or fields.Date.context_today(self)
        organisation = self.organisation_id
        rules = organisation._cae_capital_rules(day)
        return rules.get(organisation.id) or capital.CapitalRules()

    def _get_schedule(self):
        """Return the calls that stand on the form, else those the terms lead to."""
        self.ensure_one()
        if self.call_ids:
            return [release.Call(call.date_due, money(call.amount, 2)) for call in self.call_ids]
        return release.release_schedule(
            money(self.amount, 2),
            self.date,
            money(self.first_call, 2),
            calls=max(self.calls, int(self.first_call < self.amount)),
            years=self._get_capital_rules().release_years,
        )

    def _prepare_call_vals(self):
        """Return the commands that write the schedule on the form."""
        self.ensure_one()
        return [
            Command.create({"date_due": call.due, "amount": float(call.amount)})
            for call in self._get_schedule()
        ]

    # Where it stands

    def _get_warnings(self):
        """Return the sentences that warn without blocking."""
        self.ensure_one()
        rules = self._get_capital_rules()
        sentences = []
        if self.payment_mode == "pay" and not rules.release_years:
            sentences.append(
                self.env._(
                    "This legal form wants shares released at once: withholdings spread the "
                    "payment of a capital that is called in full (R28)."
                )
            )
        late = self.call_ids.filtered(lambda call: call.state == "late")
        if late:
            sentences.append(
                self.env._(
                    "%(amount)s called by %(day)s is not paid: remind the member (R28).",
                    amount=amount_in_words(self.env, sum(late.mapped("residual"))),
                    day=day_in_words(self.env, max(late.mapped("date_due"))),
                )
            )
        return sentences

    def _is_withheld_in_time(self):
        """Return whether what is left is planned on pays, and no pay was missed."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        planned = self.withholding_ids.filtered(lambda w: w.state == "planned")
        return bool(self.payment_mode == "pay" and planned and min(planned.mapped("date")) >= today)
