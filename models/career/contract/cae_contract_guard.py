from datetime import date

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from .cae_contract import LIFE, STATES_IN_FORCE


class CaeContract(models.Model):
    """What a contract refuses: overlaps, a hand-made state, new terms once it is signed."""

    _inherit = "cae.contract"

    @api.constrains("entrepreneur_id", "date_start", "date_last", "state", "kind", "active")
    def _check_overlap(self):
        """Two contracts of one person in one coop never share a day; the other one is named."""
        for contract in self.filtered(
            lambda c: c.kind != "amendment" and c.state not in ("draft", "cancelled")
        ):
            other = contract._get_overlapping()
            if other:
                raise ValidationError(contract._get_overlap_message(other))

    @api.constrains("state", "date_end", "type_id")
    def _check_limited_period_has_an_end(self):
        """A CAPE that was signed has its last day, however it was entered (R1)."""
        for contract in self.filtered(
            lambda c: not c.date_end and c.state not in ("draft", "cancelled")
        ):
            for violation in contract._get_violations():
                if violation.code == "period_without_end":
                    raise ValidationError(contract._explain_violation(violation))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and not self.env.user.has_group("cae_tiers_lieux.group_manager"):
            for vals in vals_list:
                if vals.get("state", "draft") != "draft":
                    raise UserError(
                        self.env._(
                            "Only a manager may enter a contract that is already signed. Create a "
                            "draft and have it signed."
                        )
                    )
        contracts = super().create(vals_list)
        for contract in contracts.filtered(lambda c: not c.name):
            contract.name = contract._get_next_number()
        return contracts

    def write(self, vals):
        if self.env.context.get("cae_life") is not LIFE:
            self._check_can_write(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for contract in self:
            if contract.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(contract)s was sent to signature or signed: it cannot be deleted. "
                        "Cancel it or end it.",
                        contract=contract.display_name,
                    )
                )

    # Business

    def _get_terms_fields(self):
        """Fields that a signature freezes: later houses add theirs."""
        return {
            "entrepreneur_id",
            "type_id",
            "kind",
            "origin_id",
            "previous_id",
            "date_start",
            "date_end",
            "date_closed",
            "coop_signature_date",
            "entrepreneur_signature_date",
            "fixed_pay",
            "minimum_activity",
            "trial_agreed",
            "changes",
            "signed_file",
        }

    def _check_can_write(self, vals):
        """Refuse a hand-made change of state, or of the terms of a signed contract."""
        if "state" in vals and any(contract.state != vals["state"] for contract in self):
            raise UserError(
                self.env._("The state of a contract changes by its buttons, not by hand.")
            )
        frozen = self._get_terms_fields() & vals.keys()
        signed = self.filtered(lambda contract: contract.state in STATES_IN_FORCE)
        if frozen and signed:
            raise UserError(
                self.env._(
                    "%(contract)s is signed: its terms are not written any more. Make an "
                    "amendment to change them.",
                    contract=signed[0].display_name,
                )
            )

    def _in_life(self):
        """Return the same contracts, allowed to change state and terms."""
        return self.with_context(cae_life=LIFE)

    def _get_next_number(self):
        self.ensure_one()
        sequence = self.env["ir.sequence"].with_company(self.company_id)
        number = sequence.next_by_code("cae.contract", sequence_date=self.date_start)
        return "/".join(part for part in (self.type_id.code, number) if part)

    def _get_overlapping(self):
        """Return the first other contract of this person that shares a day with this one."""
        self.ensure_one()
        last = self.date_last or date.max
        replaced = self._get_replaced()._origin
        others = self.entrepreneur_id.sudo().contract_ids - self._origin - replaced
        return others.filtered(
            lambda other: (
                other.kind != "amendment"
                and other.state not in ("draft", "cancelled")
                and self.date_start <= (other.date_last or date.max)
                and other.date_start <= last
                and not (self._origin and self._origin == other._get_replaced())
            )
        )[:1].sudo(self.env.su)

    def _get_overlap_message(self, other):
        if other.date_last:
            return self.env._(
                "%(person)s already has the contract %(other)s from %(start)s to %(end)s, which "
                "shares days with this one. Change the dates or end that contract first.",
                person=self.entrepreneur_id.name,
                other=other.display_name,
                start=self._format_day(other.date_start),
                end=self._format_day(other.date_last),
            )
        return self.env._(
            "%(person)s already has the contract %(other)s from %(start)s, without end, which "
            "shares days with this one. Change the dates or end that contract first.",
            person=self.entrepreneur_id.name,
            other=other.display_name,
            start=self._format_day(other.date_start),
        )
