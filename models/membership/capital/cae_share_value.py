from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage
from ...base.money import money
from ...base.words import amount_in_words

_lt = LazyTranslate(__name__)

_VALUE = frozenset({"company_id", "organisation_id", "date_start", "value", "decided_by"})


class CaeShareValue(models.Model):
    """The nominal value of one share of an organisation from a date on.

    ==========  ===========================================================
    Support     reads
    Accountant  reads; a conversion of shares records its own value
    Manager     creates; edits and deletes what no shares were counted with
    Others      nothing
    ==========  ===========================================================
    """

    _name = "cae.share.value"
    _description = "Value of the share"
    _inherit = ["cae.life.mixin", "cae.organisation.mixin", "cae.version.mixin"]
    _order = "organisation_id, date_start desc"
    _rec_name = "date_start"
    _version_of = ("company_id", "organisation_id")
    _life = Life(
        stages={
            "open": Stage(_VALUE, delete="manager"),
            "used": Stage(
                frozenset({"decided_by"}),
                entered=_VALUE,
                way_on=_lt("Record another value, from its own day on."),
            ),
        },
    )

    date_start = fields.Date(string="From")
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(required=True)
    decided_by = fields.Char(help="The assembly that decided this value.")
    state = fields.Selection(
        selection=[("open", "Not used yet"), ("used", "Used")], compute="_compute_state"
    )

    _one_per_day = models.Constraint(
        "UNIQUE (company_id, organisation_id, date_start)",
        "The value from that day is recorded already: edit it.",
    )
    _value_positive = models.Constraint("CHECK (value > 0)", "A share is worth more than zero.")

    # Life

    def _compute_state(self):
        for value, state in self._get_life_states().items():
            value.state = state

    def _get_life_states(self):
        return {value: "used" if value._is_used() else "open" for value in self}

    def _is_used(self):
        """Return whether a signed subscription or a conversion counted shares with this value."""
        self.ensure_one()
        value = self._origin.sudo()  # sudo: whether it was used, whoever asks
        if not value:
            return False
        own = self._domain_of_organisation(value.company_id, value.organisation_id)
        following = value.search(
            own & Domain("date_start", ">", value.date_start), order="date_start", limit=1
        )
        signed = own & Domain("state", "=", "signed") & Domain("unit_value", "=", value.value)
        signed &= Domain("date", ">=", value.date_start)
        if following:
            signed &= Domain("date", "<", following.date_start)
        converted = own & Domain("kind", "=", "conversion") & Domain("date", "=", value.date_start)
        return bool(
            value.env["cae.share.subscription"].search_count(signed, limit=1)
            or value.env["cae.share.move"].search_count(converted, limit=1)
        )

    # Business

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
        # sudo: the value follows from the conversion, which accountants record; its company is
        # checked below
        recorded = self.sudo().create(
            {
                "company_id": company.id,
                "organisation_id": organisation.id,
                "date_start": day,
                "value": value,
                "decided_by": decided_by,
            }
        )
        recorded.sudo(self.env.su).check_access("read")
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
        self.env["cae.share.move"].check_access("create")
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
        return self.env["cae.share.move"]._add_to_ledger(
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
