from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...rules.rating_facts import Agreed
from ..base.cae_unit_mixin import UNITS
from ..base.life import Life, Stage, Transition
from ..base.money import money
from ..convention.cae_price_condition_mixin import payers_of

_lt = LazyTranslate(__name__)

#: What is asked, for whom and until when.
ASKED = frozenset(
    "usage_id partner_id host_id unit date_start date_end is_free price host_percent coop_percent"
    " activity_percent reason".split()
)
PERCENTS = ("host_percent", "coop_percent", "activity_percent")


class CaePriceAgreement(models.Model):
    """A price agreed for one person where the condition says *case by case* (R42).

    It is asked on a use, for that use alone or until a day, and agreed or refused by an accountant,
    with the reason; the uses that it covers take it at once. It is never rewritten: another one is
    asked.

    ==========  ==========================================
    Support     reads, asks, edits what is not decided yet
    Accountant  the same, agrees and refuses
    Manager     the same, and deletes what was refused
    Others      nothing
    ==========  ==========================================
    """

    _name = "cae.price.agreement"
    _description = "Price agreed case by case"
    _inherit = ["cae.life.mixin", "mail.thread", "cae.dated.mixin", "cae.price.fact.mixin"]
    _check_company_auto = True
    _order = "date_start desc, id desc"
    _rec_name = "partner_id"
    _price_facts = ASKED | {"state", "company_id"}

    _life = Life(
        stages={
            "asked": Stage(ASKED, delete="support"),
            "agreed": Stage(way_on=_lt("Ask for another price, from its own day on.")),
            "refused": Stage(delete="manager", way_on=_lt("Ask for another price.")),
        },
        transitions={
            "agree": Transition(
                ("asked",), "agreed", "accountant", frozenset({"decided_by", "date_decided"})
            ),
            "refuse": Transition(
                ("asked",), "refused", "accountant", frozenset({"decided_by", "date_decided"})
            ),
            "stop": Transition(("agreed",), "", "accountant", frozenset({"date_end"})),
        },
    )

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    usage_id = fields.Many2one(
        comodel_name="cae.usage",
        string="For this use alone",
        check_company=True,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: for every use of the person in the spaces of this host until the last day.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    host_id = fields.Many2one(
        comodel_name="res.partner",
        string="Legal person of the space",
        required=True,
        index=True,
        ondelete="restrict",
    )
    unit = fields.Selection(selection=UNITS, required=True)
    date_end = fields.Date(string="Until")
    is_free = fields.Boolean(string="Free")
    price = fields.Monetary(
        string="Price of a unit", help="As the prices of the space: net, or tax included."
    )
    host_percent = fields.Float(string="Space (%)", digits=(5, 2))
    coop_percent = fields.Float(string="CAE (%)", digits=(5, 2))
    activity_percent = fields.Float(string="Activity (%)", digits=(5, 2), default=100.0)
    reason = fields.Char(required=True, help="Why this price: it is kept with the use.")
    state = fields.Selection(
        selection=[("asked", "Asked"), ("agreed", "Agreed"), ("refused", "Refused")],
        required=True,
        default="asked",
        copy=False,
        tracking=True,
        index=True,
    )
    asked_by = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    decided_by = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    date_decided = fields.Date(string="Decided on", readonly=True, copy=False)

    _price_positive = models.Constraint("CHECK (price >= 0)", "A price is zero or more.")
    _payers_add_up = models.Constraint(
        "CHECK (round((host_percent + coop_percent + activity_percent)::numeric, 2) = 100"
        " AND host_percent >= 0 AND coop_percent >= 0 AND activity_percent >= 0)",
        "The parts of the payers add up to 100 %.",
    )
    _usage_once = models.UniqueIndex(
        "(usage_id) WHERE state = 'agreed' AND usage_id IS NOT NULL",
        "A price is agreed for this use already.",
    )

    # Constraints

    @api.constrains("state", "usage_id", "partner_id", "host_id", "unit", "date_start", "date_end")
    def _check_overlap(self):
        """One price at a time for a person, a host and a unit."""
        lasting = self.filtered(lambda each: each.state == "agreed" and not each.usage_id)
        others = self.search(
            Domain("company_id", "in", lasting.company_id.ids)
            & Domain("partner_id", "in", lasting.partner_id.ids)
            & Domain("state", "=", "agreed")
            & Domain("usage_id", "=", False)
        )
        for each in lasting:
            same = (others - each).filtered(
                lambda o, each=each: (
                    (o.company_id, o.partner_id, o.host_id, o.unit)
                    == (each.company_id, each.partner_id, each.host_id, each.unit)
                )
            )
            if same._holding_between(each.date_start, each.date_end):
                raise ValidationError(
                    self.env._(
                        "A price is agreed already for %(person)s on the same days: stop that one "
                        "first.",
                        person=each.partner_id.name,
                    )
                )

    # Actions

    def action_agree(self):
        """Agree: the uses that it covers take this price."""
        self._check_step("agree")
        self._do_decide("agree")

    def action_refuse(self):
        """Refuse: the uses go on waiting, and say so."""
        self._check_step("refuse")
        self._do_decide("refuse")

    def action_stop(self):
        """Stop a price that lasts: it holds until yesterday, or its first day."""
        self._check_can_stop()
        self._do_stop()

    def _check_can_stop(self):
        self._check_step("stop")
        for each in self.filtered("usage_id"):
            raise UserError(
                self.env._(
                    "The price of %(person)s is for one use alone: it stops by itself.",
                    person=each.partner_id.name,
                )
            )

    def _do_decide(self, step):
        today = fields.Date.context_today(self)
        self._take_step(step, decided_by=self.env.uid, date_decided=today)

    def _do_stop(self):
        yesterday = fields.Date.subtract(fields.Date.context_today(self), days=1)
        for each in self:
            each._take_step("stop", date_end=max(yesterday, each.date_start))

    # Business

    def _domain_priced_uses(self):
        """The use that it is for, and every use of the person while it lasts."""
        return Domain("partner_id", "in", self.partner_id.ids) & Domain(
            "company_id", "in", self.company_id.ids
        )

    def _to_rating(self):
        """Return what was agreed as ``rules.rating_facts.Agreed``."""
        self.ensure_one()
        # sudo: the name of who agreed, for the sentence of the use
        by = self.sudo().decided_by.name or ""
        return Agreed(
            is_free=self.is_free,
            price=money(self.price),
            payers=payers_of(self, PERCENTS),
            by=by,
            reason=self.reason or "",
        )

    @api.model
    def _get_for_uses(self, uses):
        """Return ``{use: Agreed}`` of the uses that an agreed price covers, in one query."""
        # sudo: a price does not depend on who records the use
        agreements = self.sudo().search(
            Domain("state", "=", "agreed")
            & Domain("company_id", "in", uses.company_id.ids)
            & Domain("partner_id", "in", uses.partner_id.ids)
        )
        by_use = {each.usage_id.id: each for each in agreements if each.usage_id}
        lasting = agreements.filtered(lambda each: not each.usage_id).grouped(
            lambda each: (
                each.company_id.id,
                each.partner_id.id,
                each.host_id.id,
                each.unit,
            )
        )
        found = {}
        for use in uses:
            key = (use.company_id.id, use.partner_id.id, use.host_id.id, use.unit)
            covering = lasting.get(key, agreements.browse())._holding_on(use.date)
            if agreement := by_use.get(use.id) or covering[:1]:
                found[use] = agreement._to_rating()
        return found
