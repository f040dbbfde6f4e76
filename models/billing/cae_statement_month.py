"""The plan of a closing: what is to be billed, what is left aside and why."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo import models

from ...rules import periods


@dataclass
class MonthUnit:
    """What one statement will hold."""

    convention: object
    coop: object
    usages: object
    services: object


@dataclass
class Aside:
    """Facts that a closing leaves aside, why, and whether somebody has to act."""

    reason: str
    records: object
    todo: bool = True


@dataclass
class MonthPlan:
    """What a closing will do: units to bill, and facts left aside, by reason."""

    units: list = field(default_factory=list)
    aside: list = field(default_factory=list)


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
        not_closed, already = ([], []), ([], [])
        for position, records in enumerate((usages, services)):
            for key, found in records.grouped(lambda r: (r.convention_id, r.coop_id)).items():
                done = closed.get((key[0].id, key[1].id), set())
                own = found.filtered(lambda r: r.date >= first)
                late = (found - own).filtered(lambda r, done=done: r.date.replace(day=1) in done)
                not_closed[position].append(found - own - late)
                if first in done:
                    already[position].append(own | late)
                elif own or late:
                    # what is read of one unit is read of all: no query for each statement
                    facts[key][position] = (own | late).with_prefetch(records.ids)
        for (convention, coop), (unit_usages, unit_services) in facts.items():
            plan.units.append(MonthUnit(convention, coop, unit_usages, unit_services))
        plan.units.sort(key=lambda unit: (unit.convention.host_id.name or "", unit.convention.id))
        empty = (usages.browse(), services.browse())
        self._add_aside(
            plan,
            [none.concat(*parts) for none, parts in zip(empty, not_closed, strict=True)],
            [none.concat(*parts) for none, parts in zip(empty, already, strict=True)],
            base,
            first,
        )
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
            plan.aside += [Aside(reason, group) for group in groups if group]
        month_base = [*base, ("date", ">=", first)]
        # a use without a right has no coop side to filter on, so only the company and the dates
        unrated = env["cae.usage"].search([*month_base, ("state", "=", "recorded")])
        by_problem = unrated.grouped("problem")
        for problem in sorted(by_problem, key=lambda p: p or ""):
            plan.aside.append(Aside(problem or env._("To sort out"), by_problem[problem]))
        elsewhere = env["cae.usage"].search(
            [*month_base, ("state", "=", "rated"), ("convention_id", "=", False)]
        )
        if elsewhere:
            reason = env._("Paid on site: counted, never billed")
            plan.aside.append(Aside(reason, elsewhere, todo=False))
        drafts = env["cae.service"].search([*month_base, ("state", "=", "draft")])
        if drafts:
            plan.aside.append(Aside(env._("Service not confirmed"), drafts))
