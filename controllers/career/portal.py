"""The person's own file in the portal: their status, their contracts, their signature."""

import base64
import binascii

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request, route

from ...models.career.contract.cae_contract import COMMITTED_STATES

DOCUMENT_KINDS = ("contract", "means", "pay", "certificate")


class CaeCareerPortal(CustomerPortal):
    """Own user only: no page here takes an access token."""

    # Home

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "cae_career_count" in counters:
            values["cae_career_count"] = len(self._get_own_files())
        if "cae_to_sign_count" in counters:
            contracts = self._get_own_contracts()
            values["cae_to_sign_count"] = len(contracts.filtered("can_person_sign"))
        return values

    # Pages

    @route("/my/career", type="http", auth="user", website=True)
    def portal_my_career(self, **_kw):
        """Show the person's files: one per coop."""
        # sudo: what the person may see was found with their own rights; it is shown as the coop
        # knows it
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "cae_career",
            "files": self._get_own_files().sudo(),
            "contracts": self._get_own_contracts().sudo(),
        }
        return request.render("cae_tiers_lieux.portal_my_career", values)

    @route("/my/career/contracts/<int:contract_id>", type="http", auth="user", website=True)
    def portal_my_contract(self, contract_id, message=None, **_kw):
        """Show one contract, its text, and the place to sign."""
        try:
            contract = self._get_own_contract(contract_id)
        except (AccessError, MissingError):
            return request.redirect("/my/career")
        reason, document = contract._get_cannot_print_reason(), None
        if not reason:
            try:
                document = contract._prepare_document("contract")
            except UserError as error:
                reason = str(error)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "cae_contract",
            "contract": contract,
            "document": document,
            "message": message,
            "kinds": self._get_printable_kinds(contract) if document else (),
        }
        return request.render("cae_tiers_lieux.portal_my_contract", values)

    @route(
        "/my/career/contracts/<int:contract_id>/<string:kind>.pdf",
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_contract_document(self, contract_id, kind, **_kw):
        """Send a document of the contract; the signed file itself once it is signed."""
        try:
            contract = self._get_own_contract(contract_id)
        except (AccessError, MissingError):
            return request.redirect("/my/career")
        if kind not in self._get_printable_kinds(contract):
            raise request.not_found()
        signed = {"contract": contract.signed_file, "pay": contract.signed_pay_file}.get(kind)
        content = base64.b64decode(signed) if signed else contract._render_document(kind)
        name = f"{(contract.name or '').replace('/', '-')}-{kind}.pdf"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name, disposition_type="inline")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    @route("/my/career/contracts/<int:contract_id>/sign", type="jsonrpc", auth="user", website=True)
    def portal_my_contract_sign(self, contract_id, name=None, signature=None):
        """Keep the signature that the person drew."""
        try:
            contract = self._get_own_contract(contract_id)
        except (AccessError, MissingError):
            return {"error": request.env._("This contract does not exist.")}
        try:
            with request.env.cr.savepoint():
                contract.with_context(
                    mail_post_autofollow=False, lang=request.env.lang
                )._do_sign_on_screen("entrepreneur", name, signature)
        except UserError as error:
            return {"error": str(error)}
        except (TypeError, binascii.Error):
            return {"error": request.env._("The signature cannot be read: draw it again.")}
        return {
            "force_refresh": True,
            "redirect_url": f"/my/career/contracts/{contract.id}?message=signed",
        }

    # What the person may see

    def _get_own_files(self):
        files = request.env["cae.entrepreneur"]
        if not files.has_access("read"):
            return files
        return files.search([("partner_id", "=", request.env.user.partner_id.id)])

    def _get_own_contracts(self):
        contracts = request.env["cae.contract"]
        if not contracts.has_access("read"):
            return contracts
        return contracts.search(
            [
                ("partner_id", "=", request.env.user.partner_id.id),
                ("state", "in", COMMITTED_STATES),
            ]
        )

    def _get_own_contract(self, contract_id):
        """Return the person's own contract, in superuser mode for its page.

        :raises AccessError: when it is somebody else's, or not sent to signature yet
        """
        contract = self._get_own_contracts().filtered(lambda c: c.id == contract_id)
        if not contract:
            raise AccessError(request.env._("This contract is not yours."))
        # sudo: the contract is the person's own, checked above
        return contract.sudo()

    def _get_printable_kinds(self, contract):
        """Return the documents of a contract that its person may print."""
        kinds = ["contract"]
        if not contract.is_amendment:
            kinds.append("means")
            if contract.is_signed:
                kinds.append("certificate")
        if "pay" in contract._get_signed_kinds():
            kinds.append("pay")
        return [kind for kind in DOCUMENT_KINDS if kind in kinds]
