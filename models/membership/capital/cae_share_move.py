from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ....rules import capital
from ...base.life import Life, Stage
from ...base.money import money
from ...base.words import amount_in_words, day_in_words
from ..sentences import say_finding

_lt = LazyTranslate(__name__)

#: What a line holds; the operations of the capital write it, once.
FACTS = (
    "company_id membership_id date kind label shares subscribed paid loss subscription_id call_id"
    " counterpart_id reversal_of_id reconcile_ref date_due move_id"
).split()
#: What somebody enters by hand: an opening balance, and nothing that points elsewhere.
OPENING = frozenset("company_id membership_id date label shares subscribed paid".split())


class CaeShareMove(models.Model):
    """One line of the capital ledger. It is never written nor deleted: errors are reversed.

    The balance of a member on any day is the sum of their lines up to that day; so are the
    register of members and the status of associate.

    ==========  ====================================================================
    Support     reads
    Accountant  adds opening balances by hand, the rest by the operations: subscriptions,
                payments, refunds, transfers
    Manager     the same
    Portal      nothing
    ==========  ====================================================================
    """

    _name = "cae.share.move"
    _description = "Capital move"
    _inherit = ["cae.life.mixin", "cae.price.fact.mixin"]
    _price_facts = frozenset({"membership_id", "date", "shares"})
    _life = Life(
        stages={
            "posted": Stage(
                entered=OPENING,
                way_on=_lt("A line of the ledger is never edited: reverse it and add another."),
            )
        },
        labels={"posted": _lt("In the ledger")},
    )
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_name = "label"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    membership_id = fields.Many2one(
        comodel_name="cae.membership",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    # copies: a past line says who held, whatever becomes of the membership
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_parties",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    member_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_parties",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True, index=True)
    kind = fields.Selection(
        selection=[
            ("opening", "Opening balance"),
            ("subscription", "Subscription"),
            ("payment", "Payment"),
            ("withholding", "Withholding on pay"),
            ("transfer_out", "Transfer to another member"),
            ("transfer_in", "Transfer from another member"),
            ("refund", "Refund"),
            ("conversion", "Conversion"),
            ("reversal", "Reversal"),
        ],
        required=True,
        readonly=True,
        default="opening",
    )
    label = fields.Char(readonly=True)
    shares = fields.Integer(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    subscribed = fields.Monetary(string="Subscribed capital", readonly=True)
    paid = fields.Monetary(string="Paid capital", readonly=True)
    loss = fields.Monetary(string="Part of the losses", readonly=True)
    # where it comes from
    subscription_id = fields.Many2one(
        comodel_name="cae.share.subscription",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    call_id = fields.Many2one(
        comodel_name="cae.share.call", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    counterpart_id = fields.Many2one(
        comodel_name="res.partner",
        string="Other member",
        readonly=True,
        ondelete="restrict",
    )
    reversal_of_id = fields.Many2one(
        comodel_name="cae.share.move", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reconcile_ref = fields.Integer(
        string="Matching", readonly=True, index=True, help="Accounting matching it comes from."
    )
    date_due = fields.Date(string="To refund by", readonly=True)
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Journal entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _reversed_once = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL", "This line is reversed already."
    )
    _ledger_idx = models.Index("(company_id, organisation_id, member_id, date)")

    @api.depends("membership_id")
    def _compute_parties(self):
        for move in self:
            move.organisation_id = move.membership_id.organisation_id
            move.member_id = move.membership_id.member_id

    # Checks of the ledger

    @api.constrains("membership_id", "date", "shares", "subscribed", "paid")
    def _check_balance(self):
        """Nobody ever holds less than nothing, nor has paid more than they subscribed."""
        ledgers = self._get_ledgers(
            self.membership_id._domain_of_organisation(self.company_id, self.organisation_id)
            & Domain("member_id", "in", self.member_id.ids)
        )
        for (organisation, member), moves in ledgers.items():
            level = capital.Balance()
            for day in sorted({move.day for move in moves}):
                level = capital.balances(moves, day)[member.id]
                if level.shares < 0 or level.subscribed < 0 or not 0 <= level.paid:
                    raise ValidationError(
                        self.env._(
                            "On %(day)s %(member)s would hold less than nothing in "
                            "%(organisation)s: transfer or refund at most what is held.",
                            day=day_in_words(self.env, day),
                            member=member.name,
                            organisation=organisation.name,
                        )
                    )
                if level.paid > level.subscribed:
                    raise ValidationError(
                        self.env._(
                            "On %(day)s %(member)s would have paid %(paid)s for a subscribed "
                            "capital of %(subscribed)s: match at most what was called.",
                            day=day_in_words(self.env, day),
                            member=member.name,
                            paid=amount_in_words(self.env, level.paid),
                            subscribed=amount_in_words(self.env, level.subscribed),
                        )
                    )

    @api.constrains("kind", "subscribed", "date")
    def _check_floor(self):
        """No refund takes the capital under its floor (R30)."""
        for (company, organisation), refunds in (
            self.filtered(lambda m: m.kind == "refund")
            .grouped(lambda m: (m.company_id, m.organisation_id))
            .items()
        ):
            day = max(refunds.mapped("date"))
            amount = -money(sum(refunds.mapped("subscribed")), 2)
            problem = self._get_floor_problem(company, organisation, day, amount, done=True)
            if problem:
                raise ValidationError(say_finding(self.env, problem))

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        held = moves.filtered("shares").membership_id
        self.env["cae.entrepreneur"]._cae_sync_associates(held)
        return moves

    @api.model
    def _add(self, vals_list):
        """Add the lines of an operation of the capital: all that they hold is its own."""
        return self._permit_create(*FACTS).create(vals_list)

    # Life

    def _get_life_states(self):
        return dict.fromkeys(self, "posted")

    def _domain_priced_uses(self):
        """Who holds shares may be an associate, and be priced as one."""
        return Domain("partner_id", "in", self.membership_id.member_id.ids)

    # Reversal

    def action_reverse(self):
        """Add the lines, and the entries, that cancel these ones today."""
        self._check_can_reverse()
        return self._do_reverse()

    def _check_can_reverse(self):
        self.check_access("create")
        for move in self:
            if reason := move._get_cannot_reverse_reason():
                raise UserError(reason)

    def _get_cannot_reverse_reason(self):
        """Return the sentence that says why this line is not reversed by itself, or False."""
        self.ensure_one()
        if self.kind == "subscription":
            return self.env._("%(label)s: reverse the subscription itself.", label=self.label)
        if self.kind in ("payment", "withholding"):
            return self.env._(
                "%(label)s comes from accounting: undo the matching of its payment there.",
                label=self.label,
            )
        return False

    def _do_reverse(self):
        """Add the lines that cancel these ones, on today or on their own later day."""
        today = fields.Date.context_today(self)
        reversals = self.browse()
        for move in self:
            # sudo: the entry that this operation posted, whatever the rights on journals; no
            # hand writes this link
            entry = move.move_id.sudo()
            back = entry and entry._reverse_moves(
                [{"date": max(today, entry.date), "ref": self.env._("Reversal: %s", entry.ref)}],
                cancel=False,
            )
            if back:
                back._post(soft=False)
            reversals |= self._add(
                {
                    **move._prepare_reversal_vals(),
                    "move_id": back.id if back else False,
                    "date": max(today, move.date),
                }
            )
        return reversals

    def _prepare_reversal_vals(self):
        self.ensure_one()
        return {
            "company_id": self.company_id.id,
            "membership_id": self.membership_id.id,
            "kind": "reversal",
            "label": self.env._("Reversal: %s", self.label or ""),
            "shares": -self.shares,
            "subscribed": -self.subscribed,
            "paid": -self.paid,
            "loss": -self.loss,
            "subscription_id": self.subscription_id.id,
            "call_id": self.call_id.id,
            "reversal_of_id": self.id,
        }

    # What the ledger says

    @api.model
    def _get_ledgers(self, domain):
        """Return ``{(organisation, member): [rules.capital.Move]}``, days summed, in one query."""
        rows = self._read_group(
            domain,
            ["organisation_id", "member_id", "date:day"],
            ["shares:sum", "subscribed:sum", "paid:sum"],
        )
        ledgers = {}
        for organisation, member, day, shares, subscribed, paid in rows:
            ledgers.setdefault((organisation, member), []).append(
                capital.Move(
                    fields.Date.to_date(day),
                    member.id,
                    shares,
                    money(subscribed, 2),
                    money(paid, 2),
                )
            )
        return ledgers

    @api.model
    def _get_balances(self, memberships, day):
        """Return ``{membership id: rules.capital.Balance}`` on ``day``, in one query."""
        rows = self._read_group(
            [("membership_id", "in", memberships.ids), ("date", "<=", day)],
            ["membership_id"],
            ["shares:sum", "subscribed:sum", "paid:sum"],
        )
        result = {membership.id: capital.Balance() for membership in memberships}
        for membership, shares, subscribed, paid in rows:
            result[membership.id] = capital.Balance(shares, money(subscribed, 2), money(paid, 2))
        return result

    @api.model
    def _get_capital(self, company, organisation, day):
        """Return (capital on ``day``, highest capital up to ``day``) as decimals."""
        ledgers = self._get_ledgers(
            self.env["cae.membership"]._domain_of_organisation(company, organisation)
            & Domain("date", "<=", day)
        )
        levels = capital.capital_levels(move for moves in ledgers.values() for move in moves)
        last = levels[-1][1] if levels else Decimal(0)
        return last, max((level for _day, level in levels), default=Decimal(0))

    @api.model
    def _get_floor_problem(self, company, organisation, day, amount, done=False):
        """Return why ``amount`` may not leave the capital on ``day`` (R30): a finding, or ``None``.

        :param done: the refund stands in the ledger already.
        """
        level, highest = self._get_capital(company, organisation, day)
        percent = organisation._cae_capital_rules(day)[organisation.id].floor_percent
        before = level + amount if done else level
        return capital.refund_problem(amount, before, highest, percent)
