from decimal import Decimal

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools.misc import format_amount

from .words import day_in_words


class CaeRuleMessage(models.AbstractModel):
    """Say in one sentence what a rule of ``rules/`` found wrong, and what to do about it."""

    _name = "cae.rule.message"
    _description = "Sentences of the capital rules"

    @api.model
    def _cae_require_accountant(self):
        """Refuse what only accountants do: put in force, sign, call, post."""
        if self.env.su or self.env.user.has_group("cae_tiers_lieux.group_accountant"):
            return
        raise AccessError(
            self.env._(
                "Only the accountants of the CAE put memberships in force and post capital: ask "
                "one of them."
            )
        )

    @api.model
    def _cae_problem_message(self, problem):
        """Return the translated sentence of a ``rules.finding.Finding``."""
        values = {name: self._cae_format_value(value) for name, value in problem.args.items()}
        return self._cae_problem_sentence(problem.code, values)

    @api.model
    def _cae_format_value(self, value):
        if isinstance(value, Decimal):
            return f"{value:.2f}"
        return day_in_words(self.env, value) if hasattr(value, "isoformat") else value

    @api.model
    def _cae_amount(self, amount):
        """Return an amount as the user reads it, in the company's currency."""
        return format_amount(self.env, float(amount), self.env.company.currency_id)

    @api.model
    def _cae_problem_sentence(self, code, v):
        sentences = {
            "schedule_sum": lambda: self.env._(
                "The calls add up to %(total)s and the subscription is %(amount)s: correct the "
                "schedule (R28).",
                **v,
            ),
            "first_call": lambda: self.env._(
                "%(called)s is called at the subscription; the law asks for at least %(minimum)s "
                "(%(percent)s %%): raise the first call (R28).",
                **v,
            ),
            "release_late": lambda: self.env._(
                "The last call is on %(due)s; everything must be released by %(limit)s (%(years)s "
                "years after the subscription): bring the calls forward (R28).",
                **v,
            ),
            "withholding_cap": lambda: self.env._(
                "%(amount)s is more than %(percent)s %% of the pay of %(pay)s: withhold at most "
                "%(cap)s (R29).",
                **v,
            ),
            "withholding_no_pay": lambda: self.env._(
                "Nothing can be withheld from a person who receives no pay (CAPE holder or "
                "candidate): choose a payment by bank (R29).",
            ),
            "capital_floor": lambda: self.env._(
                "The capital is %(capital)s and may not go under %(floor)s: refund at most "
                "%(possible)s now, or wait for new subscriptions (R30).",
                **v,
            ),
            "weights_sum": lambda: self.env._(
                "The weights of the colleges add up to %(total)s %%: make them add up to 100 %% "
                "(R24).",
                **v,
            ),
            "college_min": lambda: self.env._(
                "The college %(college)s weighs %(weight)s %%, under the minimum of %(limit)s %%: "
                "raise it (R24).",
                **v,
            ),
            "college_max": lambda: self.env._(
                "The college %(college)s weighs %(weight)s %%, above the maximum of %(limit)s %%: "
                "lower it (R24).",
                **v,
            ),
        }
        return (sentences.get(code) or self._cae_structure_sentences(v)[code])()

    @api.model
    def _cae_structure_sentences(self, v):
        return {
            "categories": lambda: self.env._(
                "The members belong to %(count)s categories; at least %(limit)s are needed (R23).",
                **v,
            ),
            "category_missing": lambda: self.env._(
                "No member belongs to the category %(category)s, which the law asks for (R23).",
                **v,
            ),
            "employee_capital": lambda: self.env._(
                "Employees hold %(percent)s %% of the capital; at least %(limit)s %% is asked for "
                "(R26).",
                **v,
            ),
            "employee_votes": lambda: self.env._(
                "Employees hold %(percent)s %% of the votes; at least %(limit)s %% is asked for "
                "(R26).",
                **v,
            ),
            "member_capital": lambda: self.env._(
                "One member holds %(percent)s %% of the capital; at most %(limit)s %% is allowed "
                "(R26).",
                **v,
            ),
            "investor_votes": lambda: self.env._(
                "Non-cooperating members hold %(percent)s %% of the votes; at most %(limit)s %% is "
                "allowed (R27).",
                **v,
            ),
        }
