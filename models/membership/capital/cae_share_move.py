from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ....rules import capital
from ...base.life import Life, Stage, Transition
from ...base.money import money
from ...base.words import amount_in_words, day_in_words
from ..sentences import say_finding

_lt = LazyTranslate(__name__)

#: What a person types of a balance that was held before this software.
OPENING = frozenset(
    {"company_id", "membership_id", "date", "kind", "label", "shares", "subscribed", "paid"}
)
REVERSE = _lt("A line of the capital ledger is never edited: reverse it and add another.")
_OF_ACCOUNTING = Stage(
    way_on=_lt("Undo the matching of its payment in accounting; reverse it if noted by hand.")
)
#: The operations that are reversed line by line.
_OPERATIONS = ("transfer_out", "transfer_in", "refund", "conversion")


class CaeShareMove(models.Model):
    """One line of the capital ledger. It is never written nor deleted: errors are reversed.

    Its kind is the whole of its life: it is born posted, and only opening balances are typed.

    The balance of a member on any day is the sum of their lines up to that day; so are the
    register of members and the status of associate.

    ==========  ====================================================================
    Support     reads
    Accountant  types opening balances, reverses; the other lines follow from the
                subscriptions, payments, refunds and transfers that they record
    Manager     the same
    Others      nothing
    ==========  ====================================================================
    """

    _name = "cae.share.move"
    _description = "Capital move"
    _inherit = ["cae.life.mixin", "cae.price.fact.mixin"]
    _price_facts = frozenset({"membership_id", "date", "shares"})
    _check_company_auto = True
    _order = "date desc, id desc"
    _rec_name = "label"
    _life = Life(
        state_field="kind",
        stages={
            "opening": Stage(entered=OPENING, way_on=REVERSE),
            "subscription": Stage(way_on=_lt("Reverse the subscription itself.")),
            **dict.fromkeys(("payment", "withholding"), _OF_ACCOUNTING),
            **dict.fromkeys(_OPERATIONS, Stage(way_on=REVERSE)),
            "reversal": Stage(way_on=_lt("Record the operation again instead.")),
        },
        transitions={
            "reverse": Transition(
                ("opening", "payment", "withholding", *_OPERATIONS), role="accountant"
            )
        },
    )

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
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_parties",
        store=True,
        index=True,
        ondelete="restrict",
    )
    member_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_parties",
        store=True,
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
        comodel_name="res.partner", string="Other member", readonly=True, ondelete="restrict"
    )
    reversal_of_id = fields.Many2one(
        comodel_name="cae.share.move", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reversal_ids = fields.One2many(
        comodel_name="cae.share.move", inverse_name="reversal_of_id", string="Reversed by"
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

    # Computes

    @api.depends("label", "member_id.name")
    def _compute_display_name(self):
        for move in self:
            move.display_name = move.label or move.member_id.name

    @api.depends("membership_id")
    def _compute_parties(self):
        """Copy who held what in which organisation, once: the past does not follow the file."""
        for move in self:
            move.member_id = move.membership_id.member_id
            move.organisation_id = move.membership_id.organisation_id

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

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        held = moves.filtered("shares").membership_id
        self.env["cae.entrepreneur"]._cae_sync_associates(held)
        return moves

    @api.model
    def _add_to_ledger(self, vals_list):
        """Add the lines of an operation, which was checked; opening balances alone are typed."""
        return self._permit_create(*{name for vals in vals_list for name in vals}).create(vals_list)

    def _domain_priced_uses(self):
        """Who holds shares may be an associate, and be priced as one."""
        return Domain("partner_id", "in", self.membership_id.member_id.ids)

    # Reversal

    def action_reverse(self):
        """Add the lines, and the entries, that cancel these ones today; a transfer as a whole."""
        moves = self | self._get_other_sides()
        moves._check_can_reverse()
        return moves._do_reverse()

    def _get_other_sides(self):
        """Return what the other members of these transfers gave or took, and that still stands."""
        found = self.browse()
        for move in self.filtered("counterpart_id"):
            found |= self.search(
                [
                    ("company_id", "=", move.company_id.id),
                    ("organisation_id", "=", move.organisation_id.id),
                    ("member_id", "=", move.counterpart_id.id),
                    ("counterpart_id", "=", move.member_id.id),
                    ("date", "=", move.date),
                    ("shares", "=", -move.shares),
                    ("move_id", "=", move.move_id.id),
                    ("reversal_ids", "=", False),
                ],
                limit=1,
            )
        return found

    def _check_can_reverse(self):
        self._check_step("reverse")
        for move in self:
            if reason := move._get_cannot_reverse_reason():
                raise UserError(reason)

    def _get_cannot_reverse_reason(self):
        """Return the sentence that says why this line is not reversed by itself, or False."""
        self.ensure_one()
        if self.reconcile_ref:
            return self.env._(
                "%(label)s comes from accounting: undo the matching of its payment there.",
                label=self.label,
            )
        return False

    def _get_own_entry(self):
        """Return the entry that this line posted in the books of its company, or none.

        :raises UserError: its link leads to what no operation on capital posts
        """
        self.ensure_one()
        # sudo: linked by code only, and checked here; whatever the rights on journals
        entry = self.sudo().move_id
        posted = self.kind != "opening" and entry.move_type == "entry"
        if entry and not (posted and entry.company_id == self.company_id):
            raise UserError(
                self.env._(
                    "%(label)s: its journal entry is none of the capital of %(company)s. Have it "
                    "looked at in accounting.",
                    label=self.label or "",
                    company=self.company_id.name,
                )
            )
        return entry

    def _do_reverse(self):
        """Add the lines that cancel these ones, on today or on their own later day."""
        today = fields.Date.context_today(self)
        reversals = self.browse()
        backs = {}  # by entry: both sides of a transfer stand on the same one
        for move in self:
            entry = move._get_own_entry()
            if entry and entry not in backs:
                ref = self.env._("Reversal: %s", entry.ref)
                backs[entry] = entry._reverse_moves(
                    [{"date": max(today, entry.date), "ref": ref}], cancel=False
                )
                backs[entry]._post(soft=False)
            back = backs.get(entry)
            reversals |= self._add_to_ledger(
                [
                    {
                        **move._prepare_reversal_vals(),
                        "move_id": back.id if back else False,
                        "date": max(today, move.date),
                    }
                ]
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
