from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.cae_unit_mixin import RESOURCE_KINDS, UNITS
from ..base.words import number_in_words

STATUSES = [
    ("cape", "CAPE holder"),
    ("cesa", "Entrepreneur under a CESA"),
    ("associate", "Associate"),
    ("staff", "Support team of the CAE"),
    ("external", "External visitor"),
    ("candidate", "Candidate"),
]
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
    """

    _name = "cae.convention.rule"
    _description = "Price condition"
    _check_company_auto = True
    _order = "convention_id, sequence, id"

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
        selection=STATUSES,
        help="Empty: anybody. A condition for a CESA serves an associate too, unless one names "
        "associates.",
    )
    coop_id = fields.Many2one(comodel_name="res.partner", string="Only for the CAE")
    space_id = fields.Many2one(comodel_name="cae.space", string="Only in the space")
    resource_kind = fields.Selection(selection=RESOURCE_KINDS, string="Kind")
    resource_id = fields.Many2one(comodel_name="cae.space.resource", string="Only for")
    unit = fields.Selection(selection=UNITS, help="Empty: every unit.")
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="To")
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
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A condition ends on or after the day it begins.",
    )

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

    @api.constrains("effect", "value")
    def _check_value(self):
        for rule in self:
            if rule.effect == "discount" and not 0 <= rule.value <= 100:
                raise ValidationError(
                    self.env._(
                        "The discount of “%(rule)s” is %(value)s %%: give 0 to 100.",
                        rule=rule.name,
                        value=f"{rule.value:g}",
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
                        total=f"{total:g}",
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

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._check_convention_is_draft()
        return rules

    def write(self, vals):
        self._check_convention_is_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_convention_is_draft()

    def _check_convention_is_draft(self):
        """Signed conditions are never written: what changes is a new version (invariant 3)."""
        signed = self.convention_id.filtered(lambda c: c.state != "draft")[:1]
        if signed:
            raise UserError(
                self.env._(
                    "%(convention)s is signed: its conditions stay as they are. Make a new "
                    "version to change them.",
                    convention=signed.display_name,
                )
            )
