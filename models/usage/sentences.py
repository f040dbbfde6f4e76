"""The sentences of a rated use: the codes of ``rules.rating`` in the reader's words."""

from odoo.tools.translate import LazyTranslate

from ...rules.finding import Finding
from ..base.sentences import say
from ..base.statuses import status_label
from ..base.words import amount_in_words

_lt = LazyTranslate(__name__)

#: Reasons that add nothing to those beside them.
UNTOLD = frozenset({"status_as", "no_convention", "no_right", "no_rule"})
#: Arguments that no sentence tells; they change every day, and the sentence does not.
UNSAID = frozenset({"day", "days_left"})


def _status(env, args):
    label = status_label(env, args["status"])
    if not args["since"]:
        return label
    return env._("%(status)s since %(day)s", status=label, day=args["since"])


def _formula(env, args):
    return env._("formula %(name)s", name=args["label"])


def _free_month(env, args):
    return env._(
        "free month %(month)s of %(months)s, until %(day)s",
        month=args["month"],
        months=args["months"],
        day=args["free_until"],
    )


def _free_ended(env, args):
    return env._("free until %(day)s", day=args["free_until"])


def _settled(env, args):
    if args["how"] == "on_site":
        return env._("paid on site, not billed")
    return env._("on an expense report, not billed")


def _no_convention(env, args):
    if args["last_end"]:
        return env._(
            "The convention ended on %(day)s: renew it, or cancel this use.", day=args["last_end"]
        )
    if args["next_start"]:
        return env._(
            "The convention begins on %(day)s only: change its date, or cancel this use.",
            day=args["next_start"],
        )
    return env._(
        "No convention in force with this space on this day: make one, or mark the use as "
        "paid on site."
    )


def _no_right(env, args):
    return env._(
        "%(status)s on this day: no right to a space. Check the contract, or mark the use as "
        "paid on site.",
        status=status_label(env, args["status"]),
    )


def _forbidden(env, args):
    return env._("The condition “%(rule)s” does not allow it.", rule=args["label"])


def _case_by_case(env, args):
    return env._(
        "The condition “%(rule)s” is case by case: agree on a price, then add a condition for it.",
        rule=args["label"],
    )


SENTENCES = {
    # why this price: short phrases, joined
    "status": _status,
    "suspended": _lt("contract suspended that day"),
    "formula": _formula,
    "free_month": _free_month,
    "free_ended": _free_ended,
    "quota": _lt("%(quota)s units a month, %(within)s left for this one"),
    "discount": _lt("−%(percent)s %%"),
    "fixed": _lt("agreed price %(price)s"),
    "cap": _lt("at most %(price)s"),
    "free": _lt("free"),
    "public": _lt("public price"),
    "settled": _settled,
    # what stops the rating, and what to do
    "no_convention": _no_convention,
    "no_right": _no_right,
    "no_rule": _lt("No condition of the convention fits this use: add one."),
    "no_tariff": _lt(
        "The space has no public price for this unit on this day: complete its prices."
    ),
    "no_activity": _lt(
        "The activity should pay, and this person has none: create it or choose one."
    ),
    "forbidden": _forbidden,
    "case_by_case": _case_by_case,
}


def tell(env, rated):
    """Return ``[(for the coop, for the space, problem, status)]``, one for each result.

    Sentences, or None; the status is a code. A use with a problem has no price to explain. The
    space never reads a status (R47).
    """
    known = {}  # a month repeats the same sentences: each is put in words once

    def explain(reasons):
        key = tuple(map(_key, reasons))
        if key not in known:
            known[key] = _join(env, reasons)
        return known[key]

    def complain(problem):
        key = _key(problem)
        if key not in known:
            known[key] = say(env, problem, SENTENCES)
        return known[key]

    told = []
    for result in rated:
        if result.problem:
            problem = Finding(result.problem, result.problem_args)
            told.append((None, None, complain(problem), _get_status(result)))
        else:
            status = _get_status(result)
            told.append((explain(result.reasons), explain(result.host_reasons), None, status))
    return told


def _key(finding):
    """Return what makes two findings the same sentence."""
    said = (value for name, value in finding.args.items() if name not in UNSAID)
    return (finding.code, *said)


def _join(env, reasons):
    """Return the reasons as phrases on one line, None when there is nothing to tell."""
    untold = UNTOLD
    if any(reason.code == "free_month" for reason in reasons):
        untold = UNTOLD | {"free"}  # the free month says so already
    phrases = [_phrase(env, reason) for reason in reasons if reason.code not in untold]
    return " · ".join(phrases) or None


def _phrase(env, reason):
    amounts = {
        name: amount_in_words(env, value) for name, value in reason.args.items() if name == "price"
    }
    return say(env, reason, SENTENCES, **amounts)


def _get_status(result):
    for reason in result.reasons:
        if reason.code == "status":
            return reason.args["status"]
    return result.problem_args.get("status")
