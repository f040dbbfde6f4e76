from odoo import api, fields, models
from odoo.tools import is_html_empty
from odoo.tools.translate import LazyTranslate

from ...base.life import Life, Stage
from .cae_contract import SIGNED_STATES

_lt = LazyTranslate(__name__)

_TEXT = frozenset({"contract_id", "clause_id", "name", "sequence", "body"})


class CaeContractClause(models.Model):
    """A clause of one contract: its text starts from the template and is then its own.

    Rights: the support team writes until somebody signed; then nobody does.
    """

    _name = "cae.contract.clause"
    _description = "Clause of a contract"
    _inherit = ["cae.life.mixin"]
    _order = "contract_id, sequence, id"
    _check_company_auto = True
    _life = Life(
        parent="contract_id",
        stages={
            # on paper, the text is written until the signature is noted
            **dict.fromkeys(("draft", "to_sign"), Stage(_TEXT, delete="support")),
            **dict.fromkeys(
                ("signed_by_entrepreneur", "signed_by_coop"),
                Stage(way_on=_lt("Send the contract back to draft first.")),
            ),
            **dict.fromkeys(SIGNED_STATES, Stage(way_on=_lt("Make an amendment to change it."))),
            "cancelled": Stage(),
        },
    )

    contract_id = fields.Many2one(
        comodel_name="cae.contract",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    clause_id = fields.Many2one(
        comodel_name="cae.clause",
        string="Template",
        ondelete="set null",
        index="btree_not_null",
    )
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    body = fields.Html(string="Text")
    is_filled = fields.Boolean(string="Written", compute="_compute_is_filled")

    @api.depends("body")
    def _compute_is_filled(self):
        for clause in self:
            clause.is_filled = not is_html_empty(clause.body)

    # Business

    @api.model
    def _add_to(self, contracts):
        """Give each contract its clauses: those of the one it renews, else the templates."""
        vals_list = []
        for contract in contracts:
            lang = self.env.lang or contract.company_id.partner_id.lang
            # sudo: the texts come with the contract, whoever makes it
            templates = contract.type_id.sudo().clause_ids.with_context(lang=lang)
            renewed = contract.previous_id.clause_ids if contract.kind == "renewal" else self
            vals_list += [
                {
                    "contract_id": contract.id,
                    "clause_id": (source.clause_id if renewed else source).id,
                    "sequence": source.sequence,
                    "name": source.name,
                    "body": source.body,
                }
                for source in renewed or templates
            ]
        # sudo: clauses follow from the contract that was just created
        self.sudo().create(vals_list)
