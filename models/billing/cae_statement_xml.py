"""A statement as a file for the other side, which may have no Odoo (``data/xsd/``)."""

from odoo import models

from ..base.payload import xml_text

NAMESPACE = "urn:cae-tiers-lieux:statement:1"


class CaeStatement(models.Model):
    _inherit = "cae.statement"

    def action_export_xml(self):
        """Attach the statement as XML and offer it for download."""
        self.ensure_one()
        name = f"{self.name.replace('/', '-')}.xml"
        return self.env["ir.attachment"]._offer_xml(name, self._to_xml(), self)

    def _to_xml(self):
        """Return the statement as XML text that follows ``cae_statement_1.xsd``.

        It holds what the host may read of a person and nothing else: the sentence is the host's,
        without the status (R47).
        """
        self.ensure_one()
        content = {
            "@xmlns": NAMESPACE,
            "reference": self.name,
            "month": self.month.strftime("%Y-%m"),
            "currency": self.currency_id.name,
            "host": self._party_to_xml(self.host_id),
            "coop": self._party_to_xml(self.coop_id),
            "use": [self._use_to_xml(line) for line in self.line_ids if line.usage_id],
            "service": [self._service_to_xml(line) for line in self.line_ids if line.service_id],
            "host_net": self._amount_to_xml(self.host_untaxed),
            "host_total": self._amount_to_xml(self.host_total),
            "coop_net": self._amount_to_xml(self.coop_untaxed),
            "coop_total": self._amount_to_xml(self.coop_total),
        }
        return xml_text({"statement": content})

    @staticmethod
    def _amount_to_xml(amount):
        return f"{amount:.2f}"

    def _party_to_xml(self, partner):
        party = {"name": partner.name, "registry": partner.company_registry, "vat": partner.vat}
        return {tag: text for tag, text in party.items() if text}

    def _use_to_xml(self, line):
        use = {
            "date": line.date.isoformat(),
            "person": line.partner_id.name,
            "space": line.space_id.name,
            "kind": line.resource_kind,
            "unit": line.unit,
            "quantity": f"{line.quantity:g}",
            "public": self._amount_to_xml(line.public_amount),
            "free": self._amount_to_xml(line.free_amount),
            "reduction": self._amount_to_xml(line.reduction_amount),
            "elsewhere": self._amount_to_xml(line.elsewhere_amount),
            "billed": self._amount_to_xml(line.amount),
        }
        if line.tax_included:
            use["tax_included"] = "true"
        if line.usage_id.explanation_host:
            use["sentence"] = line.usage_id.explanation_host
        return use

    def _service_to_xml(self, line):
        return {
            "date": line.date.isoformat(),
            "direction": line.direction,
            "description": line.name,
            "quantity": f"{line.quantity:g}",
            "billed": self._amount_to_xml(line.amount),
        }
