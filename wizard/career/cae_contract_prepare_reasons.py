from odoo import models

from ...rules.periods import DAY


class CaeContractPrepare(models.TransientModel):
    """What stops the contract that is being prepared, and what will follow from it."""

    _inherit = "cae.contract.prepare"

    def _get_reasons(self):
        """Return (what stops this contract, whether a manager may override all of it)."""
        self.ensure_one()
        if not self.type_id or not self.date_start:
            return [self.env._("Choose the contract type and the first day.")], False
        reasons = self._get_date_reasons()
        if reasons or self.mode == "amendment":
            return reasons, False
        contract = self._new_contract()
        violations = contract._get_violations()
        reasons = [contract._explain_violation(violation) for violation in violations]
        return reasons, bool(violations) and all(v.overridable for v in violations)

    def _get_date_reasons(self):
        contract = self.env["cae.contract"]
        previous = self.previous_id
        day = contract._format_day
        if self.date_end and self.date_end < self.date_start:
            return [
                self.env._(
                    "A contract cannot end before its first day. Correct one of the two dates."
                )
            ]
        if self.mode == "renewal" and previous.date_last and self.date_start <= previous.date_last:
            return [
                self.env._(
                    "%(contract)s ends on %(end)s: its renewal starts on the next day at the "
                    "earliest, not on %(start)s.",
                    contract=previous.display_name,
                    end=day(previous.date_last),
                    start=day(self.date_start),
                )
            ]
        if self.mode in ("switch", "amendment") and self.date_start <= previous.date_start:
            if self.mode == "switch" or self.date_start < previous.date_start:
                return [
                    self.env._(
                        "%(contract)s starts on %(start)s: choose a later day.",
                        contract=previous.display_name,
                        start=day(previous.date_start),
                    )
                ]
        if self.mode == "amendment":
            if previous.date_last and self.date_start > previous.date_last:
                return [
                    self.env._(
                        "%(contract)s ends on %(end)s: an amendment after it changes nothing.",
                        contract=previous.display_name,
                        end=day(previous.date_last),
                    )
                ]
            return []
        other = self._new_contract()._get_overlapping()
        return [self._new_contract()._get_overlap_message(other)] if other else []

    def _get_information(self):
        """Return what will follow, in sentences: what is left, the deadlines, the end before."""
        if not self.type_id or not self.date_start or self.mode == "amendment":
            return []
        contract = self._new_contract()
        day = contract._format_day
        lines = []
        if contract.total_explanation:
            lines.append(contract.total_explanation)
        if contract.associate_deadline:
            lines.append(
                self.env._(
                    "Associate at the latest on %(day)s if signed on the first day: %(why)s.",
                    day=day(contract.associate_deadline),
                    why=contract.associate_explanation,
                )
            )
        if contract.trial_explanation:
            lines.append(
                self.env._(
                    "Trial until %(day)s: %(why)s.",
                    day=day(contract.trial_end),
                    why=contract.trial_explanation,
                )
                if contract.trial_end
                else self.env._("No trial: %(why)s.", why=contract.trial_explanation)
            )
        previous = self.previous_id
        if self.mode == "switch" and (
            not previous.date_last or previous.date_last >= self.date_start
        ):
            lines.append(
                self.env._(
                    "Its signature ends %(contract)s on %(day)s.",
                    contract=previous.display_name,
                    day=day(self.date_start - DAY),
                )
            )
        return lines
