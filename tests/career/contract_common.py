"""The steps of a contract as an adviser takes them: the wizard, the draft, the signature."""

from odoo.tests import Form

from ..common import PDF, CaeCommon


class ContractCommon(CaeCommon):
    """Anna, followed by an adviser of coop A, and the buttons of her contracts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.make_entrepreneur("Anna", adviser_id=cls.support.id)

    def prepare(self, mode, previous=None, entrepreneur=None, user=None, **values):
        """Fill the wizard as the browser does and return it unsaved."""
        entrepreneur = entrepreneur or previous.entrepreneur_id
        context = {"default_mode": mode, "default_entrepreneur_id": entrepreneur.id}
        if previous:
            context["default_previous_id"] = previous.id
        form = Form(
            self.env["cae.contract.prepare"].with_user(user or self.support).with_context(**context)
        )
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def confirm(self, form):
        action = form.save().action_confirm()
        return self.env["cae.contract"].browse(action["res_id"]).with_user(self.support)

    def sign(self, contract, day):
        """Have a draft signed on paper by both sides on one day."""
        contract.action_to_sign()
        contract.write(
            {
                "coop_signature_date": day,
                "entrepreneur_signature_date": day,
                "signed_file": PDF,
                "signed_filename": "signed.pdf",
            }
        )
        contract.action_sign()
        return contract

    def start(self, day, contract_type=None, **values):
        """Have Anna's new contract prepared, signed on its first day and running."""
        form = self.prepare("start", entrepreneur=self.anna, date_start=day)
        if contract_type:
            form.type_id = contract_type
        pay = values.pop("fixed_pay", None)
        for name, value in values.items():
            setattr(form, name, value)
        return self.sign(self.enter_pay(self.confirm(form), pay), day)

    def enter_pay(self, contract, pay):
        """Enter the fixed part on a draft as its form does."""
        if pay is not None:
            with Form(contract) as form:
                form.fixed_pay_entry = pay
        return contract

    def amend(self, contract, day, pay=None, signed=None):
        """Have an amendment of a running contract signed, on its own day unless told."""
        form = self.prepare("amendment", contract, date_start=day)
        return self.sign(self.enter_pay(self.confirm(form), pay), signed or day)
