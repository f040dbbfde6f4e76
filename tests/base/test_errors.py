"""No raw error of the database reaches a person: one translator, whoever asks."""

from odoo.exceptions import MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError, errors

from ...models.base.errors import sentence_of
from ..common import CaeStreetCommon


@tagged("cae_base")
class TestErrors(CaeStreetCommon):
    def told(self, function):
        """Return the sentence for the integrity error that a function ends in."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                function()
                self.env.flush_all()
        except IntegrityError as error:
            return sentence_of(self.env, error)
        return self.fail("nothing was refused")

    def test_a_constraint_says_its_own_sentence(self):
        person = self.make_entrepreneur("Anna")
        self.make_uses(person, ["2026-03-02"], external_ref="row-1")
        self.assertIn(
            "recorded already in this space",
            self.told(lambda: self.make_uses(person, ["2026-03-03"], external_ref="row-1")),
        )

    def test_a_space_that_uses_name_is_archived_instead(self):
        self.make_uses(self.make_entrepreneur("Anna"), ["2026-03-02"])
        self.assertIn("archive it instead", self.told(self.space.unlink))

    def test_a_missing_value_names_its_field(self):
        told = self.told(lambda: self.env["cae.space"].create({"name": False, "host_id": False}))
        self.assertIn("fill in the field", told)

    def test_known_errors_say_what_they_say(self):
        self.assertEqual(sentence_of(self.env, UserError("Give a name.")), "Give a name.")
        self.assertIn("deleted meanwhile", sentence_of(self.env, MissingError("gone")))
        self.assertIn("try again", sentence_of(self.env, errors.SerializationFailure()))
