"""How uses get their price: fetch the facts, call ``rules.rating``, store what was decided."""

from odoo import api, fields, models

from ...rules import rating
from ..base.money import money

#: What the rating reads of a use, in one query.
FACTS_READ = [
    "company_id",
    "space_id",
    "host_id",
    "resource_id",
    "resource_kind",
    "partner_id",
    "entrepreneur_id",
    "visitor",
    "coop_id",
    "activity_id",
    "date",
    "start",
    "unit",
    "quantity",
    "settled_by",
]


class CaeUsage(models.Model):
    _inherit = "cae.usage"

    problem = fields.Char(readonly=True, copy=False)
    status = fields.Char(string="Status on the day", readonly=True, copy=False)
    convention_id = fields.Many2one(
        comodel_name="cae.convention", readonly=True, copy=False, index="btree_not_null"
    )
    rule_id = fields.Many2one(
        comodel_name="cae.convention.rule",
        string="Condition",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    tariff_id = fields.Many2one(
        comodel_name="cae.tariff", string="Public prices", readonly=True, copy=False
    )
    tariff_line_id = fields.Many2one(
        comodel_name="cae.tariff.line", readonly=True, copy=False, ondelete="set null"
    )
    public_amount = fields.Monetary(string="Public value", readonly=True, copy=False)
    free_amount = fields.Monetary(string="Free", readonly=True, copy=False)
    reduction_amount = fields.Monetary(string="Reductions", readonly=True, copy=False)
    elsewhere_amount = fields.Monetary(string="Settled elsewhere", readonly=True, copy=False)
    net_amount = fields.Monetary(string="Net price", readonly=True, copy=False)
    billed_amount = fields.Monetary(string="To bill", readonly=True, copy=False)
    explanation = fields.Char(readonly=True, copy=False)
    explanation_host = fields.Char(string="What the space reads", readonly=True, copy=False)
    sentence = fields.Char(
        string="Why",
        compute="_compute_sentence",
        help="Why this price, or what is to be sorted out.",
    )
    share_ids = fields.One2many(
        comodel_name="cae.usage.share",
        inverse_name="usage_id",
        string="Payers",
        readonly=True,
    )

    @api.depends("problem", "explanation")
    def _compute_sentence(self):
        for usage in self:
            usage.sentence = usage.problem or usage.explanation

    def _rate(self):
        """Rate these uses, and what depends on them: the open uses of the same persons.

        A use recorded late may start a free clock earlier or take the quota of another, so all
        the open uses of a person are rated together. Locked ones are read, never changed: they
        seed the clocks and the counters. The number of queries does not depend on the number of
        uses. Rules R41 to R44, R51.
        """
        by_company = self._get_to_rate().grouped("company_id")
        # Each company has conventions of its own; a free clock may run over several of them, so
        # what the last one started is known to the first one on the second pass.
        for usages in [*by_company.values()] * (2 if len(by_company) > 1 else 1):
            usages._rate_in_company()

    def _rate_in_company(self):
        conventions = self._get_conventions()
        rulebook = rating.RuleBook(
            [convention._to_rules() for convention in conventions],
            [tariff._to_rules() for tariff in self._get_tariffs()],
        )
        clocks = self._get_locked_clocks()
        counters = self._get_locked_counters()
        rated = rating.rate_all(self._to_rules(), rulebook, clocks, counters)
        self._store_rated(rated)

    def _get_to_rate(self):
        # sudo: a person of two coops has one clock in a programme, and nobody of one coop reads
        # the uses of the other; their prices follow all the same.
        return self.sudo().search_fetch(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("state", "in", ("recorded", "rated")),
            ],
            FACTS_READ,
            order="date, start, id",
        )

    def _get_conventions(self):
        """Every convention that may cover one of these uses, whatever its dates."""
        # sudo: the price of a use does not depend on who records it.
        return (
            self.env["cae.convention"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.company_id.ids),
                    ("host_id", "in", self.host_id.ids),
                    ("state", "in", ("running", "ended")),
                ]
            )
        )

    def _get_tariffs(self):
        return self.env["cae.tariff"].sudo().search([("space_id", "in", self.space_id.ids)])

    def _to_rules(self):
        """Return the pure facts of these uses, with the status of each person on each day."""
        facts = self.entrepreneur_id.sudo()._get_careers()
        attestations = self._get_attestations()
        uses = []
        for usage in self:
            status, since = usage._status_and_start(facts, attestations)
            uses.append(
                rating.Use(
                    id=usage.id,
                    day=usage.date,
                    start=usage.start or None,
                    person_id=usage.partner_id.id,
                    coop_id=usage.coop_id.id or None,
                    host_id=usage.host_id.id,
                    space_id=usage.space_id.id,
                    resource_id=usage.resource_id.id,
                    resource_kind=usage.resource_kind,
                    unit=usage.unit,
                    quantity=money(usage.quantity),
                    status=status,
                    contract_start=since,
                    settled=usage.settled_by,
                )
            )
        return uses

    def _status_and_start(self, facts, attestations):
        """The person's status on the day, and since when its contract runs (R43)."""
        self.ensure_one()
        if self.visitor != "entrepreneur":
            return self.visitor, None
        if self.entrepreneur_id:
            career = facts[self.entrepreneur_id.id]
            return career.status_on(self.date), career.contract_start_on(self.date)
        for attestation in attestations.get((self.partner_id, self.company_id), ()):
            if attestation._is_in_force(self.date):
                return attestation.status, attestation.date_start
        return "exited", None

    def _get_attestations(self):
        outside = self.filtered(lambda u: u.visitor == "entrepreneur" and not u.entrepreneur_id)
        if not outside:
            return {}
        found = (
            self.env["cae.attestation"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", outside.partner_id.ids),
                    ("company_id", "in", outside.company_id.ids),
                ],
                order="date_start",
            )
        )
        result = {}
        for attestation in found:
            key = (attestation.partner_id, attestation.company_id)
            result.setdefault(key, []).append(attestation)
        return result
