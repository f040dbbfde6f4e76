from odoo import models


class CaeContract(models.Model):
    """The sentences of the law: what a rule says about a contract, with its dates in words."""

    _inherit = "cae.contract"

    def _format_duration(self, duration):
        """Return a duration in words: 2 months and 3 days."""
        months = (
            self.env._("%(count)s months", count=duration.months)
            if duration.months > 1
            else self.env._("1 month")
        )
        days = (
            self.env._("%(count)s days", count=duration.days)
            if duration.days > 1
            else self.env._("1 day")
        )
        if duration.months and duration.days:
            return self.env._("%(months)s and %(days)s", months=months, days=days)
        if duration.months:
            return months
        return days if duration.days else self.env._("nothing")

    def _format_pieces(self, pieces):
        """Return earlier contracts in words: CAPE from … to … (12 months)."""
        natures = dict(
            self.env["cae.contract.type"]._fields["nature"]._description_selection(self.env)
        )
        parts = []
        for piece in pieces:
            label = " + ".join(natures.get(code, code) for code in piece.code.split("+"))
            parts.append(
                self.env._(
                    "%(label)s from %(start)s to %(end)s (%(duration)s)",
                    label=label,
                    start=self._format_day(piece.period.start),
                    end=self._format_day(piece.period.end),
                    duration=self._format_duration(piece.duration),
                )
            )
        return ", ".join(parts)

    def _explain_total(self):
        """Return what is left of the CAPE total after this contract (R3)."""
        limits = self._get_limits()
        balance = self._get_balance_after()
        if not balance.left:
            return self.env._(
                "Nothing is left of %(months)s months after it (%(spent)s used)",
                months=limits.total_max_months,
                spent=self._format_duration(balance.spent),
            )
        return self.env._(
            "%(left)s of %(months)s months left after it (%(spent)s used, %(renewals)s renewals "
            "left)",
            left=self._format_duration(balance.left),
            months=limits.total_max_months,
            spent=self._format_duration(balance.spent),
            renewals=balance.renewals_left,
        )

    def _explain_deadline(self, found, months):
        """Return the sum behind a term: months, less each earlier contract."""
        base = self.env._("%(months)s months", months=months)
        if not found.pieces:
            return base
        if not found.left:
            return self.env._(
                "%(base)s, less %(pieces)s: nothing is left",
                base=base,
                pieces=self._format_pieces(found.pieces),
            )
        return self.env._(
            "%(base)s, less %(pieces)s: %(left)s left",
            base=base,
            pieces=self._format_pieces(found.pieces),
            left=self._format_duration(found.left),
        )

    def _explain_violation(self, violation):
        """Return one sentence for a rule that a contract breaks: what, which dates, what to do."""
        args = dict(violation.args)
        day = self._format_day
        if violation.code == "period_without_end":
            return self.env._(
                "R1: a CAPE has an end: give its last day, %(months)s months after the first at "
                "most.",
                months=args["max_months"],
            )
        if violation.code == "period_too_long":
            return self.env._(
                "R1: a CAPE period lasts at most %(months)s months. From %(start)s it ends on "
                "%(latest)s at the latest, not on %(end)s. A manager may allow it with a reason.",
                months=args["max_months"],
                start=day(args["start"]),
                latest=day(args["latest_end"]),
                end=day(args["end"]),
            )
        if violation.code == "too_many_renewals":
            return self.env._(
                "R2: a CAPE is renewed at most %(max)s times, even if its periods were short, and "
                "%(person)s has had them all. A CESA is the next step.",
                max=args["max_renewals"],
                person=self.entrepreneur_id.name,
            )
        if violation.code == "total_too_long":
            return self._explain_total_too_long(args)
        if violation.code in ("trial_too_long", "trial_not_allowed"):
            return self._explain_trial_too_long(args)
        return violation.rule

    def _explain_total_too_long(self, args):
        if not args["left"]:
            return self.env._(
                "R3: all CAPE periods with one coop last %(months)s months at most, and nothing is "
                "left: %(pieces)s. A CESA is the next step.",
                months=args["max_months"],
                pieces=self._format_pieces(args["pieces"]),
            )
        return self.env._(
            "R3: all CAPE periods with one coop last %(months)s months at most. After %(pieces)s, "
            "%(left)s are left: this period ends on %(latest)s at the latest, not on %(end)s.",
            months=args["max_months"],
            pieces=self._format_pieces(args["pieces"]),
            left=self._format_duration(args["left"]),
            latest=self._format_day(args["latest_end"]),
            end=self._format_day(args["end"]),
        )

    def _explain_trial_too_long(self, args):
        months = self._get_limits().trial_max_months
        if args["latest_end"] < self.date_start:
            return self.env._(
                "R16: no trial is left: %(months)s months, less %(pieces)s. Empty the day of the "
                "trial.",
                months=months,
                pieces=self._format_pieces(args["pieces"]),
            )
        return self.env._(
            "R16: the trial lasts at most %(months)s months, renewal and earlier contracts "
            "included: it ends on %(latest)s at the latest, not on %(end)s.",
            months=months,
            latest=self._format_day(args["latest_end"]),
            end=self._format_day(args["end"]),
        )
