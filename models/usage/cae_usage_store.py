"""Store what the rating decided."""

import json
from collections import defaultdict
from dataclasses import replace

from odoo import models
from odoo.tools import SQL, split_every

from ...rules.allocation import ZERO

#: Rows written by one statement.
PAGE = 5000
STORED = (
    "state",
    "problem",
    "status",
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

    def _store_rated(self, rated):
        """Store the decisions that changed: one statement for the uses, two for their shares.

        In SQL, because the same through the ORM is the slowest part of closing a month; nothing
        stored is computed from these columns. What is rated again as before is not written.
        """
        # sudo: the account that pays does not depend on who records the use.
        by_id = {usage.id: usage for usage in self.sudo()}
        rated = [by_id[result.use_id]._require_activity(result) for result in rated]
        rows, shares = [], {}
        for result, sentence in zip(rated, self._get_sentences(rated), strict=True):
            rows.append(self._prepare_rated_row(result, sentence))
            shares[result.use_id] = by_id[result.use_id]._prepare_share_rows(result)
        for part in split_every(PAGE, rows, list):
            self._update_rated(part)
        self._replace_shares(shares)
        self.invalidate_recordset([*STORED, "sentence", "share_ids"], flush=False)
        self.env["cae.usage.share"].invalidate_model(flush=False)

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
        pays = any(share.payer == "activity" for share in result.shares)
        if not pays or self.activity_id or not self.entrepreneur_id:
            return result
        return replace(
            result,
            problem="no_activity",
            net=ZERO,
            free=ZERO,
            reduction=ZERO,
            billed=ZERO,
            settled_elsewhere=ZERO,
            shares=(),
        )

    def _prepare_rated_row(self, result, sentence):
        explanation, explanation_host, problem, status = sentence
        return {
            "id": result.use_id,
            "state": "recorded" if result.problem else "rated",
            "problem": problem,
            "status": status,
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
        }
        return [(share.payer, share.amount, accounts.get(share.payer)) for share in result.shares]
