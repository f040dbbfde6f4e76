"""Closing a month: the plan, then statements, locked uses, draft invoices, in one batch."""

import logging
from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...rules import periods
from ...rules.totals import TaxedAmount, totals
from ..base.errors import sentence_of
from ..base.money import money
from .cae_statement import TERMS

_logger = logging.getLogger(__name__)


@dataclass
class PlannedStatement:
    """What one statement will hold, and what it will come to."""

    convention: object
    coop: object
    usages: object
    services: object

    @property
    def host_untaxed(self):
        """What the space will bill, net of tax."""
        services = self.services.filtered(lambda s: s.direction == "host_to_coop")
        billed = totals(
            TaxedAmount(money(use.billed_amount), money(use.tax_rate), use.tax_included)
            for use in self.usages
        )
        return float(billed.net) + sum(services.mapped("amount"))

    @property
    def coop_untaxed(self):
        """What the coop will bill, net of tax."""
        services = self.services.filtered(lambda s: s.direction == "coop_to_host")
        return sum(services.mapped("amount"))

    @property
    def public_amount(self):
        """What the uses are worth at the public price."""
        return sum(self.usages.mapped("public_amount"))

    @property
    def free_amount(self):
        """What the free uses are worth at the public price."""
        return sum(self.usages.mapped("free_amount"))


@dataclass
class LeftAside:
    """Facts that a closing leaves aside, why, and whether somebody has to act."""

    reason: str
    records: object
    todo: bool = True


@dataclass
class MonthPlan:
    """What a closing will do: statements to make, and facts left aside, by reason."""

    statements: list = field(default_factory=list)
    left_aside: list = field(default_factory=list)


class CaeStatement(models.Model):
    _inherit = "cae.statement"

    # Checks

    @api.model
    def _check_can_close_month(self, company):
        """Refuse to begin a closing that could not end.

        :raises UserError: the company plays no part here, or the user may not make invoices
        """
        if company.cae_role == "none":
            raise UserError(
                self.env._(
                    "%(company)s has no role in CAE & Tiers-Lieux: choose one in the settings.",
                    company=company.name,
                )
            )
        # a network keeps what others owe each other, and makes no entry of it
        posts = company.cae_role != "network"
        if posts and not self.env["account.move"].has_access("create"):
            raise UserError(
                self.env._("Closing a month makes invoices: ask for Odoo's accounting rights.")
            )

    # The plan

    def _plan_month(self, company, month, coops=None, hosts=None):
        """Return the :class:`MonthPlan` of a company's month, in a constant number of queries.

        Late facts come with the next month that is closed: a use of a month whose statement
        exists already is taken by this one (its own date stays on its line).

        :param month: any day of the month
        :param coops: partners to restrict to, empty for all
        :param hosts: partners to restrict to, empty for all
        """
        bounds = periods.month_bounds(month)
        first, last = bounds.start, bounds.end
        parties = []
        if coops:
            parties.append(("coop_id", "in", coops.ids))
        if hosts:
            parties.append(("host_id", "in", hosts.ids))
        base = [("company_id", "=", company.id), ("date", "<=", last), *parties]
        usages = self.env["cae.usage"].search(
            [*base, ("state", "=", "rated"), ("convention_id", "!=", False)], order="date, id"
        )
        services = self.env["cae.service"].search(
            [*base, ("state", "=", "confirmed"), ("convention_id", "!=", False)], order="date, id"
        )
        plan = MonthPlan()
        # an organisation or a visitor that somebody put on a statement, without saying of whom
        astray = usages.filtered(lambda usage: not usage.coop_id)
        usages -= astray
        conventions = usages.convention_id | services.convention_id
        closed = self._get_closed_months(company, usages.host_id | services.host_id)
        facts = defaultdict(lambda: [self.env["cae.usage"], self.env["cae.service"]])
        not_closed, already = ([], []), ([], [])
        for position, records in enumerate((usages, services)):
            for key, found in records.grouped(lambda r: (r.host_id, r.coop_id)).items():
                done = closed.get((key[0].id, key[1].id), set())
                own = found.filtered(lambda r: r.date >= first)
                late = (found - own).filtered(lambda r, done=done: r.date.replace(day=1) in done)
                not_closed[position].append(found - own - late)
                if first in done:
                    already[position].append(own | late)
                elif own or late:
                    # what is read of one unit is read of all: no query for each statement
                    facts[key][position] = (own | late).with_prefetch(records.ids)
        for (_host, coop), (unit_usages, unit_services) in facts.items():
            versions = unit_usages.convention_id | unit_services.convention_id
            convention = max(
                versions.with_prefetch(conventions.ids), key=lambda one: (one.date_start, one.id)
            )
            plan.statements.append(PlannedStatement(convention, coop, unit_usages, unit_services))
        plan.statements.sort(key=lambda one: (one.convention.host_id.name or "", one.convention.id))
        empty = (usages.browse(), services.browse())
        self._add_left_aside(
            plan,
            [none.concat(*parts) for none, parts in zip(empty, not_closed, strict=True)],
            [none.concat(*parts) for none, parts in zip(empty, already, strict=True)],
            base,
            first,
        )
        if astray:
            reason = self.env._(
                "On the statement of no CAE: choose the CAE that pays it, or mark it as paid on "
                "site"
            )
            plan.left_aside.append(LeftAside(reason, astray))
        return plan

    def _get_closed_months(self, company, hosts):
        rows = self._read_group(
            [
                ("company_id", "=", company.id),
                ("host_id", "in", hosts.ids),
                ("state", "!=", "cancelled"),
            ],
            ["host_id", "coop_id"],
            ["month:array_agg"],
        )
        return {(host.id, coop.id): set(months) for host, coop, months in rows}

    def _add_left_aside(self, plan, not_closed, already, base, first):
        """Say what is not billed and why, so that nothing is forgotten silently."""
        env = self.env
        reasons = [
            (env._("Of an earlier month that is not closed: close it first"), not_closed),
            (
                env._("Arrived after this month was closed: comes with the next closing"),
                already,
            ),
        ]
        for reason, groups in reasons:
            plan.left_aside += [LeftAside(reason, group) for group in groups if group]
        month_base = [*base, ("date", ">=", first)]
        # a use without a right has no coop side to filter on, so only the company and the dates
        unrated = env["cae.usage"].search([*month_base, ("state", "=", "recorded")])
        by_problem = unrated.grouped("problem")
        for problem in sorted(by_problem, key=lambda p: p or ""):
            plan.left_aside.append(LeftAside(problem or env._("To sort out"), by_problem[problem]))
        elsewhere = env["cae.usage"].search(
            [*month_base, ("state", "=", "rated"), ("convention_id", "=", False)]
        )
        if elsewhere:
            reason = env._("Paid on site: counted, never billed")
            plan.left_aside.append(LeftAside(reason, elsewhere, todo=False))
        unknown = (
            env["cae.usage"]
            .concat(*(one.usages for one in plan.statements))
            .filtered(lambda usage: not usage.vat_status and usage.billed_amount)
        )
        for host, usages in unknown.grouped("host_id").items():
            reason = env._(
                "Billed without VAT, because nobody noted the VAT status of %(host)s: note it on "
                "its contact before closing",
                host=host.name,
            )
            plan.left_aside.append(LeftAside(reason, usages))
        self._add_overspent(plan)
        drafts = env["cae.service"].search([*month_base, ("state", "=", "draft")])
        if drafts:
            plan.left_aside.append(LeftAside(env._("Service not confirmed"), drafts))

    def _add_overspent(self, plan):
        """Say which envelopes of funders the uses of this month pass, and by how much."""
        usages = self.env["cae.usage"].concat(*(one.usages for one in plan.statements))
        funded = usages.filtered(lambda use: "funder" in use.share_ids.mapped("payer"))
        # sudo: what is left of an envelope, whoever closes the month
        programs = funded.convention_id.program_id.sudo()
        for envelope in programs.envelope_ids.filtered(lambda one: one.left < 0):
            theirs = funded.filtered(
                lambda use, one=envelope: (
                    use.convention_id.program_id == one.program_id and use.date.year == one.year
                )
            )
            if theirs:
                reason = self.env._(
                    "The envelope of %(funder)s for %(year)s is passed by %(amount)s: agree on it "
                    "with the funder, or change the formula of %(program)s",
                    funder=envelope.program_id.funder_id.name or "",
                    year=str(envelope.year),
                    amount=envelope.currency_id.format(-envelope.left),
                    program=envelope.program_id.name,
                )
                plan.left_aside.append(LeftAside(reason, theirs))

    # The closing

    def _close_month(self, company, month, coops=None, hosts=None, invoice_date=None):
        """Close a month: statements, locked uses, draft invoices.

        One that fails is undone alone and told, the others are made. Run twice, it makes nothing
        twice: the database refuses it too.

        :param invoice_date: date of our own invoices, the last day of the month when not given;
            the bills of others are proposed with that last day, until theirs arrive
        :return: ``(statements, plan, [(planned statement, error sentence)])``
        """
        bounds = periods.month_bounds(month)
        self._rate_before_closing(company, bounds.end)
        plan = self._plan_month(company, month, coops, hosts)
        statements, failures = self._close_planned(
            company, bounds.start, plan.statements, invoice_date or bounds.end
        )
        return statements, plan, failures

    def _rate_before_closing(self, company, day):
        """Rate the open uses up to a day once more: what is billed is what the facts now give.

        Prices follow their facts at once, so nothing should change here; what does is logged.
        """
        open_uses = self.env["cae.usage"].search(
            Domain("company_id", "=", company.id)
            & Domain("date", "<=", day)
            & self.env["cae.usage"]._domain_open()
        )
        before = dict(zip(open_uses, open_uses.mapped("billed_amount"), strict=True))
        open_uses._follow_facts()
        moved = [use.id for use, amount in before.items() if use.billed_amount != amount]
        if moved:
            _logger.error("Closing found uses whose price had not followed its facts: %s", moved)

    def _close_planned(self, company, month, planned, invoice_date):
        """Close statements together in one savepoint; when one fails, each half again, down to it.

        :return: ``(statements, [(planned statement, error sentence)])``
        """
        if not planned:
            return self.browse(), []
        try:
            with self.env.cr.savepoint():
                return self._do_close(company, month, planned, invoice_date), []
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # Odoo runs the whole request again
        except Exception as error:  # noqa: BLE001 - told to the accountant, others go on
            self.env.invalidate_all()
            if len(planned) == 1:
                _logger.info("Closing %s of %s: %s", month, planned[0].convention.name, error)
                return self.browse(), [(planned[0], sentence_of(self.env, error))]
        middle = len(planned) // 2
        statements, failures = self._close_planned(company, month, planned[:middle], invoice_date)
        others, more = self._close_planned(company, month, planned[middle:], invoice_date)
        return statements | others, failures + more

    def _do_close(self, company, month, planned, invoice_date):
        numbering = self._get_numbering(company, month)
        statements = (
            self._permit_create(*TERMS)
            .with_company(company)
            .create(
                [self._prepare_statement_vals(company, month, one, numbering) for one in planned]
            )
        )
        self.env["cae.statement.line"]._insert(
            [
                vals | {"statement_id": statement.id, "company_id": company.id}
                for statement, one in zip(statements, planned, strict=True)
                for vals in self._prepare_statement_lines(one)
            ]
        )
        for name in ("usages", "services"):
            first, *others = (getattr(one, name) for one in planned)
            if facts := first.concat(*others):
                facts._do_lock()
        statements._create_moves(invoice_date)
        statements._take_step("invoice")
        return statements

    def _get_numbering(self, company, month):
        """Return the year's numbering of a company's statements, looked up once for all."""
        sequence = self.env["ir.sequence"].search(
            [("code", "=", "cae.statement"), ("company_id", "in", (company.id, False))],
            order="company_id",
            limit=1,
        )
        year = self.env["ir.sequence.date_range"].search(
            [
                ("sequence_id", "=", sequence.id),
                ("date_from", "<=", month),
                ("date_to", ">=", month),
            ],
            limit=1,
        ) or sequence._create_date_range_seq(month)
        return year.with_context(ir_sequence_date_range=year.date_from)

    def _prepare_statement_vals(self, company, month, planned, numbering):
        return {
            "name": numbering._next(),
            "company_id": company.id,
            "convention_id": planned.convention.id,
            "host_id": planned.convention.host_id.id,
            "coop_id": planned.coop.id,
            "month": month,
        }

    def _prepare_statement_lines(self, planned):
        lines = [self._prepare_usage_statement_line(usage) for usage in planned.usages]
        return lines + [self._prepare_service_statement_line(each) for each in planned.services]

    def _prepare_usage_statement_line(self, usage):
        return {
            "direction": "host_to_coop",
            "usage_id": usage.id,
            "date": usage.date,
            "partner_id": usage.partner_id.id,
            "space_id": usage.space_id.id,
            "name": usage.resource_id.name,
            "resource_kind": usage.resource_kind,
            "unit": usage.unit,
            "quantity": usage.quantity,
            "public_amount": usage.public_amount,
            "free_amount": usage.free_amount,
            "reduction_amount": usage.reduction_amount,
            "elsewhere_amount": usage.elsewhere_amount,
            "amount": usage.billed_amount,
            "tax_included": usage.tax_included,
            "tax_rate": usage.tax_rate,
            "vat_status": usage.vat_status,
            "explanation": usage.explanation,
        }

    def _prepare_service_statement_line(self, service):
        return {
            "direction": service.direction,
            "service_id": service.id,
            "date": service.date,
            "name": service.name,
            "quantity": service.quantity,
            "amount": service.amount,
        }
