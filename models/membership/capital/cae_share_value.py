from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...base.money import money
from ...base.words import amount_in_words


class CaeShareValue(models.Model):
    """The nominal value of one share of an organisation from a date on.

    ==========  =======================================================
    Support     reads
    Accountant  reads, and adds one: a conversion does
    Manager     the same, edits, deletes
    ==========  =======================================================
    """

    _name = "cae.share.value"
    _description = "Value of the share"
    _inherit = ["cae.organisation.mixin", "cae.version.mixin"]
    _order = "organisation_id, date_start desc"
    _rec_name = "date_start"
    _version_of = ("company_id", "organisation_id")

    date_start = fields.Date(string="From")
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(required=True)
    decided_by = fields.Char(help="The assembly that decided this value.")

    _one_per_day = models.Constraint(
        "UNIQUE (company_id, organisation_id, date_start)",
        "The value from that day is recorded already: edit it.",
    )
    _value_positive = models.Constraint("CHECK (value > 0)", "A share is worth more than zero.")

    @api.model
    def _get_value(self, company, organisation, day):
        """Return the value of one share on ``day``; 0.0 when nobody recorded one."""
        found = self._versions_on(day, self._domain_of_organisation(company, organisation))
        return found.get((company, organisation), self.browse()).value

    @api.model
    def _convert_shares(self, company, organisation, day, value, decided_by=False):
        """Record a new value of the share and convert what each member holds on that day.

        Nobody's capital changes: the same money is held in more shares, or in fewer.

        :return: the lines added to the ledger, one for each member whose count changes
        :raises UserError: no value, or somebody would hold a part of a share
        """
        balances = self._get_balances_to_convert(company, organisation, day)
        self._check_can_convert(balances, value)
        self.create(
            {
                "company_id": company.id,
                "organisation_id": organisation.id,
                "date_start": day,
                "value": value,
                "decided_by": decided_by,
            }
        )
        return self._do_convert(balances, day, value)

    @api.model
    def _get_balances_to_convert(self, company, organisation, day):
        """Return ``{membership: rules.capital.Balance}`` of all who are members by shares."""
        memberships = self.env["cae.membership"].search(
            self._domain_of_organisation(company, organisation) & Domain("kind", "=", "shares")
        )
        balances = self.env["cae.share.move"]._get_balances(memberships, day)
        return {membership: balances[membership.id] for membership in memberships}

    @api.model
    def _check_can_convert(self, balances, value):
        if reason := self._get_cannot_convert_reason(balances, value):
            raise UserError(reason)

    @api.model
    def _get_cannot_convert_reason(self, balances, value):
        """Return the sentence that says why shares cannot take this value, or False."""
        if money(value, 2) <= 0:
            return self.env._("A share is worth more than zero.")
        for membership, balance in balances.items():
            if balance.subscribed % money(value, 2):
                return self.env._(
                    "%(member)s holds %(amount)s, which is no whole number of shares of "
                    "%(value)s: refund or complete the odd part first.",
                    member=membership.member_id.name,
                    amount=amount_in_words(self.env, balance.subscribed),
                    value=amount_in_words(self.env, value),
                )
        return False

    @api.model
    def _do_convert(self, balances, day, value):
        counts = {
            membership: int(balance.subscribed // money(value, 2)) - balance.shares
            for membership, balance in balances.items()
        }
        return self.env["cae.share.move"]._add(
            [
                {
                    "company_id": membership.company_id.id,
                    "membership_id": membership.id,
                    "date": day,
                    "kind": "conversion",
                    "label": self.env._("New value of the share"),
                    "shares": count,
                }
                for membership, count in counts.items()
                if count
            ]
        )
