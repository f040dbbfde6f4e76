"""The sentences of a rated use: the codes of ``rules.rating`` in the reader's words."""

from odoo.tools.translate import LazyTranslate

from ...rules.finding import Finding
from ..base.cae_unit_mixin import count_units, unit_label
from ..base.sentences import say
from ..base.statuses import status_label
from ..base.words import amount_in_words, number_in_words

_lt = LazyTranslate(__name__)

#: Reasons that add nothing to those beside them.
UNTOLD = frozenset({"status_as", "no_convention", "no_right", "no_rule", "no_rule_external"})
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


def _first_month(env, args):
    return env._(
        "month %(month)s of %(months)s at the first price, until %(day)s",
        month=args["month"],
        months=args["months"],
        day=args["free_until"],
    )


def _free_ended(env, args):
    return env._("free until %(day)s", day=args["free_until"])


def _first_ended(env, args):
    return env._("first price until %(day)s", day=args["free_until"])


def _quota(env, args):
    """What is left of a monthly right, and what applies beyond it: all, a part, nothing."""
    if args["within"] == number_in_words(env, 0):
        return env._(
            "the right of the month is used up (%(quota)s a month): no more of it is left",
            quota=args["quota"],
        )
    return env._(
        "%(within)s of %(wanted)s within the right of the month (%(quota)s), the rest at the "
        "public price",
        within=args["within"],
        wanted=args["wanted"],
        quota=args["quota"],
    )


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
    status, since = args["status"], args["since"]
    words = {"status": status_label(env, status), "day": since}
    if status == "exited" and since:
        return env._(
            "The last contract ended before %(day)s: no right to a space. Renew it, or mark the "
            "use as paid on site.",
            **words,
        )
    if status == "suspended" and since:
        return env._(
            "The contract is suspended since %(day)s: no right to a space on this day. Correct "
            "the suspension, or mark the use as paid on site.",
            **words,
        )
    return env._(
        "%(status)s on this day: no right to a space. Check the contract, or mark the use as "
        "paid on site.",
        **words,
    )


def _no_tariff(env, args):
    return env._(
        "The space has no public price for %(room)s by the %(unit)s on this day: complete its "
        "prices.",
        # sudo: the name of a room, which everybody reads on the use itself
        room=env["cae.space.resource"].sudo().browse(args["resource_id"]).name or "",
        unit=unit_label(env, args["unit"]),
    )


def _too_many(env, args):
    return env._(
        "%(quantity)s on one date: record each day, or a month if that is what was agreed; "
        "confirm it if it is right.",
        quantity=count_units(env, args["unit"], args["quantity"]),
    )


def _not_open(env, args):
    if args["opens"]:
        return env._(
            "The space opens on %(day)s only: correct the day, or confirm that it did happen.",
            day=args["opens"],
        )
    return env._(
        "The space is not open on this day: correct the day, or confirm that it did happen."
    )


def _closed(env, args):
    if args["reason"]:
        return env._(
            "The space is closed that day (%(reason)s): correct the day, or confirm that it did "
            "happen.",
            reason=args["reason"],
        )
    return env._(
        "The space is closed at that time: correct the day or the hour, or confirm that it did "
        "happen."
    )


def _twice(env, args):
    parts = dict(env["cae.usage"]._fields["day_part"]._description_selection(env))
    if args["part"]:
        return env._(
            "This person is already counted that day in this space (%(part)s): cancel one of "
            "both, or correct the part of the day.",
            part=parts[args["part"]].lower(),
        )
    return env._(
        "This person is already counted that day in this space: cancel one of both, or say "
        "which part of the day each is."
    )


def _forbidden(env, args):
    if args.get("quota"):
        return env._(
            "The condition “%(rule)s” allows %(quota)s a month, which are used up: agree on a "
            "price, or mark the use as paid on site.",
            rule=args["label"],
            quota=args["quota"],
        )
    return env._("The condition “%(rule)s” does not allow it.", rule=args["label"])


def _case_by_case(env, args):
    return env._(
        "The condition “%(rule)s” is case by case: ask for a price, which an accountant agrees.",
        rule=args["label"],
    )


SENTENCES = {
    # why this price: short phrases, joined
    "status": _status,
    "vouched": _lt("vouched for by %(coop)s"),
    "formula": _formula,
    "free_month": _free_month,
    "free_ended": _free_ended,
    "first_month": _first_month,
    "first_ended": _first_ended,
    "clock_told": _lt("first use told by %(coop)s"),
    "quota": _quota,
    "discount": _lt("−%(percent)s %%"),
    "fixed": _lt("agreed price %(price)s"),
    "cap": _lt("at most %(price)s"),
    "agreed_by": _lt("agreed by %(by)s (%(why)s)"),
    "in_plan": _lt("in the monthly plan"),
    "monthly_cap": _lt("at most %(price)s a month"),
    "free": _lt("free"),
    "public": _lt("public price"),
    "settled": _settled,
    "vat_unknown": _lt("VAT of the space not known: note it on its contact"),
    # what stops the rating, and what to do
    "no_convention": _no_convention,
    "no_right": _no_right,
    "no_rule": _lt("No condition of the convention fits this use: add one."),
    "no_rule_external": _lt(
        "No condition of the convention is for external visitors: add one, or mark the use as "
        "paid on site."
    ),
    "no_tariff": _no_tariff,
    "no_activity": _lt(
        "The activity should pay, and this person has none: create it or choose one."
    ),
    "currency": _lt(
        "The prices of the space are in %(currency)s: enter them in the currency of the books."
    ),
    "forbidden": _forbidden,
    "case_by_case": _case_by_case,
    "unknown_person": _lt(
        "Nobody here knows %(name)s: say whether it is an external visitor or somebody of the "
        "team, or record the attestation of their CAE."
    ),
    "unknown_organisation": _lt(
        "Nobody here knows the organisation %(name)s: say that it pays at the space, or note its "
        "role on the page of the space."
    ),
    "other_coop": _lt(
        "This person is of %(coop)s: the use is theirs. Cancel it here, or mark it as paid on site."
    ),
    "unsigned": _lt(
        "Rights begin with the signature: the contract %(contract)s is not signed. Have it signed, "
        "or mark the use as paid on site."
    ),
    "future": _lt("This day is still to come: the use gets its price once it has."),
    "too_many": _too_many,
    "not_open": _not_open,
    "closed": _closed,
    "twice": _twice,
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
        if "status" in reason.args:
            return reason.args["status"]
    return result.problem_args.get("status")
