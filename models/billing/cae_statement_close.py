"""Closing a month: statements, locked uses, draft invoices, all in one batch when all is well."""

import logging

from odoo import models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...rules import periods

_logger = logging.getLogger(__name__)


class CaeStatement(models.Model):
    _inherit = "cae.statement"

    def _close_month(self, company, month, coops=None, hosts=None, invoice_date=None):
        """Close a month: statements, locked uses, draft invoices.

        One that fails is undone alone and told, the others are made. Run twice, it makes nothing
        twice: the database refuses it too.

        :param invoice_date: date of our own invoices, the last day of the month when not given;
            the bills of others are proposed with that last day, until theirs arrive
        :return: ``(statements, plan, [(unit, error sentence)])``
        """
        bounds = periods.month_bounds(month)
        plan = self._plan_month(company, month, coops, hosts)
        statements, failures = self._close_units(
            company, bounds.start, plan.units, invoice_date or bounds.end
        )
        return statements, plan, failures

    def _close_units(self, company, month, units, invoice_date):
        """Close units together in one savepoint; when one fails, each half again, down to it.

        :return: ``(statements, [(unit, error sentence)])``
        """
        if not units:
            return self.browse(), []
        try:
            with self.env.cr.savepoint():
                return self._do_close_units(company, month, units, invoice_date), []
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # Odoo runs the whole request again
        except Exception as error:  # noqa: BLE001 - told to the accountant, others go on
            self.env.invalidate_all()
            if len(units) == 1:
                _logger.info("Closing %s of %s: %s", month, units[0].convention.name, error)
                return self.browse(), [(units[0], str(error))]
        middle = len(units) // 2
        statements, failures = self._close_units(company, month, units[:middle], invoice_date)
        others, more = self._close_units(company, month, units[middle:], invoice_date)
        return statements | others, failures + more

    def _do_close_units(self, company, month, units, invoice_date):
        numbering = self._get_numbering(company, month)
        statements = self.with_company(company).create(
            [self._prepare_statement_vals(company, month, unit, numbering) for unit in units]
        )
        self.env["cae.statement.line"]._insert(
            [
                vals | {"statement_id": statement.id, "company_id": company.id}
                for statement, unit in zip(statements, units, strict=True)
                for vals in self._prepare_statement_lines(unit)
            ]
        )
        for model in ("usages", "services"):
            facts = [getattr(unit, model) for unit in units]
            found = facts[0].concat(*facts[1:])
            if model == "services":
                found._take_step("lock")
            else:
                found.write({"state": "locked"})
        statements._create_moves(invoice_date)
        statements.state = "invoiced"
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

    def _prepare_statement_vals(self, company, month, unit, numbering):
        return {
            "name": numbering._next(),
            "company_id": company.id,
            "convention_id": unit.convention.id,
            "coop_id": unit.coop.id,
            "month": month,
        }

    def _prepare_statement_lines(self, unit):
        lines = [self._prepare_usage_statement_line(usage) for usage in unit.usages]
        return lines + [self._prepare_service_statement_line(each) for each in unit.services]

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
