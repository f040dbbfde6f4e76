"""Monthly plans, offices, domiciliation, rent of an antenna: what is paid by the month."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...rules.periods import Period
from ...rules.plans import plan_months
from ..base.life import Life, Stage, Transition

_lt = LazyTranslate(__name__)

#: What is agreed; written until the plan runs.
TERMS = frozenset(
    "company_id partner_id space_id resource_id kind activity_id date_start notice_months"
    " deposit_amount deposit_holder".split()
)
#: What stays open while it runs: its end by the notice, its pauses, words.
BESIDE = frozenset({"note"})
KINDS = [
    ("desk", "Monthly plan"),
    ("office", "Office"),
    ("domiciliation", "Domiciliation"),
    ("antenna", "Rent of an antenna"),
]


class CaePlan(models.Model):
    """What somebody has in a space by the month: its uses are made from it, one a month.

    The month is prorated by the calendar day at both ends and for its pauses, priced by the public
    price of a month and the conditions of the convention as every use, and its VAT is that of the
    last day of its period (R51). Days at a desk that the plan covers are counted and never billed
    a second time.

    ==========  =====================================================
    Support     reads, prepares drafts, writes pauses
    Accountant  the same, puts in force, gives notice, notes deposits
    Manager     the same, and deletes drafts
    Others      nothing
    ==========  =====================================================
    """

    _name = "cae.plan"
    _description = "Monthly plan"
    _inherit = [
        "cae.life.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "cae.dated.mixin",
        "cae.price.fact.mixin",
    ]
    _price_facts = frozenset("state partner_id space_id kind date_start date_end".split())
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_name = "partner_id"

    _life = Life(
        stages={
            "draft": Stage(TERMS | BESIDE | {"date_end"}, delete="manager"),
            "running": Stage(
                BESIDE,
                way_on=_lt("Prepare another plan for after its end; an accountant gives notice."),
            ),
            "ended": Stage(BESIDE, way_on=_lt("Prepare another plan.")),
        },
        transitions={
            "start": Transition(("draft",), "running", "accountant"),
            "give_notice": Transition(("running",), "", "accountant", frozenset({"date_end"})),
            "end": Transition(("running",), "ended"),
        },
    )

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="For whom",
        required=True,
        index=True,
        ondelete="restrict",
        help="A person, or an organisation such as the CAE for its antenna.",
    )
    space_id = fields.Many2one(
        comodel_name="cae.space", required=True, index=True, ondelete="restrict"
    )
    resource_id = fields.Many2one(
        comodel_name="cae.space.resource",
        string="Room or equipment",
        required=True,
        ondelete="restrict",
        domain="[('space_id', '=', space_id)]",
    )
    kind = fields.Selection(selection=KINDS, required=True, default="desk")
    activity_id = fields.Many2one(
        comodel_name="cae.activity", check_company=True, ondelete="restrict"
    )
    date_end = fields.Date(string="Last day")
    state = fields.Selection(
        selection=[("draft", "Draft"), ("running", "In force"), ("ended", "Ended")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    notice_months = fields.Integer(string="Notice (months)", default=1)
    pause_ids = fields.One2many(comodel_name="cae.plan.pause", inverse_name="plan_id")
    usage_ids = fields.One2many(
        comodel_name="cae.usage", inverse_name="plan_id", string="Months", readonly=True
    )
    deposit_amount = fields.Monetary(
        string="Deposit", help="Without VAT. Account 275 where we paid it, 165 where we hold it."
    )
    deposit_holder = fields.Selection(
        selection=[("host", "The space"), ("coop", "The CAE")], default="host"
    )
    deposit_move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry of the deposit",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    warning = fields.Char(compute="_compute_warning")
    note = fields.Char()

    _notice_positive = models.Constraint(
        "CHECK (notice_months >= 0 AND deposit_amount >= 0)",
        "A notice and a deposit are zero or more.",
    )

    @api.depends("kind", "space_id.domiciliation_number")
    def _compute_warning(self):
        """R49: domiciliation needs an approval."""
        for plan in self:
            lacks = plan.kind == "domiciliation" and not plan.space_id.domiciliation_number
            plan.warning = lacks and self.env._(
                "%(space)s has no approval number for domiciliation (R49): ask for it and note it "
                "on the space.",
                space=plan.space_id.name,
            )

    @api.constrains("state", "partner_id", "resource_id", "date_start", "date_end")
    def _check_overlap(self):
        """A person has a resource once; an exclusive one is let to one at a time."""
        running = self.filtered(lambda plan: plan.state != "draft")
        others = self.search(
            [("resource_id", "in", running.resource_id.ids), ("state", "!=", "draft")]
        )
        for plan in running:
            for other in (others - plan)._holding_between(plan.date_start, plan.date_end):
                same = other.resource_id == plan.resource_id
                if same and (plan.resource_id.exclusive or other.partner_id == plan.partner_id):
                    raise ValidationError(
                        self.env._(
                            "%(resource)s is let to %(other)s on the same days: give that plan a "
                            "last day first.",
                            resource=plan.resource_id.name,
                            other=other.partner_id.name,
                        )
                    )

    # Actions

    def action_start(self):
        """Put plans in force: their months are recorded as uses."""
        self._check_step("start")
        self._do_start()

    def action_give_notice(self):
        """End plans once their notice has run, from today."""
        self._check_can_give_notice()
        self._do_give_notice()

    def action_record_deposit(self):
        """Make the draft entry of the deposit: 275 where we paid it, 165 where we hold it."""
        self._check_can_record_deposit()
        return self._do_record_deposit()._get_records_action()

    # Checks

    def _check_can_give_notice(self):
        self._check_step("give_notice")
        for plan in self.filtered("date_end"):
            raise UserError(
                self.env._(
                    "The plan of %(name)s ends already on %(day)s.",
                    name=plan.partner_id.name,
                    day=fields.Date.to_string(plan.date_end),
                )
            )

    def _check_can_record_deposit(self):
        self.ensure_one()
        if not self.deposit_amount:
            raise UserError(self.env._("The plan has no deposit: write its amount first."))
        if self.deposit_move_id.state in ("draft", "posted"):
            raise UserError(self.env._("The entry of the deposit is made already: open it."))

    # Steps

    def _do_start(self):
        self._take_step("start")
        self._record_months()

    def _do_give_notice(self):
        for plan in self:
            plan._take_step("give_notice", date_end=plan._get_last_day_of_notice())
        self._record_months()

    def _do_record_deposit(self):
        company = self.company_id
        ours = company.partner_id == self.space_id.host_id
        role = "deposit_received" if ours else "deposit_paid"
        partner = self.partner_id if ours else self.space_id.host_id
        partner = partner.with_company(company)
        other = (
            partner.property_account_receivable_id if ours else partner.property_account_payable_id
        )
        sign = -1 if ours else 1
        move = self.env["account.move"].create(
            {
                "company_id": company.id,
                "date": self.date_start,
                "ref": self.env._("Deposit of %(name)s", name=self.partner_id.name),
                "line_ids": [
                    fields.Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": partner.id,
                            "balance": balance,
                            "name": self.env._("Deposit: %(space)s", space=self.space_id.name),
                        }
                    )
                    for account, balance in (
                        (company._cae_account(role), sign * self.deposit_amount),
                        (other, -sign * self.deposit_amount),
                    )
                ],
            }
        )
        self._permit("deposit_move_id").write({"deposit_move_id": move.id})
        return move

    # Months

    def _domain_priced_uses(self):
        """The desk days that the plan pays already."""
        return Domain("partner_id", "in", self.partner_id.ids) & Domain(
            "space_id", "in", self.space_id.ids
        )

    def _record_months(self):
        """Record the months of these plans up to this one, and correct those still open.

        Run twice, it adds nothing; a month that is billed stays as it is.
        """
        today = fields.Date.context_today(self)
        known = defaultdict(dict)
        for use in self.usage_ids.filtered(lambda use: use.state != "cancelled"):
            known[use.plan_id][use.date.year, use.date.month] = use
        uses = self.env["cae.usage"]._permit_create("source", "plan_id", "plan_days", "plan_length")
        new, gone = [], self.env["cae.usage"]
        for plan in self.filtered(lambda plan: plan.state != "draft"):
            left = known[plan]
            pauses = [Period(pause.date_start, pause.date_end) for pause in plan.pause_ids]
            for month in plan_months(plan.date_start, plan.date_end or None, pauses, today):
                use = left.pop((month.last.year, month.last.month), None)
                vals = {
                    "date": month.last,
                    "plan_days": month.days,
                    "plan_length": month.length,
                }
                if not use:
                    new.append(plan._prepare_use_vals() | vals)
                elif use.state != "locked" and any(use[name] != vals[name] for name in vals):
                    use._permit(*vals).write(vals)
            gone = gone.union(*left.values())
        gone.filtered(lambda use: use.state != "locked").action_cancel()
        return uses.create(new)

    def _prepare_use_vals(self):
        self.ensure_one()
        vals = {
            "company_id": self.company_id.id,
            "plan_id": self.id,
            "source": "plan",
            "space_id": self.space_id.id,
            "resource_id": self.resource_id.id,
            "partner_id": self.partner_id.id,
            "unit": "month",
        }
        if self.activity_id:
            vals["activity_id"] = self.activity_id.id
        return vals

    @api.model
    def _cron_months(self):
        """Record the month of each plan, and end those that are over."""
        today = fields.Date.context_today(self)
        running = self.search([("state", "=", "running")])
        running._record_months()
        running.filtered(lambda plan: plan.date_end and plan.date_end < today)._take_step("end")

    @api.model
    def _get_covered(self, uses):
        """Return ``{use: plan}`` of the desk days that a plan of the person pays already."""
        desks = uses.filtered(lambda use: use._is_desk_presence() and not use.plan_id)
        # sudo: what is paid already does not depend on who records the use
        plans = (
            self.sudo()
            .search(
                Domain("partner_id", "in", desks.partner_id.ids)
                & Domain("space_id", "in", desks.space_id.ids)
                & Domain("kind", "in", ("desk", "office"))
                & Domain("state", "!=", "draft")
            )
            .grouped(lambda plan: (plan.partner_id.id, plan.space_id.id))
        )
        covered = {}
        for use in desks:
            found = plans.get((use.partner_id.id, use.space_id.id), self.browse())
            for plan in found._holding_on(use.date):
                if not plan.pause_ids._holding_on(use.date):
                    covered[use] = plan
        return covered
