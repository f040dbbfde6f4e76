"""What is said about a contract: one text for each code of a finding.

Codes come from ``rules/contract_terms.py`` and from ``cae_contract_law.py``. A contract says them
by ``_say``, which adds the person, the contract's first day, and whether nothing is left.
"""

from odoo.tools.translate import LazyTranslate

from ...base.words import day_in_words, duration_in_words

_lt = LazyTranslate(__name__)


def _named(text, **names):
    """Return a sentence of ``text``, whose placeholders are called otherwise in the finding."""

    def sentence(env, args):
        words = env._(text)
        return words % {**args, **{name: args[source] for name, source in names.items()}}

    return sentence


def _pieces(env, pieces):
    """Return earlier contracts in words: CAPE from … to … (12 months)."""
    natures = dict(env["cae.contract.type"]._fields["nature"]._description_selection(env))
    return ", ".join(
        env._(
            "%(label)s from %(start)s to %(end)s (%(duration)s)",
            label=" + ".join(natures.get(code, code) for code in piece.code.split("+")),
            start=day_in_words(env, piece.period.start),
            end=day_in_words(env, piece.period.end),
            duration=duration_in_words(env, piece.duration),
        )
        for piece in pieces
    )


def _deadline_whole(env, args):
    return env._("%(months)s months", months=args["months"])


def _deadline_less(env, args):
    return env._(
        "%(base)s, less %(pieces)s: %(left)s left",
        base=_deadline_whole(env, args),
        pieces=_pieces(env, args["pieces"]),
        left=args["left"],
    )


def _deadline_used_up(env, args):
    return env._(
        "%(base)s, less %(pieces)s: nothing is left",
        base=_deadline_whole(env, args),
        pieces=_pieces(env, args["pieces"]),
    )


def _total_too_long(env, args):
    if args["used_up"]:
        return env._(
            "R3: all CAPE periods with one coop last %(months)s months at most, and nothing is "
            "left: %(pieces)s. A CESA is the next step.",
            months=args["max_months"],
            pieces=_pieces(env, args["pieces"]),
        )
    return env._(
        "R3: all CAPE periods with one coop last %(months)s months at most. After %(pieces)s, "
        "%(left)s are left: this period ends on %(latest)s at the latest, not on %(end)s.",
        months=args["max_months"],
        pieces=_pieces(env, args["pieces"]),
        left=args["left"],
        latest=args["latest_end"],
        end=args["end"],
    )


def _trial_not_allowed(env, args):
    return env._(
        "R16: no trial is left: %(months)s months, less %(pieces)s. Empty the day of the trial.",
        months=args["trial_max_months"],
        pieces=_pieces(env, args["pieces"]),
    )


def _overlap(env, args):
    if args["end"]:
        return env._(
            "%(person)s already has the contract %(other)s from %(start)s to %(end)s, which "
            "shares days with this one. Change the dates or end that contract first.",
            person=args["person"],
            other=args["other"],
            start=args["other_start"],
            end=args["end"],
        )
    return env._(
        "%(person)s already has the contract %(other)s from %(start)s, without end, which "
        "shares days with this one. Change the dates or end that contract first.",
        person=args["person"],
        other=args["other"],
        start=args["other_start"],
    )


SENTENCES = {
    # what the law refuses: R1, R2, R3, R16
    "period_without_end": _named(
        _lt("R1: a CAPE has an end: give its last day, %(months)s months after the first at most."),
        months="max_months",
    ),
    "period_too_long": _named(
        _lt(
            "R1: a CAPE period lasts at most %(months)s months. From %(start)s it ends on "
            "%(latest)s at the latest, not on %(end)s. A manager may allow it with a reason."
        ),
        months="max_months",
        latest="latest_end",
    ),
    "too_many_renewals": _named(
        _lt(
            "R2: a CAPE is renewed at most %(max)s times, even if its periods were short, and "
            "%(person)s has had them all. A CESA is the next step."
        ),
        max="max_renewals",
    ),
    "total_too_long": _total_too_long,
    "trial_too_long": _named(
        _lt(
            "R16: the trial lasts at most %(months)s months, renewal and earlier contracts "
            "included: it ends on %(latest)s at the latest, not on %(end)s."
        ),
        months="trial_max_months",
        latest="latest_end",
    ),
    "trial_not_allowed": _trial_not_allowed,
    # what deserves a look and stops nothing: R50
    "internship_unpaid": _named(
        _lt(
            "R50: an internship of more than %(months)s months is paid; from %(start)s it may be "
            "unpaid until %(latest)s at most."
        ),
        months="max_months",
        latest="latest_end",
    ),
    "internship_too_long": _named(
        _lt(
            "R50: an internship lasts at most %(months)s months: from %(start)s, until %(latest)s."
        ),
        months="max_months",
        latest="latest_end",
    ),
    # what stands in the way of a new contract of the chain
    "end_before_start": _lt(
        "A contract cannot end before its first day. Correct one of the two dates."
    ),
    "overlap": _overlap,
    "renewal_too_early": _lt(
        "%(contract)s ends on %(end)s: its renewal starts on the next day at the earliest, not on "
        "%(start)s."
    ),
    "previous_starts_later": _named(
        _lt("%(contract)s starts on %(start)s: choose a later day."), start="previous_start"
    ),
    "amendment_too_late": _lt(
        "%(contract)s ends on %(end)s: an amendment after it changes nothing."
    ),
    # what stands in the way of an early end
    "ends_before_start": _lt("%(contract)s starts on %(start)s: it cannot end before."),
    "ends_before": _lt("%(contract)s ends by itself on %(end)s: choose an earlier day."),
    "notice_too_short": _lt(
        "With a notice given on %(notice)s, %(contract)s ends on %(day)s at the earliest. A "
        "manager may allow less with a reason."
    ),
    # what is left, and the sum behind a date: R3, R14, R16
    "total_left": _lt(
        "%(left)s of %(months)s months left after it (%(spent)s used, %(renewals)s renewals left)"
    ),
    "total_used_up": _lt("Nothing is left of %(months)s months after it (%(spent)s used)"),
    "deadline_whole": _deadline_whole,
    "deadline_less": _deadline_less,
    "deadline_used_up": _deadline_used_up,
    # what follows from a contract that is being prepared
    "associate_by": _lt("Associate at the latest on %(day)s if signed on the first day: %(why)s."),
    "trial_until": _lt("Trial until %(day)s: %(why)s."),
    "no_trial": _lt("No trial: %(why)s."),
    "ends_previous": _lt("Its signature ends %(contract)s on %(day)s."),
}
