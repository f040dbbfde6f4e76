"""Conventions and public prices as the plain values that ``rules.rating`` reads."""

from odoo import models

from ...rules import rating
from ..base.money import money


class CaeConvention(models.Model):
    _inherit = "cae.convention"

    def _to_rules(self):
        """Return this convention as ``rules.rating.Convention``."""
        self.ensure_one()
        return rating.Convention(
            id=self.id,
            host_id=self.host_id.id,
            coop_ids=frozenset(self.coop_ids.ids),
            space_ids=frozenset(self.space_ids.ids),
            start=self.date_start,
            end=self.date_end or None,
            rules=tuple(rule._to_rules() for rule in self.rule_ids),
            network_id=self.program_id.id or None,
            version=self.version,
            name=self.name,
        )


class CaeConventionRule(models.Model):
    _inherit = "cae.convention.rule"

    def _to_rules(self):
        """Return this condition as ``rules.rating.Rule``."""
        self.ensure_one()
        percents = {
            "host": self.host_percent,
            "coop": self.coop_percent,
            "activity": self.activity_percent,
        }
        return rating.Rule(
            id=self.id,
            sequence=self.sequence,
            statuses=frozenset([self.status] if self.status else ()),
            coop_id=self.coop_id.id or None,
            resource_id=self.resource_id.id or None,
            resource_kind=self.resource_kind or None,
            space_id=self.space_id.id or None,
            unit=self.unit or None,
            date_from=self.date_from or None,
            date_to=self.date_to or None,
            effect=self.effect,
            value=money(self.value),
            free_months=self.free_months,
            clock_start=self.clock_start,
            clock_scope=self.clock_scope,
            quota=money(self.quota) if self.quota else None,
            beyond=self.beyond,
            payers=tuple(
                rating.Payer(kind, money(percent)) for kind, percent in percents.items() if percent
            ),
            label=self.name or "",
            # the free months of a CAPE (R41) and those of a CESA (R42) are two rights
            clock_group=self.status or "",
        )


class CaeTariff(models.Model):
    _inherit = "cae.tariff"

    def _to_rules(self):
        """Return these public prices as ``rules.rating.Tariff``."""
        self.ensure_one()
        return rating.Tariff(
            id=self.id,
            space_id=self.space_id.id,
            start=self.date_start,
            end=self.date_end or None,
            tax_included=self.tax_included,
            tax_rate=money(self.tax_rate),
            lines=tuple(
                rating.TariffLine(
                    id=line.id,
                    resource_kind=line.resource_kind or None,
                    resource_id=line.resource_id.id or None,
                    unit=line.unit,
                    price=money(line.price),
                )
                for line in self.line_ids
            ),
        )
