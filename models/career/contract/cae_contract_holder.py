from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ...base.cae_dated_mixin import FAR_FUTURE
from ...base.life import Life, Stage
from .cae_contract import SIGNED_STATES, WAITING_STATES

_lt = LazyTranslate(__name__)

_LINE = frozenset({"contract_id", "entrepreneur_id", "date_start", "date_end"})


class CaeContractHolder(models.Model):
    """One more person who holds a community contract, for their own dates.

    Rights: the support team adds holders and ends them; a holder of a signed contract is never
    rewritten, only ended.
    The person of the contract itself is its first holder and has no line here.
    """

    _name = "cae.contract.holder"
    _description = "Holder of a community contract"
    _inherit = ["cae.life.mixin", "cae.dated.mixin"]
    _order = "contract_id, date_start, id"
    _rec_name = "entrepreneur_id"
    _check_company_auto = True
    _life = Life(
        parent="contract_id",
        stages={
            **dict.fromkeys(("draft", *WAITING_STATES), Stage(_LINE, delete="support")),
            **dict.fromkeys(
                SIGNED_STATES,
                Stage(
                    frozenset({"date_end"}),
                    entered=_LINE,
                    way_on=_lt("Give the person a last day, and add another line."),
                ),
            ),
            "cancelled": Stage(delete="support"),
        },
    )

    contract_id = fields.Many2one(
        comodel_name="cae.contract",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        string="Person",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )

    @api.constrains("contract_id", "entrepreneur_id", "date_start", "date_end")
    def _check_holder(self):
        for holder in self:
            reason = holder._get_wrong_reason()
            if reason:
                raise ValidationError(reason)

    # Business

    def _get_wrong_reason(self):
        """Return why this line cannot be, in a sentence, or False."""
        self.ensure_one()
        contract, person = self.contract_id, self.entrepreneur_id
        names = {"contract": contract.name, "person": person.name}
        if not contract.type_id.several_holders:
            return self.env._("%(contract)s is of a type held by one person only.", **names)
        if person == contract.entrepreneur_id:
            return self.env._("%(person)s already holds %(contract)s: add other people.", **names)
        if self.date_start < contract.date_start or (
            contract.date_last and (self.date_end or FAR_FUTURE) > contract.date_last
        ):
            return self.env._(
                "%(person)s would hold %(contract)s outside its days. Correct the dates.", **names
            )
        same = self.search(
            [
                ("contract_id", "=", contract.id),
                ("entrepreneur_id", "=", person.id),
                ("id", "!=", self.id),
            ]
        )
        if same._holding_between(self.date_start, self.date_end):
            return self.env._("%(person)s holds %(contract)s twice on the same days.", **names)
        others = person.contract_ids._periods()._committed()
        other = others._holding_between(self.date_start, self.date_end)[:1]
        if other:
            return self.env._(
                "%(person)s already has the contract %(other)s on days of this one. Change the "
                "dates or end that contract first.",
                person=person.name,
                other=other.name,
            )
        return False
