"""What the rules of members and capital find to say (R23 to R30): one table for the house."""

from decimal import Decimal

from odoo.tools.translate import LazyTranslate

from ..base.sentences import say

_lt = LazyTranslate(__name__)

SENTENCES = {
    "schedule_sum": _lt(
        "The calls add up to %(total)s and the subscription is %(amount)s: correct the "
        "schedule (R28)."
    ),
    "first_call": _lt(
        "%(called)s is called at the subscription; the law asks for at least %(minimum)s "
        "(%(percent)s %%): raise the first call (R28)."
    ),
    "release_late": _lt(
        "The last call is on %(due)s; everything must be released by %(limit)s (%(years)s "
        "years after the subscription): bring the calls forward (R28)."
    ),
    "withholding_cap": _lt(
        "%(amount)s is more than %(percent)s %% of the pay of %(pay)s: withhold at most "
        "%(cap)s (R29)."
    ),
    "withholding_no_pay": _lt(
        "Nothing can be withheld from a person who receives no pay (CAPE holder or "
        "candidate): choose a payment by bank (R29)."
    ),
    "capital_floor": _lt(
        "The capital is %(capital)s and may not go under %(floor)s: refund at most "
        "%(possible)s now, or wait for new subscriptions (R30)."
    ),
    "weights_sum": _lt(
        "The weights of the colleges add up to %(total)s %%: make them add up to 100 %% (R24)."
    ),
    "college_min": _lt(
        "The college %(college)s weighs %(weight)s %%, under the minimum of %(limit)s %%: "
        "raise it (R24)."
    ),
    "college_max": _lt(
        "The college %(college)s weighs %(weight)s %%, above the maximum of %(limit)s %%: "
        "lower it (R24)."
    ),
    "categories": _lt(
        "The members belong to %(count)s categories; at least %(limit)s are needed (R23)."
    ),
    "category_missing": _lt(
        "No member belongs to the category %(category)s, which the law asks for (R23)."
    ),
    "employee_capital": _lt(
        "Employees hold %(percent)s %% of the capital; at least %(limit)s %% is asked for (R26)."
    ),
    "employee_votes": _lt(
        "Employees hold %(percent)s %% of the votes; at least %(limit)s %% is asked for (R26)."
    ),
    "member_capital": _lt(
        "One member holds %(percent)s %% of the capital; at most %(limit)s %% is allowed (R26)."
    ),
    "investor_votes": _lt(
        "Non-cooperating members hold %(percent)s %% of the votes; at most %(limit)s %% is "
        "allowed (R27)."
    ),
}


def say_finding(env, finding, **more):
    """Return the sentence of a ``rules.finding.Finding``, two decimals to every figure.

    ``more``: what only the caller knows, such as the label of a category.
    """
    figures = {
        name: f"{value:.2f}" for name, value in finding.args.items() if isinstance(value, Decimal)
    }
    return say(env, finding, SENTENCES, **{**figures, **more})
