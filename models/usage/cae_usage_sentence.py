"""The sentences of a rated use: the codes of ``rules.rating`` in the reader's words."""

from odoo import models
from odoo.tools import formatLang

from ..base.words import day_in_words, number_in_words

#: Arguments of reasons that no phrase tells: they change every day.
UNSAID = frozenset({"days_left"})


def _key(reason):
    """What makes two reasons the same phrase."""
    return (reason.code, *(value for name, value in reason.args.items() if name not in UNSAID))


class CaeUsage(models.Model):
    _inherit = "cae.usage"

    def _get_sentences(self, rated):
        """Return ``[(for the coop, for the space, problem, status label)]`` for each result.

        The space never reads a status (R47). They are written in the language of the company
        whose books these are, because they are stored and printed.
        """
        lang = self.company_id[:1].partner_id.lang or self.env.lang
        usages = self.with_context(lang=lang)
        known = {}  # a month repeats the same sentences: translate each once

        def join(reasons):
            key = tuple(map(_key, reasons))
            if key not in known:
                known[key] = usages._join(reasons)
            return known[key]

        return [
            (
                None if result.problem else join(result.reasons),
                None if result.problem else join(result.host_reasons),
                usages._problem_sentence(result) if result.problem else None,
                usages._status_of(result),
            )
            for result in rated
        ]

    def _join(self, reasons):
        codes = {reason.code for reason in reasons}
        if "free_month" in codes:  # it says already that the use is free
            reasons = [reason for reason in reasons if reason.code != "free"]
        parts = [text for reason in reasons if (text := self._reason_sentence(reason))]
        return (" · ".join(parts)) or None

    def _status_of(self, result):
        for reason in result.reasons:
            if reason.code == "status":
                return reason.args["status"]
        return result.problem_args.get("status") if result.problem_args else None

    def _status_label(self, status):
        env = self.env
        labels = {
            "candidate": env._("Candidate"),
            "cape": env._("CAPE"),
            "cesa": env._("CESA"),
            "associate": env._("Associate"),
            "suspended": env._("Contract suspended"),
            "exited": env._("Left the CAE"),
            "staff": env._("Support team"),
            "external": env._("External visitor"),
        }
        return labels.get(status, status)

    def _day(self, day):
        return day_in_words(self.env, day)

    def _number(self, value):
        return number_in_words(self.env, value)

    def _amount(self, value):
        return formatLang(self.env, float(value), currency_obj=self.env.company.currency_id)

    def _reason_sentence(self, reason):
        """One reason as a short phrase; False when it adds nothing to the others."""
        phrase = getattr(self, f"_phrase_{reason.code}", None)
        return phrase(reason.args) if phrase else False

    def _phrase_status(self, args):
        label = self._status_label(args["status"])
        if not args.get("since"):
            return label
        return self.env._("%(status)s since %(day)s", status=label, day=self._day(args["since"]))

    def _phrase_formula(self, args):
        return self.env._("formula %(name)s", name=args["label"])

    def _phrase_free_month(self, args):
        return self.env._(
            "free month %(month)s of %(months)s, until %(day)s",
            month=args["month"],
            months=args["months"],
            day=self._day(args["free_until"]),
        )

    def _phrase_free_ended(self, args):
        return self.env._("free until %(day)s", day=self._day(args["free_until"]))

    def _phrase_quota(self, args):
        return self.env._(
            "%(quota)s units a month, %(within)s left for this one",
            quota=self._number(args["quota"]),
            within=self._number(args["within"]),
        )

    def _phrase_discount(self, args):
        return self.env._("−%(percent)s %%", percent=self._number(args["percent"]))

    def _phrase_fixed(self, args):
        return self.env._("agreed price %(price)s", price=self._amount(args["price"]))

    def _phrase_cap(self, args):
        return self.env._("at most %(price)s", price=self._amount(args["price"]))

    def _phrase_free(self, _args):
        return self.env._("free")

    def _phrase_public(self, _args):
        return self.env._("public price")

    def _phrase_suspended(self, _args):
        return self.env._("contract suspended that day")

    def _phrase_settled(self, args):
        if args.get("how") == "on_site":
            return self.env._("paid on site, not billed")
        return self.env._("on an expense report, not billed")

    def _problem_sentence(self, result):
        """Say what stops the rating and what to do."""
        problem = getattr(self, f"_problem_{result.problem}", None)
        return problem(result.problem_args or {}) if problem else result.problem

    def _problem_no_convention(self, args):
        if args.get("last_end"):
            return self.env._(
                "The convention ended on %(day)s: renew it, or cancel this use.",
                day=self._day(args["last_end"]),
            )
        if args.get("next_start"):
            return self.env._(
                "The convention begins on %(day)s only: change its date, or cancel this use.",
                day=self._day(args["next_start"]),
            )
        return self.env._(
            "No convention in force with this space on this day: make one, or mark the use as "
            "paid on site."
        )

    def _problem_no_right(self, args):
        return self.env._(
            "%(status)s on this day: no right to a space. Check the contract, or mark the use as "
            "paid on site.",
            status=self._status_label(args.get("status")),
        )

    def _problem_no_rule(self, _args):
        return self.env._("No condition of the convention fits this use: add one.")

    def _problem_no_tariff(self, _args):
        return self.env._(
            "The space has no public price for this unit on this day: complete its prices."
        )

    def _problem_no_activity(self, _args):
        return self.env._(
            "The activity should pay, and this person has none: create it or choose one."
        )

    def _problem_forbidden(self, args):
        return self.env._("The condition “%(rule)s” does not allow it.", rule=args["label"])

    def _problem_case_by_case(self, args):
        return self.env._(
            "The condition “%(rule)s” is case by case: agree on a price, then add a condition "
            "for it.",
            rule=args["label"],
        )
