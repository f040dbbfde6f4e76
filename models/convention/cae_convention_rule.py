from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang
from odoo.tools.translate import LazyTranslate

from ...rules import rating
from ..base.cae_unit_mixin import RESOURCE_KINDS, UNITS
from ..base.life import Life, Stage
from ..base.money import money
from ..base.statuses import status_selection
from ..base.words import number_in_words

_lt = LazyTranslate(__name__)

#: For whom a condition may be; who is suspended or gone has no right to a space (R43).
CONDITION_STATUSES = ("cape", "cesa", "associate", "staff", "external", "candidate")
TERMS = frozenset(
    "convention_id sequence name status coop_id space_id resource_kind resource_id unit date_start"
    " date_end effect value free_months clock_start clock_scope quota beyond host_percent"
    " coop_percent activity_percent".split()
)
EFFECTS = [
    ("public", "Public price"),
    ("free", "Free"),
    ("discount", "Discount"),
    ("fixed", "Fixed price"),
    ("cap", "At most"),
    ("case_by_case", "Case by case"),
    ("forbidden", "Not allowed"),
]


class CaeConventionRule(models.Model):
    """One condition of a convention: for whom and what, at which price, who pays.

    The most specific condition wins: this resource before its kind before any; this space before
    all; a named status before any; then the order of the list (design, section 5).

    Rights are those of ``cae.convention``; once the convention is signed its conditions are
    written by nobody (``_life``).
    """

    _name = "cae.convention.rule"
    _description = "Price condition"
    _inherit = ["cae.life.mixin", "cae.dated.mixin"]
    _check_company_auto = True
    _order = "convention_id, sequence, id"

    _life = Life(
        stages={
            "draft": Stage(TERMS, delete="accountant"),
            **dict.fromkeys(
                ("running", "ended", "cancelled"),
                Stage(way_on=_lt("Make a new version of the convention to change it.")),
            ),
        },
        parent="convention_id",
    )

    convention_id = fields.Many2one(
        comodel_name="cae.convention",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="convention_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Formula",
        required=True,
        help="The name that the space sees; it never tells a person's status (R47).",
    )
    # for whom and what
    status = fields.Selection(
        selection=lambda self: status_selection(self.env, CONDITION_STATUSES),
        help="Empty: anybody. A condition for a CESA serves an associate too, unless one names "
        "associates.",
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner", string="Only for the CAE", ondelete="restrict"
    )
    space_id = fields.Many2one(
        comodel_name="cae.space", string="Only in the space", ondelete="restrict"
    )
    resource_kind = fields.Selection(selection=RESOURCE_KINDS, string="Kind")
    resource_id = fields.Many2one(
        comodel_name="cae.space.resource", string="Only for", ondelete="restrict"
    )
    unit = fields.Selection(selection=UNITS, help="Empty: every unit.")
    date_start = fields.Date(required=False)
    # price
    effect = fields.Selection(selection=EFFECTS, required=True, default="public")
    value = fields.Float(
        digits=(16, 2),
        help="A percentage for a discount; the net price of a unit for a fixed price or a cap.",
    )
    free_months = fields.Integer(
        help="Months without payment from the start of the clock; the price applies afterwards.",
    )
    clock_start = fields.Selection(
        selection=[("first_use", "First use"), ("contract", "Start of the contract")],
        string="Clock starts at",
        required=True,
        default="first_use",
    )
    clock_scope = fields.Selection(
        selection=[
            ("network", "Once in the programme"),
            ("host", "Once per legal person"),
            ("space", "Once per space"),
        ],
        string="Clock counts",
        required=True,
        default="network",
    )
    quota = fields.Float(
        string="Units per month",
        digits=(16, 2),
        help="Zero: no limit. Beyond it, the price of the next column.",
    )
    beyond = fields.Selection(
        selection=[("public", "Public price"), ("forbidden", "Not allowed")],
        string="Beyond the quota",
        required=True,
        default="public",
    )
    summary = fields.Char(
        string="What is agreed",
        compute="_compute_summary",
    )
    # who pays
    host_percent = fields.Float(
        string="Space (%)", digits=(5, 2), help="The part that the space gives and never bills."
    )
    coop_percent = fields.Float(string="CAE (%)", digits=(5, 2))
    activity_percent = fields.Float(string="Activity (%)", digits=(5, 2), default=100.0)

    _payers_add_up = models.Constraint(
        "CHECK (round((host_percent + coop_percent + activity_percent)::numeric, 2) = 100"
        " AND host_percent >= 0 AND coop_percent >= 0 AND activity_percent >= 0)",
        "The parts of the payers of a condition add up to 100 %.",
    )
    _free_months_positive = models.Constraint(
        "CHECK (free_months >= 0 AND quota >= 0)",
        "Free months and quotas are zero or more.",
    )
    # Computes

    @api.depends("effect", "value", "free_months", "quota", "unit", "convention_id.company_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        for rule in self:
            parts = [rule._get_price_in_words()]
            if rule.free_months:
                parts.insert(0, self.env._("%(months)s free months, then", months=rule.free_months))
            if rule.quota:
                parts.append(
                    self.env._(
                        "up to %(quota)s a month", quota=number_in_words(self.env, rule.quota)
                    )
                )
            rule.summary = " ".join(parts)

    def _get_price_in_words(self):
        self.ensure_one()
        currency = self.company_id.currency_id or self.env.company.currency_id
        words = {
            "public": self.env._("the public price"),
            "free": self.env._("free"),
            "discount": self.env._(
                "−%(percent)s %%", percent=number_in_words(self.env, self.value)
            ),
            "fixed": self.env._("%(price)s net a unit", price=currency.format(self.value)),
            "cap": self.env._("at most %(price)s net a unit", price=currency.format(self.value)),
            "case_by_case": self.env._("case by case"),
            "forbidden": self.env._("not allowed"),
        }
        return words[self.effect]

    # Constraints

    @api.constrains("effect", "value")
    def _check_value(self):
        for rule in self:
            if rule.effect == "discount" and not 0 <= rule.value <= 100:
                raise ValidationError(
                    self.env._(
                        "The discount of “%(rule)s” is %(value)s %%: give 0 to 100.",
                        rule=rule.name,
                        value=number_in_words(self.env, rule.value),
                    )
                )
            if rule.effect in ("fixed", "cap") and rule.value < 0:
                raise ValidationError(
                    self.env._("The price of “%(rule)s” is below zero.", rule=rule.name)
                )

    @api.constrains("host_percent", "coop_percent", "activity_percent")
    def _check_payers_add_up(self):
        for rule in self:
            total = rule.host_percent + rule.coop_percent + rule.activity_percent
            if round(total, 2) != 100:
                raise ValidationError(
                    self.env._(
                        "The payers of “%(rule)s” add up to %(total)s %%: make it 100 %%.",
                        rule=rule.name,
                        total=number_in_words(self.env, round(total, 2)),
                    )
                )

    @api.constrains("status", "coop_percent", "activity_percent")
    def _check_staff_has_no_activity(self):
        for rule in self:
            if rule.status == "staff" and rule.activity_percent:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s” charges an activity for the support team, which has none: "
                        "give its part to the CAE.",
                        rule=rule.name,
                    )
                )

    # Business

    def _get_scope_key(self):
        """Return what a condition is about: two of the same scope differ by the status only."""
        self.ensure_one()
        return (self.space_id.id, self.resource_id.id, self.resource_kind, self.unit)

    def _get_formula_text(self, currency):
        """Return the formula and its price, net of tax, for the annex of a contract (R8).

        For instance “Discovery: free for 3 months”.
        """
        self.ensure_one()
        value = formatLang(self.env, self.value, currency_obj=currency)
        unit = dict(self._fields["unit"]._description_selection(self.env)).get(self.unit)
        effects = {
            "public": self.env._("public price"),
            "free": self.env._("free"),
            "discount": self.env._(
                "%(percent)s %% off", percent=number_in_words(self.env, self.value)
            ),
            "fixed": self.env._("%(price)s net of tax", price=value),
            "cap": self.env._("at most %(price)s net of tax", price=value),
            "case_by_case": self.env._("case by case"),
        }
        text = effects.get(self.effect, self.effect)
        if self.free_months:
            text = (
                self.env._("free for %(months)s months", months=self.free_months)
                if self.effect == "free"
                else self.env._(
                    "free for %(months)s months, then %(price)s",
                    months=self.free_months,
                    price=text,
                )
            )
        if unit:
            text = self.env._("%(price)s (%(unit)s)", price=text, unit=unit.lower())
        return self.env._("%(formula)s: %(price)s", formula=self.name, price=text)

    def _get_quota_text(self):
        """Return how much a month holds, for the annex of a contract (R8)."""
        self.ensure_one()
        if not self.quota:
            return self.env._("no limit")
        return self.env._("%(count)s a month", count=number_in_words(self.env, self.quota))

    def _to_rating(self):
        """Return this condition as ``rules.rating.Rule``."""
        self.ensure_one()
        percents = {
            "host": self.host_percent,
            "coop": self.coop_percent,
            "activity": self.activity_percent,
        }
        return rating.Rule(
            id=self.id,
            sequence=self.sequence,
            statuses=frozenset([self.status] if self.status else ()),
            coop_id=self.coop_id.id or None,
            resource_id=self.resource_id.id or None,
            resource_kind=self.resource_kind or None,
            space_id=self.space_id.id or None,
            unit=self.unit or None,
            date_from=self.date_start or None,
            date_to=self.date_end or None,
            effect=self.effect,
            value=money(self.value),
            free_months=self.free_months,
            clock_start=self.clock_start,
            clock_scope=self.clock_scope,
            quota=money(self.quota) if self.quota else None,
            beyond=self.beyond,
            payers=tuple(
                rating.Payer(kind, money(percent)) for kind, percent in percents.items() if percent
            ),
            label=self.name or "",
            # the free months of a CAPE (R41) and those of a CESA (R42) are two rights
            clock_group=self.status or "",
        )
