"""Store what the rating decided."""

from dataclasses import replace

from odoo import models

from ...rules.allocation import ZERO

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
        """Store the decisions in two statements: one for the uses, one for their shares.

        In SQL, because the same through the ORM is the slowest part of closing a month; nothing
        stored is computed from these columns.
        """
        by_id = {usage.id: usage for usage in self}
        rated = [by_id[result.use_id]._require_activity(result) for result in rated]
        sentences = self._get_sentences(rated)
        rows, shares = [], []
        for result, sentence in zip(rated, sentences, strict=True):
            rows.append(self._prepare_rated_row(result, sentence))
            shares += by_id[result.use_id]._prepare_share_rows(result)
        cr = self.env.cr
        columns = ", ".join(f"{name} = new.{name}" for name in STORED)
        casts = (
            "(%s, %s, %s, %s, %s::int, %s::int, %s::int, %s::int, %s::numeric, %s::numeric,"
            " %s::numeric, %s::numeric, %s::numeric, %s::numeric, %s, %s)"
        )
        cr.execute_values(
            f"UPDATE cae_usage SET {columns}, write_date = now() at time zone 'UTC'"
            f" FROM (VALUES %s) AS new (id, {', '.join(STORED)}) WHERE cae_usage.id = new.id",
            rows,
            template=casts,
            page_size=1000,
        )
        cr.execute("DELETE FROM cae_usage_share WHERE usage_id = ANY(%s)", [list(self.ids)])
        if shares:
            self._insert_shares(shares)
        self.invalidate_recordset([*STORED, "share_ids"], flush=False)
        self.env["cae.usage.share"].invalidate_model(flush=False)

    def _insert_shares(self, rows):
        self.env.cr.execute_values(
            "INSERT INTO cae_usage_share"
            " (usage_id, company_id, payer, amount, analytic_account_id,"
            "  create_uid, write_uid, create_date, write_date) VALUES %s",
            rows,
            template=(
                f"(%s, %s, %s, %s, %s, {int(self.env.uid)}, {int(self.env.uid)},"
                " now() at time zone 'UTC', now() at time zone 'UTC')"
            ),
            page_size=1000,
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
        return (
            result.use_id,
            "recorded" if result.problem else "rated",
            problem,
            status,
            result.convention_id,
            result.rule_id,
            result.tariff_id,
            result.tariff_line_id,
            result.public,
            result.free,
            result.reduction,
            result.settled_elsewhere,
            result.net,
            result.billed,
            explanation,
            explanation_host,
        )

    def _prepare_share_rows(self, result):
        """One row per payer; the activity's part stands on its analytic account (R18)."""
        self.ensure_one()
        activity_account = self.activity_id.sudo().analytic_account_id.id
        shared_account = self.company_id.sudo().cae_shared_account_id.id
        accounts = {"activity": activity_account or None, "coop": shared_account or None}
        return [
            (
                self.id,
                self.company_id.id,
                share.payer,
                share.amount,
                accounts.get(share.payer),
            )
            for share in result.shares
        ]
