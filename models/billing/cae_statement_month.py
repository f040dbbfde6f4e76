"""Closing a month: what is to be billed, what is left aside and why, then the statements."""

import logging
from collections import defaultdict
from dataclasses import dataclass, field

from odoo import models

from ...rules import periods

_logger = logging.getLogger(__name__)


@dataclass
class MonthUnit:
    """What one statement will hold."""

    convention: object
    coop: object
    usages: object
    services: object


@dataclass
class MonthPlan:
    """What a closing will do: units to bill, and facts left aside, by reason."""

    units: list = field(default_factory=list)
    aside: list = field(default_factory=list)  # (reason, model name, ids)


class CaeStatement(models.Model):
    _inherit = "cae.statement"

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
        closed = self._get_closed_months(company, usages.convention_id | services.convention_id)
        facts = defaultdict(lambda: [self.env["cae.usage"], self.env["cae.service"]])
        not_closed = [self.env["cae.usage"], self.env["cae.service"]]
        already = [self.env["cae.usage"], self.env["cae.service"]]
        for position, records in enumerate((usages, services)):
            for key, found in records.grouped(lambda r: (r.convention_id, r.coop_id)).items():
                done = closed.get((key[0].id, key[1].id), set())
                late = found.filtered(
                    lambda r, done=done: r.date < first and r.date.replace(day=1) in done
                )
                own = found.filtered(lambda r: r.date >= first)
                not_closed[position] |= found - late - own
                if first in done:
                    already[position] |= own | late
                else:
                    facts[key][position] |= own | late
        for (convention, coop), (unit_usages, unit_services) in facts.items():
            if unit_usages.filtered(lambda u: u.state == "rated") or unit_services:
                plan.units.append(MonthUnit(convention, coop, unit_usages, unit_services))
        plan.units.sort(key=lambda unit: (unit.convention.host_id.name or "", unit.convention.id))
        self._add_aside(plan, not_closed, already, base, first)
        return plan

    def _get_closed_months(self, company, conventions):
        rows = self._read_group(
            [
                ("company_id", "=", company.id),
                ("convention_id", "in", conventions.ids),
                ("state", "!=", "cancelled"),
            ],
            ["convention_id", "coop_id"],
            ["month:array_agg"],
        )
        return {(convention.id, coop.id): set(months) for convention, coop, months in rows}

    def _add_aside(self, plan, not_closed, already, base, first):
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
            plan.aside += [(reason, group) for group in groups if group]
        month_base = [*base, ("date", ">=", first)]
        # a use without a right has no coop side to filter on, so only the company and the dates
        unrated = env["cae.usage"].search([*month_base, ("state", "=", "recorded")])
        by_problem = unrated.grouped("problem")
        for problem in sorted(by_problem, key=lambda p: p or ""):
            plan.aside.append((problem or env._("To sort out"), by_problem[problem]))
        elsewhere = env["cae.usage"].search(
            [*month_base, ("state", "=", "rated"), ("convention_id", "=", False)]
        )
        if elsewhere:
            plan.aside.append((env._("Paid on site: counted, never billed"), elsewhere))
        drafts = env["cae.service"].search([*month_base, ("state", "=", "draft")])
        if drafts:
            plan.aside.append((env._("Service not confirmed"), drafts))

    def _close_month(self, company, month, coops=None, hosts=None, invoice_date=None):
        """Close a month: statements, locked uses, draft invoices.

        Each statement stands in its own savepoint: one that fails is undone alone and told,
        the others are made. Run twice, it makes nothing twice: the database refuses it too.

        :return: ``(statements, plan, [(unit, error sentence)])``
        """
        bounds = periods.month_bounds(month)
        first, last = bounds.start, bounds.end
        statements = self.browse()
        failures = []
        plan = self._plan_month(company, month, coops, hosts)
        for unit in plan.units:
            try:
                with self.env.cr.savepoint():
                    statements |= self._close_unit(company, first, unit, invoice_date or last)
            except Exception as error:  # noqa: BLE001 - told to the accountant, others go on
                _logger.info("Closing %s of %s: %s", first, unit.convention.name, error)
                self.env.invalidate_all()
                failures.append((unit, str(error)))
        return statements, plan, failures

    def _close_unit(self, company, month, unit, invoice_date):
        statement = self.with_company(company).create(
            self._prepare_statement_vals(company, month, unit)
        )
        unit.usages.write({"state": "locked"})
        unit.services.write({"state": "locked"})
        statement._create_moves(invoice_date)
        statement.state = "invoiced"
        return statement

    def _prepare_statement_vals(self, company, month, unit):
        lines = [self._prepare_usage_statement_line(usage) for usage in unit.usages]
        lines += [self._prepare_service_statement_line(service) for service in unit.services]
        sequence = (
            self.env["ir.sequence"].with_company(company).with_context(ir_sequence_date=month)
        )
        return {
            "name": sequence.next_by_code("cae.statement"),
            "company_id": company.id,
            "convention_id": unit.convention.id,
            "coop_id": unit.coop.id,
            "month": month,
            "line_ids": [(0, 0, vals | {"company_id": company.id}) for vals in lines],
        }

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
