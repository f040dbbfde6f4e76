"""From statements to draft invoices: one per direction, one line per person, kind, price, payer."""

from collections import defaultdict
from decimal import Decimal
from functools import cache, cached_property

from odoo import fields, models
from odoo.tools import format_date

from ..base.money import money

PARTS = ("host_to_coop", "coop_to_host")


class InvoicingDefaults:
    """Accounts, taxes, product, payment term and words of one company.

    What every invoice of a closing needs from it, looked up once for all of them.
    """

    def __init__(self, company, parties):
        self._company = company.with_company(company)
        self.vat = company.env["cae.vat.status"]._get_calendar(parties, company)
        self.account = cache(self._company._cae_account)
        self.tax = cache(self._company._cae_tax)

    @cached_property
    def payment_term(self):
        """The term of partners that have none."""
        return self._company.env["res.company"]._cae_default_payment_term()

    @cached_property
    def product(self):
        """The product of uses of spaces, empty when someone deleted it."""
        env = self._company.env
        product = env.ref("cae_tiers_lieux.product_space_use", raise_if_not_found=False)
        return product or env["product.product"]

    @cached_property
    def words(self):
        """``{field name: {value: label}}`` of what invoice lines name."""
        env = self._company.env
        fields = {
            "resource_kind": env["cae.statement.line"]._fields["resource_kind"],
            "unit": env["cae.statement.line"]._fields["unit"],
            "payer": env["cae.usage.share"]._fields["payer"],
        }
        return {name: dict(field._description_selection(env)) for name, field in fields.items()}


class CaeStatement(models.Model):
    _inherit = "cae.statement"

    def _create_moves(self, invoice_date):
        """Create the draft invoices of these statements and return them.

        A line from supplier to customer is a customer invoice when the supplier is our company,
        a vendor bill when the customer is (design, section 1). Where our company is neither, or
        both, there is nothing to enter: what others owe each other is not our debt.
        """
        # read what all the statements bill at once, not one after the other
        self.line_ids.usage_id.share_ids.fetch(["payer", "amount", "analytic_account_id"])
        self.line_ids.partner_id.fetch(["name"])
        vals_list = []
        ours = self.filtered(lambda statement: statement._is_ours())
        parties = ours.host_id | ours.coop_id
        defaults = {company: InvoicingDefaults(company, parties) for company in ours.company_id}
        for statement in ours:
            own = defaults[statement.company_id]
            for part in PARTS:
                lines = statement._prepare_move_lines(part, own)
                if lines:
                    vals_list.append(statement._prepare_move_vals(part, lines, invoice_date, own))
        # sudo is not used: whoever closes a month must hold Odoo's own accounting rights.
        moves = self.env["account.move"]._cae_create_moves(vals_list)
        self._read_totals_from_moves()
        return moves

    def _is_ours(self):
        """Return whether our company is exactly one of the two parties."""
        self.ensure_one()
        ours = self.company_id.partner_id
        return (ours == self.host_id) != (ours == self.coop_id)

    def _get_parties(self, part):
        """Return ``(supplier, customer)`` of one direction."""
        self.ensure_one()
        if part == "host_to_coop":
            return self.host_id, self.coop_id
        return self.coop_id, self.host_id

    def _get_move_type(self, part):
        supplier = self._get_parties(part)[0]
        return "out_invoice" if supplier == self.company_id.partner_id else "in_invoice"

    def _prepare_move_vals(self, part, lines, invoice_date, defaults):
        self.ensure_one()
        supplier, customer = self._get_parties(part)
        move_type = self._get_move_type(part)
        ours = move_type == "out_invoice"
        partner = (customer if ours else supplier).with_company(self.company_id)
        term = (
            partner.property_payment_term_id if ours else partner.property_supplier_payment_term_id
        ) or defaults.payment_term
        mention = self._get_mention(part, supplier, defaults)
        month_end = fields.Date.end_of(self.month, "month")
        return {
            "move_type": move_type,
            "company_id": self.company_id.id,
            "partner_id": partner.id,
            "invoice_date": invoice_date if ours else month_end,
            "invoice_payment_term_id": term.id,
            "currency_id": self.currency_id.id,
            # the number of a bill is its supplier's, which nobody knows yet
            "ref": False,
            "invoice_origin": f"{self.name} – {self.month_name}",
            "narration": mention or False,
            "cae_statement_id": self.id,
            "cae_part": part,
            "invoice_line_ids": [fields.Command.create(vals) for vals in lines],
        }

    def _get_mention(self, part, supplier, defaults):
        """Return what an invoice with lines that bear no VAT prints, by their last day (R35)."""
        lines = self.line_ids.filtered(lambda line: line.direction == part and line.live)
        for day in sorted(set(lines.mapped("date")), reverse=True):
            version = defaults.vat.version(supplier, day)
            if version and version.mention:
                return version.mention
        return False

    def _prepare_move_lines(self, part, defaults):
        """Return the invoice lines of one direction: uses grouped by payer, services one by one."""
        self.ensure_one()
        supplier = self._get_parties(part)[0]
        sold = self._get_move_type(part) == "out_invoice"
        lines = self.line_ids.filtered(lambda line: line.direction == part and line.live)
        if not lines:
            return []
        uses = self._prepare_usage_lines(lines, sold, defaults) if part == "host_to_coop" else []
        return uses + self._prepare_service_lines(lines, supplier, sold, defaults)

    def _get_taxes(self, sold, status, defaults, rate=None, included=False):
        """Return the tax of a line by what its supplier's sales bore on that day (R35, R51).

        Who charges no VAT has none, and its mention is printed; who nobody described has none
        either: a warning to settle, never a guess.
        """
        if status != "standard":
            return self.env["account.tax"]
        return defaults.tax("sale" if sold else "purchase", rate, included)

    def _prepare_usage_lines(self, lines, sold, defaults):
        """Group shares of the same person, kind, unit price and payer, exact to the cent."""
        account = defaults.account("space_sold" if sold else "space_bought")
        groups = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for line in lines.filtered("usage_id"):
            quantity = money(line.quantity)
            for share in line.usage_id.share_ids:
                if share.payer == "host" or not share.amount:
                    continue
                amount = money(share.amount)
                price = amount / quantity
                exact = price == round(price, 2)
                key = (
                    line.partner_id,
                    line.resource_kind,
                    line.unit,
                    price if exact else None,
                    share.payer,
                    share.analytic_account_id,
                    self._get_taxes(
                        sold,
                        line.vat_status,
                        defaults,
                        line.tax_rate if line.tax_included else None,
                        line.tax_included,
                    ),
                )
                groups[key][0] += quantity
                groups[key][1] += amount
        return [
            self._prepare_usage_line_vals(key, quantity, amount, account, defaults)
            for key, (quantity, amount) in sorted(
                groups.items(), key=lambda item: self._get_usage_line_order(item[0])
            )
        ]

    @staticmethod
    def _get_usage_line_order(key):
        """People in alphabetical order, the parts of one use side by side."""
        person, kind, unit, price, payer, _analytic, taxes = key
        price_order = (price is None, price or 0)
        return (person.name or "", person.id, kind, unit, *price_order, payer, taxes.ids)

    def _prepare_usage_line_vals(self, key, quantity, amount, account, defaults):
        person, kind, unit, price, payer, analytic, taxes = key
        return {
            "tax_ids": [fields.Command.set(taxes.ids)],
            "name": self.env._(
                "%(person)s – %(kind)s, %(quantity)s × %(unit)s – part: %(payer)s",
                person=person.name,
                kind=defaults.words["resource_kind"].get(kind, ""),
                quantity=f"{quantity.normalize():f}",
                unit=defaults.words["unit"].get(unit, ""),
                payer=defaults.words["payer"][payer],
            ),
            "product_id": defaults.product.id,
            "account_id": account.id,
            # several prices that are not whole cents: one amount, its quantity in the name
            "quantity": float(quantity) if price is not None else 1.0,
            "price_unit": float(price if price is not None else amount),
            "analytic_distribution": {str(analytic.id): 100} if analytic else False,
            "cae_person_id": person.id,
            "cae_payer": payer,
        }

    def _prepare_service_lines(self, lines, supplier, sold, defaults):
        if not lines.service_id:
            return []
        account = defaults.account("service_sold" if sold else "service_bought")
        # sudo: the accounts that bear it do not depend on who closes the month
        shared = self.company_id.sudo().cae_shared_account_id
        result = []
        for service in lines.service_id:
            analytic = service.activity_id.sudo().analytic_account_id or shared
            status = defaults.vat.status(supplier, service.date)
            # no whole cents: one amount, its quantity in the name, else the rounding of the whole
            # invoice misses the sum of its lines
            exact = money(service.quantity) * money(service.price_unit) == money(service.amount)
            result.append(
                {
                    "tax_ids": [fields.Command.set(self._get_taxes(sold, status, defaults).ids)],
                    "name": self.env._(
                        "%(service)s – %(day)s, %(quantity)s %(unit)s",
                        service=service.name,
                        day=format_date(self.env, service.date),
                        quantity=f"{service.quantity:g}",
                        unit=service.unit_name or "",
                    ),
                    "product_id": service.product_id.id,
                    "account_id": account.id,
                    "quantity": service.quantity if exact else 1.0,
                    "price_unit": service.price_unit if exact else service.amount,
                    "analytic_distribution": {str(analytic.id): 100} if analytic else False,
                }
            )
        return result
