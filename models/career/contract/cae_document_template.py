from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CaeDocumentTemplate(models.Model):
    """The text of a document, per kind, contract type, coop and date, that a manager edits.

    Rights: the support team reads; managers write.
    A text holds placeholders of a closed list only (`cae.contract._get_document_placeholders`):
    it is filled in by Odoo's mail renderer in its static mode, which never runs code.
    """

    _name = "cae.document.template"
    _description = "Document template"
    _inherit = ["cae.shared.mixin", "mail.render.mixin", "cae.version.mixin"]
    _order = "kind, type_id, date_start desc, id"
    _version_of = ("kind", "type_id", "company_id")

    name = fields.Char(string="Title", required=True, help="Printed on top of the document.")
    kind = fields.Selection(selection="_get_kind_selection", required=True, default="contract")
    type_id = fields.Many2one(
        comodel_name="cae.contract.type",
        string="Contract type",
        ondelete="cascade",
        index=True,
        help="Empty: every type that has no text of its own.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Coop",
        index=True,
        help="Empty: every coop that has no text of its own.",
    )
    date_start = fields.Date(
        help="A new text holds for the documents from that day on; older ones keep theirs.",
    )
    body = fields.Html(
        string="Text", required=True, sanitize="email_outgoing", render_engine="qweb"
    )
    active = fields.Boolean(default=True)
    placeholder_help = fields.Html(compute="_compute_placeholder_help", sanitize=False)

    def _get_shared(self):
        """A text of one coop is its own; the others are everybody's."""
        return self.filtered(lambda template: not template.company_id)

    @api.model
    def _get_kind_selection(self):
        """Return the kinds of documents: later houses add theirs."""
        labels = {
            "contract": self.env._("Contract"),
            "renewal": self.env._("Renewal"),
            "amendment": self.env._("Amendment"),
            "means": self.env._("Annex of means made available"),
            "pay": self.env._("Annex of the fixed part"),
            "certificate": self.env._("Certificate of status"),
            "declaration": self.env._("Information to Urssaf and France Travail"),
            "mention": self.env._("Mention on invoices and quotes of a CAPE activity"),
        }
        return list(labels.items())

    @api.depends("kind")
    def _compute_render_model(self):
        self.render_model = "cae.contract"

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_placeholder_help(self):
        for template in self:
            names = self.env["cae.contract"]._get_document_placeholders(template.kind)
            contract_fields = self.env["cae.contract"].fields_get(names, ["string"])
            template.placeholder_help = self.env["ir.qweb"]._render(
                "cae_tiers_lieux.cae_document_template_placeholders",
                {
                    "names": [
                        (f'<t t-out="object.{name}"/>', contract_fields.get(name, {}).get("string"))
                        for name in names
                    ]
                },
            )

    @api.constrains("body", "kind")
    def _check_placeholders(self):
        for template in self:
            scope = template.with_context(cae_document_kind=template.kind)
            if scope._has_unsafe_expression_template_qweb(template.body, "cae.contract"):
                raise ValidationError(
                    self.env._(
                        "The text of “%(template)s” holds a placeholder that is not in the list "
                        "beside it. Remove it, or write it as in the list.",
                        template=template.name,
                    )
                )

    # Business

    @api.model
    def _pick(self, kind, contract, day=None):
        """Return the text in force for a document of a contract, on its first day or on ``day``.

        The coop's own text wins over a shared one, then that of the type of contract.

        :raises UserError: when there is none
        """
        # sudo: the text is printed for whoever may read the contract
        found = self.sudo()._versions_on(
            day or contract.date_start,
            [
                ("kind", "=", kind),
                ("type_id", "in", [False, contract.type_id.id]),
                ("company_id", "in", [False, contract.company_id.id]),
            ],
        )
        template = max(
            found.values(), key=lambda t: (bool(t.company_id), bool(t.type_id)), default=None
        )
        if not template:
            raise UserError(
                self.env._(
                    "No text is in force for this document of %(contract)s. A manager writes one "
                    "in Configuration, Careers, Document templates.",
                    contract=contract.display_name,
                )
            )
        return template

    def _render_for(self, contract):
        """Return this text, filled in for one contract, in the language of documents."""
        self.ensure_one()
        # what is printed is read now: these fields depend on too much to follow it all
        contract.invalidate_recordset(contract._get_document_placeholders("pay"))
        # sudo: a text reads what it names of the contract that its reader may print
        renderer = self.sudo().with_context(
            lang=contract._get_document_lang(),
            cae_document_kind=self.kind,
        )
        return renderer._render_template(self.body, "cae.contract", contract.ids, engine="qweb")[
            contract.id
        ]
