import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.image import image_data_uri


class CaeContract(models.Model):
    """Signature on screen: the person in the portal, the coop in its own screens.

    Both sign the same text: its digest is kept at the first signature, and a text that changed
    since is refused at the second. With both signatures the signed file is made, the annex of the
    fixed part apart, and the contract runs by the same step as one signed on paper.
    """

    _inherit = "cae.contract"

    entrepreneur_signature = fields.Binary(attachment=True, copy=False, readonly=True)
    entrepreneur_signed_name = fields.Char(copy=False, readonly=True)
    coop_signature = fields.Binary(attachment=True, copy=False, readonly=True)
    coop_signed_name = fields.Char(copy=False, readonly=True)
    signed_digest = fields.Char(copy=False, readonly=True)
    signed_pay_file = fields.Binary(
        attachment=True,
        copy=False,
        readonly=True,
        groups="hr.group_hr_manager",
        help="The signed annex of the fixed part: shown only to whom HR shows wages.",
    )

    # Actions

    def action_sign_for_coop(self):
        """Open the screen where somebody of the coop signs."""
        self.ensure_one()
        self._check_can_sign_on_screen("coop")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign for the coop"),
            "res_model": "cae.contract.sign",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    # Steps

    def _do_back_to_draft(self):
        result = super()._do_back_to_draft()
        self.write(self._prepare_unsigned_vals())
        return result

    # Business

    def _get_terms_fields(self):
        return super()._get_terms_fields() | {
            "entrepreneur_signature",
            "entrepreneur_signed_name",
            "coop_signature",
            "coop_signed_name",
            "signed_digest",
            "signed_pay_file",
        }

    def _prepare_unsigned_vals(self):
        """A contract that goes back to draft loses its signatures: its text may change."""
        names = ("entrepreneur", "coop")
        vals = {f"{name}_{part}": False for name in names for part in ("signature", "signed_name")}
        return {
            **vals,
            "entrepreneur_signature_date": False,
            "coop_signature_date": False,
            "signed_digest": False,
        }

    def _get_document_signatures(self):
        """Return the drawn signatures as images that a page holds within itself."""
        self.ensure_one()
        person, coop = self.entrepreneur_signature, self.coop_signature
        return {
            "person": person and image_data_uri(person),
            "person_name": self.entrepreneur_signed_name,
            "coop": coop and image_data_uri(coop),
            "coop_name": self.coop_signed_name,
        }

    def _get_signed_kinds(self):
        """Return the documents that a signature covers: the contract, and the pay if it has one."""
        self.ensure_one()
        kinds = [self._get_contract_document_kind()]
        if self.is_employment and self.sudo().fixed_pay:
            kinds.append("pay")
        return kinds

    def _get_text_digest(self):
        """Return the digest of the text that is signed, whatever the day it is printed."""
        self.ensure_one()
        texts = [self.name or ""]
        for kind in self._get_signed_kinds():
            document = self._prepare_document(kind)
            texts += [document["title"], str(document["body"])]
            texts += [str(text) for annex in document["annexes"] for text in annex]
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()

    def _get_cannot_sign_on_screen_reason(self, side):
        """Return why this side cannot sign on screen now (one sentence), or an empty text."""
        self.ensure_one()
        if self.state != "to_sign":
            return self.env._("%(contract)s does not wait for a signature.", contract=self.name)
        if self[f"{side}_signature_date"]:
            return self.env._("%(contract)s is already signed by this side.", contract=self.name)
        violations = self._get_violations()
        if violations:
            return self._explain_violation(violations[0])
        missing = self._get_missing_clauses()
        if missing:
            return self.env._(
                "%(contract)s lacks a mandatory clause: %(clauses)s.",
                contract=self.name,
                clauses=", ".join(missing.mapped("name")),
            )
        reason = self._get_cannot_print_reason()
        if reason:
            return reason
        if self.signed_digest and self.signed_digest != self._get_text_digest():
            return self.env._(
                "The text of %(contract)s changed after the first signature: send it back to "
                "draft and have it signed again.",
                contract=self.name,
            )
        return ""

    def _check_can_sign_on_screen(self, side):
        for contract in self:
            reason = contract._get_cannot_sign_on_screen_reason(side)
            if reason:
                raise ValidationError(reason)

    def _do_sign_on_screen(self, side, name, signature):
        """Keep the signature of one side; with both, make the signed file and run the contract.

        :param side: "entrepreneur" or "coop"
        """
        self.ensure_one()
        self._check_can_sign_on_screen(side)
        if not signature or not (name or "").strip():
            raise UserError(self.env._("Give a name and draw a signature."))
        self.write(
            {
                f"{side}_signature": signature,
                f"{side}_signed_name": name.strip(),
                f"{side}_signature_date": fields.Date.context_today(self),
                "signed_digest": self._get_text_digest(),
            }
        )
        self.message_post(body=self.env._("Signed on screen by %(name)s.", name=name.strip()))
        if self.signature_date:
            self._finish_screen_signature()

    def _finish_screen_signature(self):
        """Make the signed file when both sides signed on screen, then run the contract."""
        self.ensure_one()
        if self.entrepreneur_signature and self.coop_signature:
            contract = self.sudo()
            self.env.flush_all()
            filename = f"{(self.name or '').replace('/', '-')}.pdf"
            contract.write(
                {
                    "signed_file": base64.b64encode(contract._render_document("contract")),
                    "signed_filename": filename,
                }
            )
            if "pay" in contract._get_signed_kinds():
                contract.signed_pay_file = base64.b64encode(contract._render_document("pay"))
        if self._get_cannot_sign_reason():
            return  # one side signed on paper: the button "Signed" says what is missing
        self._check_can_sign()
        self._do_sign()
