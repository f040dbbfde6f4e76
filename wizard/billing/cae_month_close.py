from odoo import Command, api, fields, models
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
        domain=[("left_aside", "=", False)],
        compute="_compute_line_ids",
        store=True,
    )
    left_aside_ids = fields.One2many(
        comodel_name="cae.month.close.line",
        inverse_name="wizard_id",
        string="Left aside",
        domain=[("left_aside", "=", True)],
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
                wizard.line_ids = wizard.left_aside_ids = False
                continue
            plan = self.env["cae.statement"]._plan_month(
                wizard.company_id, wizard.month, wizard.coop_ids, wizard.host_ids
            )
            planned = [wizard._prepare_planned_vals(statement) for statement in plan.statements]
            aside = [wizard._prepare_left_aside_vals(facts) for facts in plan.left_aside]
            wizard.line_ids = [Command.clear(), *map(Command.create, planned)]
            wizard.left_aside_ids = [Command.clear(), *map(Command.create, aside)]

    @api.depends("line_ids", "left_aside_ids.failed")
    def _compute_totals(self):
        for wizard in self:
            wizard.has_failures = any(wizard.left_aside_ids.mapped("failed"))
            for name in ("host_untaxed", "coop_untaxed", "free_amount"):
                wizard[name] = sum(wizard.line_ids.mapped(name))

    def action_close(self):
        """Make the statements and their draft invoices, then show what was made."""
        self.ensure_one()
        self.env["cae.statement"]._check_can_close_month(self.company_id)
        self._do_close()
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

    def _do_close(self):
        statements, plan, failures = self.env["cae.statement"]._close_month(
            self.company_id, self.month, self.coop_ids, self.host_ids, self.invoice_date
        )
        made = [self._prepare_statement_vals(statement) for statement in statements]
        aside = [self._prepare_left_aside_vals(facts) for facts in plan.left_aside]
        aside += [self._prepare_failure_vals(planned, error) for planned, error in failures]
        self.state = "done"
        self.line_ids.unlink()
        self.left_aside_ids.unlink()
        self.write(
            {
                "line_ids": [Command.create(vals) for vals in made],
                "left_aside_ids": [Command.create(vals) for vals in aside],
            }
        )

    def _prepare_planned_vals(self, planned):
        facts = planned.usages or planned.services
        return {
            "convention_id": planned.convention.id,
            "host_id": planned.convention.host_id.id,
            "coop_id": planned.coop.id,
            "count": len(planned.usages),
            "host_untaxed": planned.host_untaxed,
            "coop_untaxed": planned.coop_untaxed,
            "public_amount": planned.public_amount,
            "free_amount": planned.free_amount,
            "res_model": facts._name,
            "res_ids": facts.ids,
        }

    def _prepare_statement_vals(self, statement):
        return {
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

    def _prepare_failure_vals(self, planned, error):
        return {
            "left_aside": True,
            "failed": True,
            "reason": self.env._(
                "%(host)s: not made. %(error)s", host=planned.convention.host_id.name, error=error
            ),
            "count": len(planned.usages),
            "res_model": planned.usages._name,
            "res_ids": planned.usages.ids,
        }

    def _prepare_left_aside_vals(self, facts):
        return {
            "left_aside": True,
            "todo": facts.todo,
            "reason": facts.reason,
            "count": len(facts.records),
            "res_model": facts.records._name,
            "res_ids": facts.records.ids,
        }
