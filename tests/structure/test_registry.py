"""What every model of the addon must keep to, whoever adds one (design, invariant 10)."""

from odoo.tests import TransactionCase, tagged

ADDON = "cae_tiers_lieux"
# Restricted data of persons: a group apart reads them, and a manager does not.
APART = {"cae.person.aid", "cae.person.document"}
ROLES = ("group_support", "group_accountant", "group_manager")


#: A directory that every company reads; who keeps a record changes it.
READ_BY_ALL = {"cae.space"}


@tagged("post_install", "-at_install")
class TestRegistry(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.models = [
            cls.env[name]
            for name in sorted(cls.registry)
            if cls.registry[name]._original_module == ADDON and not cls.env[name]._abstract
        ]
        cls.access = cls.env["ir.model.access"].search([])
        cls.rules = cls.env["ir.rule"].search([])

    def _rows(self, model, groups):
        """The access rows of a model that reach users who hold these groups."""
        return self.access.filtered(
            lambda row: (
                row.model_id.model == model._name and (not row.group_id or row.group_id in groups)
            )
        )

    def test_the_addon_has_models(self):
        """Every test here loops over them: it must not pass on an empty list."""
        self.assertGreater(len(self.models), 5)

    def test_every_model_is_described(self):
        silent = [m._name for m in self.models if not m._description or m._description == m._name]
        self.assertFalse(silent)

    def test_every_company_model_has_a_global_company_rule(self):
        """Without it every company of the database reads the records of the others."""
        missing = []
        for model in self.models:
            if model._transient or "company_id" not in model._fields:
                continue
            kept = self.rules.filtered(
                lambda rule, model=model: (
                    rule.model_id.model == model._name
                    and not rule.groups
                    and (rule.perm_read or model._name in READ_BY_ALL)
                    and rule.perm_write
                    and "company_id" in (rule.domain_force or "")
                    and "company_ids" in (rule.domain_force or "")
                )
            )
            if not kept:
                missing.append(model._name)
        self.assertFalse(missing, "Models with company_id and no global company rule.")

    def test_every_portal_right_has_a_portal_rule(self):
        """A right without a rule shows a portal user everybody's records."""
        portal = self.env.ref("base.group_portal")
        portal_groups = portal | portal.all_implied_ids | self.env.ref("base.group_public")
        ours = {model._name for model in self.models}
        rows = self.access.filtered(
            lambda row: (
                row.group_id in portal_groups
                and (row.perm_read or row.perm_write or row.perm_create or row.perm_unlink)
                and (row.model_id.model in ours or row.get_external_id()[row.id].startswith(ADDON))
            )
        )
        missing = [
            row.name
            for row in rows
            if not self.rules.filtered(
                lambda rule, row=row: rule.model_id == row.model_id and row.group_id in rule.groups
            )
        ]
        self.assertFalse(missing, "Portal rights without a portal rule on the model.")

    def test_no_right_is_given_to_everybody(self):
        ours = {model._name for model in self.models}
        loose = self.access.filtered(lambda row: row.model_id.model in ours and not row.group_id)
        self.assertFalse(loose.mapped("name"), "Access rows without a group.")

    def test_every_role_has_a_decided_right_on_every_model(self):
        """A role can read a model, or a row of the CSV with 0,0,0,0 says that it shall not.

        Rights count as a user has them, through the groups that a group implies; transient
        models, wizards, count too.
        """
        undecided = []
        for role in ROLES:
            group = self.env.ref(f"{ADDON}.{role}")
            held = group | group.all_implied_ids
            undecided += [
                f"{model._name}: {role}" for model in self.models if not self._rows(model, held)
            ]
        manager = self.env.ref(f"{ADDON}.group_manager")
        held = manager | manager.all_implied_ids
        undecided += [
            f"{model._name}: a manager cannot read it"
            for model in self.models
            if model._name not in APART and not any(self._rows(model, held).mapped("perm_read"))
        ]
        self.assertFalse(undecided, "Roles without a right, or a refusal, on a model.")

    def test_every_one2many_inverse_is_indexed(self):
        """Opening a record reads its lines by this column."""
        slow = []
        for name in sorted(self.registry):
            for field in self.env[name]._fields.values():
                if field.type != "one2many" or not field.store and not field.inverse_name:
                    continue
                if ADDON not in (field._modules or ()) or not field.inverse_name:
                    continue
                comodel = self.env[field.comodel_name]
                inverse = comodel._fields[field.inverse_name]
                if comodel._auto and inverse.store and inverse.type == "many2one":
                    if not inverse.index:
                        slow.append(f"{field.comodel_name}.{field.inverse_name}")
        self.assertFalse(sorted(set(slow)), "Inverses of One2many fields without index.")
