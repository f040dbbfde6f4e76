"""What a condition says of a price: who, what, how much, for how long, who pays."""

import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rules import rating
from ...rules.rating_facts import PRICED_EFFECTS
from ..base.cae_unit_mixin import DAY_PARTS, RESOURCE_KINDS, UNITS, count_units, unit_label
from ..base.money import money
from ..base.statuses import status_selection
from ..base.words import number_in_words

#: For whom a condition may be; who is suspended or gone has no right to a space (R43).
CONDITION_STATUSES = (
    "cape",
    "cesa",
    "associate",
    "staff",
    "organisation",
    "external",
    "candidate",
)
#: What a condition says, wherever it stands.
CONDITION = (
    "sequence name status resource_kind unit day_part effect value at_most first_months"
    " first_effect first_value clock_start clock_scope clock_pauses quota beyond monthly_cap"
    " host_percent coop_percent activity_percent funder_percent"
).split()
#: The parts of the price that somebody bears.
PERCENTS = ("host_percent", "coop_percent", "activity_percent", "funder_percent")
#: Words that tell a host what a person is: no formula is called by them (R47).
TELLING = re.compile(
    r"\b(cape|cesa|contrat d'appui|salari\w*|associ[ée]\w*|soci[ée]taires?|porteu\w+ de projet"
    r"|candidat\w*|suspend\w*)\b",
    re.IGNORECASE,
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


def payers_of(record, names=PERCENTS):
    """Return who bears which part of a price, from the fields of those parts."""
    return tuple(
        rating.Payer(name.removesuffix("_percent"), money(record[name]))
        for name in names
        if record[name]
    )


class CaePriceConditionMixin(models.AbstractModel):
    """A condition of a convention, or of the minimum formula of a programme.

    Who inherits says whether its prices include tax (``_has_tax_included``) and in which currency
    they are (``_get_currency``).
    """

    _name = "cae.price.condition.mixin"
    _description = "What a condition says of a price"

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
    resource_kind = fields.Selection(selection=RESOURCE_KINDS, string="Kind")
    unit = fields.Selection(
        selection=UNITS, help="Empty: every unit. An agreed price is that of a unit: name it."
    )
    day_part = fields.Selection(selection=DAY_PARTS, string="Part of the day")
    # price
    effect = fields.Selection(selection=EFFECTS, required=True, default="public")
    value = fields.Float(
        digits=(16, 2),
        help="A percentage for a discount; the price of a unit for a fixed price or a cap, net or "
        "tax included as the convention says.",
    )
    at_most = fields.Float(
        string="At most",
        digits=(16, 2),
        help="A price of a unit that a discount never passes. Zero: none.",
    )
    first_months = fields.Integer(
        help="Number of months, from the start of the clock, that have a price of their own; "
        "the other price applies afterwards.",
    )
    first_effect = fields.Selection(
        selection=EFFECTS, string="Price of the first months", required=True, default="free"
    )
    first_value = fields.Float(string="Value of the first months", digits=(16, 2))
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
    clock_pauses = fields.Boolean(
        string="Pauses",
        help="Days on which the contract is suspended are given back at the end of the clock.",
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
    monthly_cap = fields.Float(
        string="At most a month",
        digits=(16, 2),
        help="What one person is billed at most in a calendar month. Zero: no limit.",
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
    funder_percent = fields.Float(
        string="Funder (%)",
        digits=(5, 2),
        help="The part that the funder of the programme bears, out of its envelope of the year; "
        "the CAE pays it to the space and asks for it.",
    )

    _payers_add_up = models.Constraint(
        "CHECK (round((host_percent + coop_percent + activity_percent"
        " + COALESCE(funder_percent, 0))::numeric, 2) = 100"
        " AND host_percent >= 0 AND coop_percent >= 0 AND activity_percent >= 0"
        " AND COALESCE(funder_percent, 0) >= 0)",
        "The parts of the payers of a condition add up to 100 %.",
    )
    _first_months_positive = models.Constraint(
        "CHECK (first_months >= 0 AND quota >= 0 AND monthly_cap >= 0 AND at_most >= 0)",
        "Months, quotas and caps are zero or more.",
    )
    # Words

    def _has_tax_included(self):
        """Return whether the prices are tax included. Hook."""
        return False

    def _get_currency(self):
        """Return the currency of the prices. Hook."""
        return self.env.company.currency_id

    def _get_terms_in_words(self):
        """Return what is agreed, as one line: the first months, then, how much, how dear."""
        self.ensure_one()
        env = self.env
        price = self._get_price_in_words(self.effect, self.value)
        if self.at_most and self.effect == "discount":
            price = env._(
                "%(price)s, at most %(most)s", price=price, most=self._get_agreed(self.at_most)
            )
        if self.first_months:
            first = self._get_price_in_words(self.first_effect, self.first_value)
            price = (
                env._("%(first)s for a month, then %(price)s", first=first, price=price)
                if self.first_months == 1
                else env._(
                    "%(first)s for %(months)s months, then %(price)s",
                    first=first,
                    months=self.first_months,
                    price=price,
                )
            )
        parts = [price]
        if self.quota:
            parts.append(env._("up to %(quota)s a month", quota=self._get_quota_in_words()))
        if self.monthly_cap:
            parts.append(
                env._("at most %(price)s a month", price=self._get_agreed(self.monthly_cap))
            )
        return ", ".join(parts)

    def _get_quota_in_words(self):
        """Return how many units a month have the advantage, with their name where it is known."""
        self.ensure_one()
        count = number_in_words(self.env, self.quota)
        if not self.unit:
            return count
        return count_units(self.env, self.unit, self.quota)

    def _get_agreed(self, amount):
        """Return a price of the convention in words, net or tax included."""
        price = self._get_currency().format(amount)
        if self._has_tax_included():
            return self.env._("%(price)s tax included", price=price)
        return self.env._("%(price)s net of tax", price=price)

    def _get_price_in_words(self, effect, value):
        """Return what an effect makes of the price, in words."""
        self.ensure_one()
        env = self.env
        if effect == "discount":
            return env._("−%(percent)s %%", percent=number_in_words(env, value))
        if effect in PRICED_EFFECTS:
            words = {
                "price": self._get_agreed(value),
                "unit": unit_label(env, self.unit),
            }
            if effect == "fixed":
                return env._("%(price)s the %(unit)s", **words)
            return env._("at most %(price)s the %(unit)s", **words)
        words = {
            "public": env._("the public price"),
            "free": env._("free"),
            "case_by_case": env._("case by case"),
            "forbidden": env._("not allowed"),
        }
        return words[effect]

    def _get_formula_text(self):
        """Return the formula and its price, for the annex of a contract (R8).

        For instance “Discovery: free for 3 months, then −20 %”.
        """
        self.ensure_one()
        return self.env._(
            "%(formula)s: %(price)s", formula=self.name, price=self._get_terms_in_words()
        )

    def _get_quota_text(self):
        """Return how much a month holds, for the annex of a contract (R8)."""
        self.ensure_one()
        if not self.quota:
            return self.env._("no limit")
        return self.env._("%(count)s a month", count=number_in_words(self.env, self.quota))

    # Constraints

    @api.constrains("name")
    def _check_name_tells_nothing(self):
        """The space reads the name of a formula: it never tells what the person is (R47)."""
        for rule in self:
            if telling := TELLING.search(rule.name or ""):
                raise ValidationError(
                    self.env._(
                        "The space reads the name “%(rule)s”, and “%(word)s” tells what the person "
                        "is: choose another name, such as Découverte.",
                        rule=rule.name,
                        word=telling.group(),
                    )
                )

    @api.constrains("effect", "value", "first_effect", "first_value", "first_months", "unit")
    def _check_value(self):
        for rule in self:
            prices = [(rule.effect, rule.value)]
            if rule.first_months:
                prices.append((rule.first_effect, rule.first_value))
            for effect, value in prices:
                if reason := rule._get_wrong_value_reason(effect, value):
                    raise ValidationError(reason)

    def _get_wrong_value_reason(self, effect, value):
        """Return the sentence that says why a price cannot be meant, or False."""
        self.ensure_one()
        if effect == "discount" and not 0 <= value <= 100:
            return self.env._(
                "The discount of “%(rule)s” is %(value)s %%: give 0 to 100.",
                rule=self.name,
                value=number_in_words(self.env, value),
            )
        if effect not in PRICED_EFFECTS:
            return False
        if value < 0:
            return self.env._("The price of “%(rule)s” is below zero.", rule=self.name)
        if not self.unit:
            return self.env._(
                "“%(rule)s” gives a price and no unit: choose the unit that it is the price of, "
                "and add a line for each other unit.",
                rule=self.name,
            )
        return False

    @api.constrains(*PERCENTS)
    def _check_payers_add_up(self):
        for rule in self:
            total = sum(rule[name] for name in PERCENTS)
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

    # Rating

    def _get_rating_terms(self):
        """Return what the condition says, as arguments of ``rules.rating.Rule``."""
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "statuses": frozenset([self.status] if self.status else ()),
            "resource_kind": self.resource_kind or None,
            "unit": self.unit or None,
            "day_part": self.day_part or None,
            "effect": self.effect,
            "value": money(self.value),
            "at_most": money(self.at_most) if self.at_most else None,
            "first_months": self.first_months,
            "first_effect": self.first_effect,
            "first_value": money(self.first_value),
            "clock_start": self.clock_start,
            "clock_scope": self.clock_scope,
            "clock_pauses": self.clock_pauses,
            "quota": money(self.quota) if self.quota else None,
            "beyond": self.beyond,
            "monthly_cap": money(self.monthly_cap) if self.monthly_cap else None,
            "payers": payers_of(self),
            "label": self.name or "",
            # the free months of a CAPE (R41) and those of a CESA (R42) are two rights
            "clock_group": self.status or "",
        }
