from odoo.tests import TransactionCase, tagged

from . import rights_page


@tagged("post_install", "-at_install")
class TestRightsPage(TransactionCase):
    """``docs/droits.md`` says what the code enforces, no more and no less."""

    maxDiff = None

    def test_the_page_says_what_the_code_enforces(self):
        page = rights_page.render(self.env)
        if rights_page.WRITE:
            rights_page.PAGE.write_text(page)
        self.assertEqual(rights_page.PAGE.read_text(), page)

    def test_every_state_of_a_life_has_a_stage(self):
        """A state that the table forgets would lock everything without a word."""
        for model in rights_page.life_models(self.env):
            life = model._get_life()
            field = model._fields.get(life.state_field)
            if field and not life.parent and field.type == "selection":
                missing = set(field.get_values(self.env)) - set(life.stages)
                self.assertFalse(missing, model._name)
