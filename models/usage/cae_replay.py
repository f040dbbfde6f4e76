"""Past months rated again by the function that bills: what would change, for whom, and why."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every
from odoo.tools.translate import LazyTranslate

from ...rules import periods, rating
from ..base.life import Life, Stage, Transition
from .past_uses import PastUses
from .people_known import PeopleKnown
from .sentences import tell

_lt = LazyTranslate(__name__)

ASKED = frozenset("name company_id convention_id program_id month_from month_to".split())
#: Rows written by one statement.
PAGE = 5000


class CaeReplay(models.Model):
    """What past months would cost under a version to come, or under facts that came late.

    The same pure function rates them that bills; what was billed stays as it is. An accepted
    replay is kept as a proposal.

    ==========  ==========================================
    Support     reads
    Accountant  prepares, runs, keeps as a proposal
    Manager     the same, and deletes what is no proposal
    Others      nothing
    ==========  ==========================================
    """

    _name = "cae.replay"
    _description = "Replay of past months"
    _inherit = ["cae.life.mixin", "mail.thread"]
    _check_company_auto = True
    _order = "create_date desc, id desc"

    _life = Life(
        stages={
            "draft": Stage(ASKED, delete="manager"),
            "done": Stage(ASKED, delete="manager"),
            "proposed": Stage(way_on=_lt("It was accepted as it stands: run another replay.")),
        },
        transitions={
            "run": Transition(("draft", "done"), "done", "accountant", frozenset({"use_count"})),
            "propose": Transition(("done",), "proposed", "accountant"),
        },
    )

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    convention_id = fields.Many2one(
        comodel_name="cae.convention",
        string="Version to try",
        check_company=True,
        ondelete="restrict",
        domain="[('state', '=', 'draft')]",
        help="A draft, tried from the first month of the replay on instead of the one in force; "
        "empty: the facts of now, such as a contract entered late.",
    )
    program_id = fields.Many2one(
        comodel_name="cae.program",
        string="Formula to try",
        ondelete="restrict",
        help="The minimum formula of a programme, as it is written now, tried on all its "
        "conventions.",
    )
    month_from = fields.Date(
        string="From the month of",
        required=True,
        default=lambda self: fields.Date.subtract(fields.Date.context_today(self), months=3),
    )
    month_to = fields.Date(
        string="To the month of",
        required=True,
        default=lambda self: fields.Date.subtract(fields.Date.context_today(self), months=1),
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("done", "Done"), ("proposed", "Proposed")],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    use_count = fields.Integer(string="Uses", readonly=True, copy=False)
    line_ids = fields.One2many(
        comodel_name="cae.replay.line", inverse_name="replay_id", readonly=True
    )
    total_ids = fields.One2many(
        comodel_name="cae.replay.total", inverse_name="replay_id", readonly=True
    )
    difference = fields.Monetary(compute="_compute_difference")
    summary = fields.Char(compute="_compute_difference")

    _months_in_order = models.Constraint(
        "CHECK (month_to >= month_from)", "The last month comes after the first one."
    )

    @api.depends("line_ids.difference", "use_count", "state")
    @api.depends_context("lang")
    def _compute_difference(self):
        rows = dict(
            self.env["cae.replay.line"]._read_group(
                [("replay_id", "in", self.ids)], ["replay_id"], ["difference:sum"]
            )
        )
        for one in self:
            one.difference = rows.get(one, 0.0)
            one.summary = one.state != "draft" and self.env._(
                "%(uses)s uses: %(amount)s of difference.",
                uses=one.use_count,
                amount=one.currency_id.format(one.difference),
            )

    # Actions

    def action_run(self):
        """Rate the months again; nothing that was billed changes."""
        self._check_can_run()
        self._do_run()

    def action_propose(self):
        """Keep the differences as a proposal."""
        self._check_step("propose")
        self._take_step("propose")

    def action_view_lines(self):
        """Open the uses that would differ, each with its sentence."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Differences"),
            "res_model": "cae.replay.line",
            "view_mode": "list,pivot",
            "domain": [("replay_id", "in", self.ids)],
            "context": {"create": False, "group_by": ["space_id"]},
        }

    def _check_can_run(self):
        self._check_step("run")
        for one in self:
            if one.convention_id and one.convention_id.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is no draft any more: choose a draft version to try.",
                        name=one.convention_id.display_name,
                    )
                )

    # The replay

    def _do_run(self):
        for one in self:
            one.line_ids._permit("unlink").unlink()
            one.total_ids._permit("unlink").unlink()
            one._run()

    def _run(self):
        first = periods.month_bounds(self.month_from).start
        last = periods.month_bounds(self.month_to).end
        past = PastUses(self.env, self.company_id, first, last)
        totals = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for payer, amount in past.read_payers():
            totals["payer", payer][0] += amount
        book = self._get_rulebook(past)
        count = 0
        for part in past.read_persons():
            count += self._replay_persons(part, book, past, totals)
        self._insert_totals(totals)
        self._take_step("run", use_count=count)

    def _get_rulebook(self, past):
        """Return everything in force in the company's books, the version to try instead."""
        # sudo: as for the rating itself
        conventions = self.env["cae.convention"].sudo().with_context(active_test=False)
        signed = conventions.search(
            [("company_id", "=", self.company_id.id), *conventions._domain_signed()]
        )
        tried = self.convention_id.sudo()
        books = [convention._to_rating() for convention in signed]
        if tried:
            start = min(past.first, tried.date_start)
            rest = signed.filtered(lambda c: c.host_id == tried.host_id and tried._shares_with(c))
            cut = set(rest.ids)
            before = start - timedelta(days=1)
            books = [
                replace(one, end=before) if one.id in cut and one.start <= before else one
                for one in books
                if one.id not in cut or one.start <= before
            ]
            books.append(replace(tried._to_rating(), start=start))
        if self.program_id:
            rules = self._get_formula_rules(signed)
            books = [replace(one, rules=rules.get(one.id, one.rules)) for one in books]
        hosts = signed.host_id | tried.host_id
        tariffs = self.env["cae.tariff"].sudo()
        spaces = tariffs.search([("space_id", "in", past.read_spaces())])
        return rating.RuleBook(
            books,
            [tariff._to_rating() for tariff in spaces],
            self.env["cae.usage"]._get_vat_statuses_of(hosts, self.company_id),
        )

    def _get_formula_rules(self, conventions):
        """Return ``{convention id: rules}`` of those of the programme, by the formula of now."""
        # sudo: what the programme says, which its readers read
        program = self.program_id.sudo()
        members = {
            member.partner_id: member for member in program.member_ids if member.side == "host"
        }
        rules = self.env["cae.convention.rule"].sudo()
        found = {}
        for convention in conventions.filtered(lambda c: c.program_id == program):
            member = members.get(convention.host_id, program.member_ids.browse())
            found[convention.id] = tuple(
                rating.Rule(id=rule.id, **rules.new(rule._get_terms(member))._get_rating_terms())
                for rule in program.rule_ids
            )
        return found

    def _replay_persons(self, persons, book, past, totals):
        rows = past.read_uses(persons)
        known = PeopleKnown(self.env, persons, [self.company_id.id])
        special = self._get_special(persons, past)
        uses = [special.get(row.id) or past.make_use(row, known) for row in rows]
        clocks, counters = past.read_seeds(persons)
        rated = {one.use_id: one for one in rating.rate_all(uses, book, clocks, counters)}
        differing = []
        priced = [row for row in rows if row.state != "recorded"]
        for row in priced:
            has_activity = bool(row.activity_id or not row.entrepreneur_id)
            result = rating.require_activity(rated[row.id], has_activity)
            after = result.billed
            for key in (("person", row.partner_id), ("space", row.space_id)):
                totals[key][0] += row.billed_amount
                totals[key][1] += after
            for share in result.shares:
                totals["payer", share.payer][1] += share.amount
            if after != row.billed_amount or (result.problem and row.billed_amount):
                differing.append((row, result))
        self._insert_lines(differing)
        return len(priced)

    def _get_special(self, persons, past):
        """Return ``{use id: Use}`` of who has a plan or an agreed price: read record by record."""
        # sudo: what is paid or agreed does not depend on who asks
        found = self.env["cae.plan"].sudo().search([("partner_id", "in", persons)]).partner_id
        found |= (
            self.env["cae.price.agreement"]
            .sudo()
            .search([("partner_id", "in", persons), ("state", "=", "agreed")])
            .partner_id
        )
        if not found:
            return {}
        uses = self.env["cae.usage"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "in", found.ids),
                ("date", ">=", past.first),
                ("date", "<=", past.last),
                ("state", "in", ("rated", "locked")),
            ]
        )
        return {use.id: replace(use, doubt=None) for use in uses._to_rating()}

    # What comes out

    def _insert_lines(self, differing):
        """Keep the uses that would differ, each with the sentence of its new price."""
        if not differing:
            return
        env = self.with_context(lang=self.company_id._cae_lang()).env
        told = tell(env, [result for _row, result in differing])
        vals = [
            {
                "replay_id": self.id,
                "company_id": self.company_id.id,
                "usage_id": row.id,
                "partner_id": row.partner_id,
                "space_id": row.space_id,
                "date": row.date,
                "billed_before": float(row.billed_amount),
                "billed_after": float(result.billed),
                "difference": float(result.billed - row.billed_amount),
                "explanation": explanation or problem,
            }
            for (row, result), (explanation, _host, problem, _status) in zip(
                differing, told, strict=True
            )
        ]
        lines = self.env["cae.replay.line"]._permit_create(*vals[0])
        for part in split_every(PAGE, vals, list):
            lines.create(part)

    def _insert_totals(self, totals):
        vals = [
            {
                "replay_id": self.id,
                "company_id": self.company_id.id,
                "dimension": dimension,
                "payer": key if dimension == "payer" else False,
                "partner_id": key if dimension == "person" else False,
                "space_id": key if dimension == "space" else False,
                "billed_before": float(before),
                "billed_after": float(after),
                "difference": float(after - before),
            }
            for (dimension, key), (before, after) in totals.items()
        ]
        if vals:
            self.env["cae.replay.total"]._permit_create(*vals[0]).create(vals)
