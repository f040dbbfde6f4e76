from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...rules.totals import TaxedAmount
from ...rules.totals import totals as totals_of
from ..base.life import Life, Stage, Transition
from ..base.money import money

_lt = LazyTranslate(__name__)

#: What a closing gives a statement, once.
TERMS = frozenset({"name", "company_id", "convention_id", "host_id", "coop_id", "month"})
TOTAL_OF_PART = {"host_to_coop": "host_total", "coop_to_host": "coop_total"}
UNTAXED_OF_PART = {"host_to_coop": "host_untaxed", "coop_to_host": "coop_untaxed"}
TOTALS = frozenset({*TOTAL_OF_PART.values(), *UNTAXED_OF_PART.values()})


class CaeStatement(models.Model):
    """The month of one host and one coop: what each side owes the other, line by line.

    One, whatever the versions of their convention that the month saw; it names the last of them.

    ==========  =================================================================
    Support     reads the statements of its company
    Accountant  closes months, which needs Odoo's own right to make invoices;
                cancels a statement whose invoices are not posted, and deletes
                one that is cancelled
    Manager     the same
    Others      nothing
    ==========  =================================================================

    Of a network it is what two others owe each other, and no entry follows.
    """

    _name = "cae.statement"
    _description = "Monthly statement"
    _inherit = ["cae.life.mixin", "mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    _order = "month desc, id desc"

    _life = Life(
        stages={
            "draft": Stage(),
            "invoiced": Stage(way_on=_lt("Cancel the statement, then close the month again.")),
            "cancelled": Stage(delete="accountant", way_on=_lt("Close the month again.")),
        },
        transitions={
            "invoice": Transition(("draft",), "invoiced", "accountant"),
            "total": Transition(("draft", "invoiced"), "", "accountant", TOTALS),
            "cancel": Transition(("draft", "invoiced"), "cancelled", "accountant"),
        },
    )

    name = fields.Char(string="Reference", required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        readonly=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    convention_id = fields.Many2one(
        comodel_name="cae.convention",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    host_id = fields.Many2one(
        comodel_name="res.partner",
        string="Legal person of the space",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    month = fields.Date(
        required=True,
        readonly=True,
        index=True,
        help="First day of the economic month, whatever the dates of the invoices.",
    )
    month_name = fields.Char(string="Month in words", compute="_compute_month_name")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("invoiced", "Month closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        comodel_name="cae.statement.line",
        inverse_name="statement_id",
        readonly=True,
    )
    host_line_ids = fields.One2many(
        comodel_name="cae.statement.line",
        inverse_name="statement_id",
        string="What the space bills",
        domain=[("direction", "=", "host_to_coop")],
        readonly=True,
    )
    coop_line_ids = fields.One2many(
        comodel_name="cae.statement.line",
        inverse_name="statement_id",
        string="What the CAE bills",
        domain=[("direction", "=", "coop_to_host")],
        readonly=True,
    )
    move_ids = fields.One2many(
        comodel_name="account.move",
        inverse_name="cae_statement_id",
        string="Invoices",
        readonly=True,
    )
    # told to whoever reads the statement, which needs no right on invoices
    move_count = fields.Integer(compute="_compute_move_count", compute_sudo=True)
    has_posted_move = fields.Boolean(compute="_compute_move_count", compute_sudo=True)

    # amounts
    host_untaxed = fields.Monetary(string="Owed to the space (net)", readonly=True, copy=False)
    host_total = fields.Monetary(string="Owed to the space", readonly=True, copy=False)
    coop_untaxed = fields.Monetary(string="Owed to the CAE (net)", readonly=True, copy=False)
    coop_total = fields.Monetary(string="Owed to the CAE", readonly=True, copy=False)
    balance = fields.Monetary(
        compute="_compute_balance",
        store=True,
        help="Tax included, before any payment: above zero, the CAE owes the space.",
    )
    balance_sentence = fields.Char(compute="_compute_balance_sentence")
    public_amount = fields.Monetary(
        string="Public value of the uses", compute="_compute_amounts", store=True
    )
    free_amount = fields.Monetary(string="Free", compute="_compute_amounts", store=True)
    reduction_amount = fields.Monetary(string="Reductions", compute="_compute_amounts", store=True)
    elsewhere_amount = fields.Monetary(
        string="Settled elsewhere", compute="_compute_amounts", store=True
    )
    usage_count = fields.Integer(string="Uses", compute="_compute_amounts", store=True)

    _once_a_month = models.UniqueIndex(
        "(host_id, coop_id, month, company_id) WHERE state != 'cancelled'",
        "This month is closed already for this space and this CAE.",
    )
    _first_of_month = models.Constraint(
        "CHECK (extract(day FROM month) = 1)",
        "The month of a statement is kept as its first day.",
    )

    # Computes

    @api.depends("move_ids.state")
    def _compute_move_count(self):
        for statement in self:
            statement.move_count = len(statement.move_ids)
            statement.has_posted_move = "posted" in statement.move_ids.mapped("state")

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for statement in self:
            statement.month_name = format_date(self.env, statement.month, date_format="MMMM y")

    @api.depends("name", "host_id.name", "coop_id.name")
    def _compute_display_name(self):
        for statement in self:
            other = (
                statement.coop_id
                if statement.company_id.partner_id == statement.host_id
                else statement.host_id
            )
            statement.display_name = f"{statement.name} – {other.name or ''}"

    @api.depends(
        "line_ids.public_amount",
        "line_ids.free_amount",
        "line_ids.reduction_amount",
        "line_ids.elsewhere_amount",
    )
    def _compute_amounts(self):
        for statement in self:
            lines = statement.line_ids
            statement.usage_count = len(lines.usage_id)
            for name in ("public_amount", "free_amount", "reduction_amount", "elsewhere_amount"):
                statement[name] = sum(lines.mapped(name))

    @api.depends("host_total", "coop_total")
    def _compute_balance(self):
        for statement in self:
            statement.balance = statement.host_total - statement.coop_total

    @api.depends("balance", "host_id.name", "coop_id.name")
    @api.depends_context("lang")
    def _compute_balance_sentence(self):
        for statement in self:
            balance = statement.balance
            debtor, creditor = statement.coop_id, statement.host_id
            if balance < 0:
                debtor, creditor = creditor, debtor
            if statement.currency_id.is_zero(balance):
                statement.balance_sentence = self.env._("Nobody owes anything.")
            else:
                statement.balance_sentence = self.env._(
                    "If all is netted, %(debtor)s owes %(amount)s to %(creditor)s.",
                    debtor=debtor.name,
                    creditor=creditor.name,
                    amount=statement.currency_id.format(abs(balance)),
                )

    # Actions

    def action_view_moves(self):
        """Open the invoices made from the statement."""
        return self.move_ids._cae_get_action()

    def action_view_lines(self):
        """Open the lines by person, to unfold to days."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lines by person"),
            "res_model": "cae.statement.line",
            "view_mode": "list,pivot",
            "domain": [("statement_id", "in", self.ids), ("usage_id", "!=", False)],
            "context": {"group_by": ["partner_id"], "create": False},
        }

    def action_cancel(self):
        """Cancel statements without a posted invoice, and free their uses for a new closing."""
        self._check_can_cancel()
        self._do_cancel()

    # Checks

    def _check_can_cancel(self):
        self._check_step("cancel")
        for statement in self:
            if reason := statement._get_cannot_cancel_reason():
                raise UserError(reason)

    def _get_cannot_cancel_reason(self):
        """Return the sentence that says why the statement cannot be cancelled, or False."""
        self.ensure_one()
        # a statement without an invoice, as a network's, asks for no right on invoices
        if self.has_posted_move:
            posted = self.move_ids.filtered(lambda move: move.state == "posted")[:1]
            return self.env._(
                "%(statement)s has a posted invoice, %(invoice)s: reset it to draft, or make a "
                "credit note.",
                statement=self.name,
                invoice=posted.name,
            )
        return False

    # Steps

    def _do_cancel(self):
        moves = self.filtered("move_count").move_ids
        moves.filtered(lambda move: move.state == "draft").button_cancel()
        self.line_ids._release()
        self._take_step("cancel")

    # Business

    def _read_totals_from_moves(self):
        """Keep the totals with tax of the invoices: Odoo's tax engine made them (invariant 1).

        Between two others there is no invoice of ours: the lines say what they owe each other.
        """
        for statement in self:
            if not statement._is_ours():
                statement._take_step("total", **statement._get_totals_of_lines())
                continue
            totals = dict.fromkeys(TOTALS, 0.0)
            for move in statement.move_ids.filtered(lambda move: move.state != "cancel"):
                totals[TOTAL_OF_PART[move.cae_part]] += move.amount_total
                totals[UNTAXED_OF_PART[move.cae_part]] += move.amount_untaxed
            statement._take_step("total", **totals)

    def _get_totals_of_lines(self):
        """Return what the lines of each direction come to, by field."""
        self.ensure_one()
        found = {}
        for part in TOTAL_OF_PART:
            owed = totals_of(
                TaxedAmount(money(line.amount), money(line.tax_rate), line.tax_included)
                for line in self.line_ids
                if line.direction == part and line.live
            )
            found[TOTAL_OF_PART[part]] = float(owed.total)
            found[UNTAXED_OF_PART[part]] = float(owed.net)
        return found
