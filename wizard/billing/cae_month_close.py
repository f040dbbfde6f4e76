from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CaeMonthClose(models.TransientModel):
    """Close a month: see what will be made, make it, see what was made and what was not."""

    _name = "cae.month.close"
    _description = "Close a month"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month to close.",
    )
    invoice_date = fields.Date(
        string="Date of our invoices",
        required=True,
        default=fields.Date.context_today,
        help="Our own invoices are numbered and dated when they are issued; the bills of others "
        "are proposed with the last day of the month, until theirs arrive.",
    )
    coop_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="cae_month_close_coop_rel",
        string="CAE",
        help="Empty: all.",
    )
    host_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="cae_month_close_host_rel",
        string="Legal persons of spaces",
        domain="[('cae_space_ids', '!=', False)]",
        help="Empty: all.",
    )
    state = fields.Selection(
        selection=[("preview", "To be made"), ("done", "Done")],
        default="preview",
        required=True,
    )
    line_ids = fields.One2many(
        comodel_name="cae.month.close.line",
        inverse_name="wizard_id",
        string="Statements",
        domain=[("aside", "=", False)],
        compute="_compute_line_ids",
        store=True,
    )
    aside_ids = fields.One2many(
        comodel_name="cae.month.close.line",
        inverse_name="wizard_id",
        string="Left aside",
        domain=[("aside", "=", True)],
        compute="_compute_line_ids",
        store=True,
    )
    has_failures = fields.Boolean(compute="_compute_totals")
    host_untaxed = fields.Monetary(string="Spaces bill (net)", compute="_compute_totals")
    coop_untaxed = fields.Monetary(string="CAE bill (net)", compute="_compute_totals")
    free_amount = fields.Monetary(string="Free value", compute="_compute_totals")

    @api.model
    def _default_month(self):
        return fields.Date.subtract(fields.Date.context_today(self).replace(day=1), months=1)

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for wizard in self:
            month = wizard.month and format_date(self.env, wizard.month, date_format="MMMM y")
            wizard.display_name = self.env._("Closing of %(month)s", month=month or "…")

    @api.depends("month", "coop_ids", "host_ids", "company_id")
    def _compute_line_ids(self):
        """Preview: the same plan as the closing itself will follow."""
        for wizard in self.filtered(lambda w: w.state == "preview"):
            if not wizard.month:
                wizard.line_ids = wizard.aside_ids = False
                continue
            plan = self.env["cae.statement"]._plan_month(
                wizard.company_id, wizard.month, wizard.coop_ids, wizard.host_ids
            )
            units = [Command.create(wizard._prepare_unit_vals(unit)) for unit in plan.units]
            aside = [Command.create(wizard._prepare_aside_vals(item)) for item in plan.aside]
            wizard.line_ids = [Command.clear(), *units]
            wizard.aside_ids = [Command.clear(), *aside]

    @api.depends("line_ids", "aside_ids.failed")
    def _compute_totals(self):
        for wizard in self:
            wizard.has_failures = any(wizard.aside_ids.mapped("failed"))
            for name in ("host_untaxed", "coop_untaxed", "free_amount"):
                wizard[name] = sum(wizard.line_ids.mapped(name))

    def action_close(self):
        """Make the statements and their draft invoices, then show what was made."""
        self.ensure_one()
        self._check_can_close()
        statements, plan, failures = self.env["cae.statement"]._close_month(
            self.company_id, self.month, self.coop_ids, self.host_ids, self.invoice_date
        )
        made = [Command.create(self._prepare_statement_vals(s)) for s in statements]
        aside = [Command.create(self._prepare_aside_vals(item)) for item in plan.aside]
        aside += [
            Command.create(self._prepare_failure_vals(unit, error)) for unit, error in failures
        ]
        self.state = "done"
        self.line_ids.unlink()
        self.aside_ids.unlink()
        self.write({"line_ids": made, "aside_ids": aside})
        return True

    def action_view_statements(self):
        """Open the statements that were made."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_statement_action"
        )
        return action | {"domain": [("id", "in", self.line_ids.statement_id.ids)], "context": {}}

    def action_view_moves(self):
        """Open the draft invoices that were made."""
        return self.line_ids.statement_id.move_ids._cae_get_action()

    def _check_can_close(self):
        if self.company_id.cae_role == "none":
            raise UserError(
                self.env._(
                    "%(company)s has no role in CAE & Tiers-Lieux: choose one in the settings.",
                    company=self.company_id.name,
                )
            )
        if not self.env["account.move"].has_access("create"):
            raise UserError(
                self.env._("Closing a month makes invoices: ask for Odoo's accounting rights.")
            )

    def _prepare_unit_vals(self, unit):
        coop_services = unit.services.filtered(lambda s: s.direction == "coop_to_host")
        host_services = unit.services - coop_services
        return {
            "aside": False,
            "convention_id": unit.convention.id,
            "host_id": unit.convention.host_id.id,
            "coop_id": unit.coop.id,
            "count": len(unit.usages),
            "host_untaxed": sum(unit.usages.mapped("billed_amount"))
            + sum(host_services.mapped("amount")),
            "coop_untaxed": sum(coop_services.mapped("amount")),
            "public_amount": sum(unit.usages.mapped("public_amount")),
            "free_amount": sum(unit.usages.mapped("free_amount")),
            "res_model": "cae.usage" if unit.usages else "cae.service",
            "res_ids": (unit.usages or unit.services).ids,
        }

    def _prepare_statement_vals(self, statement):
        return {
            "aside": False,
            "statement_id": statement.id,
            "convention_id": statement.convention_id.id,
            "host_id": statement.host_id.id,
            "coop_id": statement.coop_id.id,
            "count": statement.usage_count,
            "host_untaxed": statement.host_untaxed,
            "coop_untaxed": statement.coop_untaxed,
            "public_amount": statement.public_amount,
            "free_amount": statement.free_amount,
        }

    def _prepare_failure_vals(self, unit, error):
        return {
            "aside": True,
            "failed": True,
            "reason": self.env._(
                "%(host)s: not made. %(error)s", host=unit.convention.host_id.name, error=error
            ),
            "count": len(unit.usages),
            "res_model": "cae.usage",
            "res_ids": unit.usages.ids,
        }

    def _prepare_aside_vals(self, aside):
        return {
            "aside": True,
            "todo": aside.todo,
            "reason": aside.reason,
            "count": len(aside.records),
            "res_model": aside.records._name,
            "res_ids": aside.records.ids,
        }
