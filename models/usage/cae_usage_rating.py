"""How uses get their price: fetch the facts, call ``rules.rating``, store what was decided."""

import json
from collections import defaultdict
from datetime import date

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ...rules import rating
from ...rules.plans import part_of_month
from ..base.money import money
from .past_uses import read_clocks, read_counters
from .sentences import tell
from .usage_life import OPEN_STATES

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
    "day_part",
    "start",
    "unit",
    "quantity",
    "plan_id",
    "plan_days",
    "plan_length",
    "settled_by",
]
#: Rows written by one statement.
PAGE = 5000
STORED = (
    "state",
    "problem",
    "problem_code",
    "status",
    "tax_included",
    "tax_rate",
    "vat_status",
    "clock_key",
    "counter_key",
    "counted_units",
    "convention_id",
    "rule_id",
    "tariff_id",
    "tariff_line_id",
    "public_amount",
    "free_amount",
    "reduction_amount",
    "elsewhere_amount",
    "net_amount",
    "billed_amount",
    "explanation",
    "explanation_host",
)


class CaeUsage(models.Model):
    _inherit = "cae.usage"

    # Business

    @api.model
    def _domain_open(self):
        """Return the domain of the uses whose price still follows their facts."""
        return Domain("state", "in", OPEN_STATES)

    def _rate(self):
        """Rate these uses, and what depends on them: the open uses of the same persons."""
        self._rate_open_of(self.partner_id)

    @api.model
    def _rate_open_of(self, persons):
        """Rate the open uses of these persons, together.

        A use recorded late, moved or deleted may start a free clock earlier or take the quota of
        another, so all the open uses of a person are rated together, in the books of every
        company: a free clock may run over several. Locked ones are read, never changed: they seed
        the clocks and the counters. The number of queries does not depend on the number of uses.
        Rules R41 to R44, R51.
        """
        usages = self._get_open_of(persons)
        if not usages:
            return
        rulebook = rating.RuleBook(
            [convention._to_rating() for convention in usages._get_conventions()],
            [tariff._to_rating() for tariff in usages._get_tariffs()],
            usages._get_vat_statuses(),
        )
        clocks = usages._get_locked_clocks()
        counters = usages._get_locked_counters()
        rated = rating.rate_all(usages._to_rating(), rulebook, clocks, counters)
        by_id = {result.use_id: result for result in rated}
        for company_usages in usages.grouped("company_id").values():
            company_usages._store_rated([by_id[usage.id] for usage in company_usages])

    def _get_open_of(self, persons):
        # sudo: a person of two coops has one clock in a programme, and nobody of one coop reads
        # the uses of the other; their prices follow all the same.
        return self.sudo().search_fetch(
            Domain("partner_id", "in", persons.ids) & self._domain_open(),
            FACTS_READ,
            order="date, start, id",
        )

    def _get_conventions(self):
        """Every convention that may cover one of these uses, whatever its dates."""
        # sudo: the price of a use does not depend on who records it. One archived since counts.
        conventions = self.env["cae.convention"].sudo().with_context(active_test=False)
        return conventions.search(
            Domain("company_id", "in", self.company_id.ids)
            & Domain("host_id", "in", self.host_id.ids)
            & conventions._domain_signed()
        )

    def _get_tariffs(self):
        # sudo: as for the conventions
        return self.env["cae.tariff"].sudo().search([("space_id", "in", self.space_id.ids)])

    def _get_vat_statuses(self):
        """Return what is known of the VAT of the hosts, whatever the day (R35)."""
        return self._get_vat_statuses_of(self.host_id, self.company_id)

    @api.model
    def _get_vat_statuses_of(self, hosts, companies):
        """Return what is known of the VAT of some hosts; a company is taxable unless it says not.

        As ``VatCalendar`` for the bills.
        """
        # sudo: as for the conventions
        statuses = self.env["cae.vat.status"].sudo()
        known = [
            rating.VatStatus(status.partner_id.id, status.date_start, status.status)
            for status in statuses.search([("partner_id", "in", hosts.ids)])
        ]
        own = set(companies.partner_id.ids) & set(hosts.ids)
        return known + [rating.VatStatus(id_, date.min, "standard") for id_ in own]

    def _to_rating(self):
        """Return the pure facts of these uses, with the status of each person on each day."""
        known = self._get_people_known()
        doubts = self._get_doubts(known)
        agreed = self.env["cae.price.agreement"]._get_for_uses(self)
        covered = self.env["cae.plan"]._get_covered(self)
        uses = []
        for usage in self:
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
                    quantity=usage._get_rated_quantity(),
                    settled=usage.settled_by,
                    book_id=usage.company_id.id,
                    key="|".join(
                        map(
                            str,
                            (usage.space_id.name, usage.resource_id.name, usage.company_id.name),
                        )
                    ),
                    day_part=usage.day_part or None,
                    currency=usage.company_id.currency_id.name,
                    doubt=doubts.get(usage),
                    side=usage.company_id._cae_side(),
                    agreed=agreed.get(usage),
                    is_covered=usage in covered,
                    **known.rating_facts(usage._get_presence(), usage.visitor),
                )
            )
        return uses

    def _get_rated_quantity(self):
        """Return the exact quantity: a part of a month is days out of days, never rounded first."""
        self.ensure_one()
        if self.plan_id and self.plan_length:
            return part_of_month(self.plan_days, self.plan_length)
        return money(self.quantity)

    # What locked uses already took

    def _get_locked_clocks(self):
        """Seed the free clocks with the first other use of each person in each scope.

        Across companies on purpose: a person in two coops of this database has one clock in a
        programme (design, section 5).
        """
        self.env["cae.usage"].flush_model()
        return read_clocks(self.env, self.partner_id.ids, SQL("NOT (id = ANY(%s))", list(self.ids)))

    def _get_locked_counters(self):
        """Units of a monthly right that locked uses took, and what was billed by it."""
        return read_counters(self.env, self.partner_id.ids, SQL("state = 'locked'"))

    # Storing

    def _store_rated(self, rated):
        """Store the decisions that changed: one statement for the uses, two for their shares.

        In SQL, because the same through the ORM is the slowest part of closing a month; nothing
        stored is computed from these columns. What is rated again as before is not written.
        """
        # sudo: the account that pays does not depend on who records the use.
        by_id = {usage.id: usage for usage in self.sudo()}
        rated = [by_id[result.use_id]._require_activity(result) for result in rated]
        rows, shares = [], {}
        for result, sentence in zip(rated, self._tell(rated), strict=True):
            rows.append(self._prepare_rated_row(result, sentence))
            shares[result.use_id] = by_id[result.use_id]._prepare_share_rows(result)
        # what loses its place first: another presence of the day may take it
        rows.sort(key=lambda row: row["state"] == "rated")
        waiting = sum(row["state"] != "rated" for row in rows)
        for part in (rows[:waiting], rows[waiting:]):
            for page in split_every(PAGE, part, list):
                self._update_rated(page)
        self._replace_shares(shares)
        self.invalidate_recordset([*STORED, "sentence", "share_ids"], flush=False)
        self.env["cae.usage.share"].invalidate_model(flush=False)

    def _tell(self, rated):
        """Return the sentences of these results, as ``sentences.tell`` gives them.

        In the language of the books, whoever records: they are stored and printed.
        """
        return tell(self.with_context(lang=self.company_id[:1]._cae_lang()).env, rated)

    def _update_rated(self, rows):
        """Write rated rows, ``{column: value}`` with their id; those that differ only."""
        names = [SQL.identifier(name) for name in STORED]
        self.env.execute_query(
            SQL(
                """
                UPDATE cae_usage usage
                   SET (%(columns)s) = ROW(%(new)s), write_uid = %(uid)s,
                       write_date = now() AT TIME ZONE 'UTC'
                  FROM json_to_recordset(%(rows)s) AS new(%(types)s)
                 WHERE usage.id = new.id AND (%(old)s) IS DISTINCT FROM (%(new)s)
             RETURNING usage.id
                """,
                columns=SQL(", ").join(names),
                new=SQL(", ").join(SQL("new.%s", name) for name in names),
                old=SQL(", ").join(SQL("usage.%s", name) for name in names),
                types=SQL(", ").join(self._get_column(name) for name in ("id", *STORED)),
                rows=json.dumps(rows, default=str),
                uid=self.env.uid,
            )
        )

    def _get_column(self, name):
        column_type = self._fields[name].column_type[0]
        return SQL("%s %s", SQL.identifier(name), SQL.identifier(column_type))

    def _replace_shares(self, shares):
        """Replace the shares of the uses whose payers changed.

        :param shares: ``{usage id: [(payer, amount, analytic account id)]}``
        """
        Share = self.env["cae.usage.share"]
        Share.flush_model()
        old = defaultdict(list)
        for usage_id, *share in self.env.execute_query(
            SQL(
                """
                SELECT usage_id, payer, amount, analytic_account_id
                  FROM cae_usage_share WHERE usage_id = ANY(%s) ORDER BY id
                """,
                list(shares),
            )
        ):
            old[usage_id].append(tuple(share))
        changed = [usage_id for usage_id, new in shares.items() if new != old.get(usage_id, [])]
        if stale := [usage_id for usage_id in changed if usage_id in old]:
            self.env.cr.execute("DELETE FROM cae_usage_share WHERE usage_id = ANY(%s)", [stale])
        company_ids = {usage.id: usage.company_id.id for usage in self}
        rows = [
            (usage_id, company_ids[usage_id], *share, self.env.uid, self.env.uid)
            for usage_id in changed
            for share in shares[usage_id]
        ]
        for part in split_every(PAGE, rows, list):
            self._insert_shares(part)

    def _insert_shares(self, rows):
        """Insert rows of shares: usage, company, payer, amount, account, creator, writer."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cae_usage_share
                       (usage_id, company_id, payer, amount, analytic_account_id,
                        create_uid, write_uid, create_date, write_date)
                SELECT (row->>0)::int, (row->>1)::int, row->>2, (row->>3)::numeric,
                       (row->>4)::int, (row->>5)::int, (row->>6)::int,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM json_array_elements(%s) WITH ORDINALITY AS list(row, place)
                 ORDER BY place
                """,
                json.dumps(rows, default=str),
            )
        )

    def _require_activity(self, result):
        """A part that an activity pays needs one: without it the use is to be sorted out."""
        self.ensure_one()
        return rating.require_activity(result, bool(self.activity_id or not self.entrepreneur_id))

    def _prepare_rated_row(self, result, sentence):
        explanation, explanation_host, problem, status = sentence
        return {
            "id": result.use_id,
            "state": "recorded" if result.problem else "rated",
            "problem": problem,
            "problem_code": result.problem,
            "status": status,
            "tax_included": result.tax_included,
            "tax_rate": result.tax_rate,
            "vat_status": result.vat_status,
            "clock_key": result.clock_key,
            "counter_key": result.counter_key,
            "counted_units": result.counted,
            "convention_id": result.convention_id,
            "rule_id": result.rule_id,
            "tariff_id": result.tariff_id,
            "tariff_line_id": result.tariff_line_id,
            "public_amount": result.public,
            "free_amount": result.free,
            "reduction_amount": result.reduction,
            "elsewhere_amount": result.settled_elsewhere,
            "net_amount": result.net,
            "billed_amount": result.billed,
            "explanation": explanation,
            "explanation_host": explanation_host,
        }

    def _prepare_share_rows(self, result):
        """One row per payer; the activity's part stands on its analytic account (R18)."""
        self.ensure_one()
        accounts = {
            "activity": self.activity_id.analytic_account_id.id or None,
            "coop": self.company_id.cae_shared_account_id.id or None,
            "funder": self.company_id.cae_shared_account_id.id or None,
        }
        return [(share.payer, share.amount, accounts.get(share.payer)) for share in result.shares]
