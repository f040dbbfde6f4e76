from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DIRECTORY, CaeImportCommon

PUBLIC = (
    "nom;adresse;code_postal;nomcom;numcom;code_officiel;type_code_officiel;categorie;typologie;"
    "url_web;x_wgs84;y_wgs84\n"
    "La Halle;1 rue du Port;17000;La Rochelle;17300;W751212517;RNA;;Coworking, Fablab;"
    "halle.example;-1.15;46.16\n"
)


@tagged("post_install", "-at_install", "cae_imports")
class TestImportSpaces(CaeImportCommon):
    def found(self, name):
        return self.env["cae.space"].search([("name", "=", name)])

    def test_a_directory_without_header_goes_in_whole_and_repaired(self):
        imported = self.load("spaces", DIRECTORY)
        self.assertEqual(
            imported.column_ids.mapped("space_field"),
            ["name", "street", "zip", "city", "website", "email", False, "phone"],
        )
        imported.action_check()
        self.assertEqual(
            self.statuses(imported), ["repaired", "repaired", "doubtful", "doubtful", "ok", "ok"]
        )
        self.assertFalse(self.found("Le Grand Bureau"), "a check makes nothing")
        imported.action_import()
        self.assertEqual((imported.state, imported.made_count), ("done", 6))
        self.assertRecordValues(
            self.found("Le Grand Bureau"),
            [{"zip": "09500", "department_code": "09", "email": "contact@grandbureau.example"}],
        )
        self.assertRecordValues(
            self.found('Espace "Les Tilleuls"'),
            [
                {
                    "website": "http://www.tilleuls.example",
                    "phone": "+33 9 72 55 46 12",
                    "street": "2, rue d Aval",
                }
            ],
        )
        self.assertEqual(self.found("La Ruche").city, "Saint Affrique")
        self.assertEqual(self.found("Le Nid").phone, "+33 4 68 46 31 19")
        self.assertIn("CEDEX", self.lines(imported)[4].sentence)

    def test_hosts_are_partners_created_once(self):
        imported = self.load("spaces", DIRECTORY)
        imported.action_import()
        spaces = self.env["cae.space"].browse(imported.line_ids.mapped("res_id"))
        self.assertEqual(len(spaces.host_id), 6)
        self.assertEqual(set(spaces.host_id.mapped("is_company")), {True})
        self.assertEqual(imported.partner_count, 6)

    def test_a_host_that_is_known_is_not_created_again(self):
        partners = self.env["res.partner"].create(
            [
                {"name": "SCIC Le grand bureau", "is_company": True, "zip": "09500"},
                {"name": "La Ruche", "is_company": True, "zip": "33000"},
                {"name": "LA RUCHE", "is_company": True},
                {"name": "Nid & Cie", "is_company": True, "website": "https://nid.example"},
                {"name": "Pays", "is_company": True, "website": "http://pays.example"},
            ]
        )
        imported = self.load("spaces", DIRECTORY)
        imported.action_import()
        self.assertEqual(self.found("Le Grand Bureau").host_id, partners[0])
        self.assertEqual(self.found("La Ruche").host_id, partners[2])
        self.assertIn("no address here", self.lines(imported)[3].sentence)
        self.assertEqual(self.found("Le Nid").host_id, partners[3])
        lomagne = self.found("Télécentre de Lomagne").host_id
        self.assertNotEqual(lomagne, partners[4], "a website of several spaces tells no host")
        self.assertEqual(imported.partner_count, 3)

    def test_twice_adds_nothing(self):
        self.load("spaces", DIRECTORY).action_import()
        before = self.env["cae.space"].search_count([]), self.env["res.partner"].search_count([])
        again = self.load("spaces", DIRECTORY)
        again.action_import()
        after = self.env["cae.space"].search_count([]), self.env["res.partner"].search_count([])
        self.assertEqual(before, after)
        self.assertEqual(set(self.statuses(again)), {"skipped"})
        self.assertEqual(again.mapping_id.name, "file.csv", "the shape is remembered")

    def test_columns_corrected_by_hand_are_remembered(self):
        first = self.load("spaces", DIRECTORY)
        first.column_ids[6].space_field = "contact_name"
        first.action_check()
        second = self.load("spaces", DIRECTORY)
        self.assertEqual(second.column_ids[6].space_field, "contact_name")

    def test_a_known_space_is_completed_and_a_correction_by_hand_is_kept(self):
        self.load("spaces", DIRECTORY).action_import()
        bureau, nid = self.found("Le Grand Bureau"), self.found("Le Nid")
        bureau.write({"street": "1 rue Neuve", "email": False})
        changed = DIRECTORY.replace("3 Chemin Vert", "4 Chemin Vert")
        again = self.load("spaces", changed)
        again.action_import()
        self.assertEqual(bureau.street, "1 rue Neuve")
        self.assertEqual(bureau.email, "contact@grandbureau.example")
        self.assertEqual(nid.street, "4 Chemin Vert - CS 67624")
        lines = self.lines(again)
        self.assertIn("kept", lines[1].sentence)
        self.assertIn("Changed since the last file", lines[4].sentence)
        again.action_undo()
        self.assertEqual(nid.street, "3 Chemin Vert - CS 67624")
        self.assertFalse(bureau.email)

    def test_what_was_typed_before_any_file_is_kept(self):
        self.make_space("La Ruche", self.host, zip="12400", phone="+33 1 02 03 04 05")
        imported = self.load("spaces", DIRECTORY)
        imported.action_import()
        ruche = self.found("La Ruche")
        self.assertRecordValues(
            ruche,
            [{"phone": "+33 1 02 03 04 05", "host_id": self.host.id, "city": "Saint Affrique"}],
        )
        self.assertEqual(self.lines(imported)[3].status, "doubtful")

    def test_the_same_space_twice_in_a_file_is_taken_once(self):
        imported = self.load("spaces", DIRECTORY + DIRECTORY.splitlines()[0].upper() + "\n")
        imported.action_import()
        self.assertEqual(self.statuses(imported)[-1], "skipped")
        self.assertEqual(imported.made_count, 6)

    def test_undo_removes_what_nobody_used(self):
        imported = self.load("spaces", DIRECTORY)
        imported.action_import()
        spaces = self.env["cae.space"].browse(imported.line_ids.mapped("res_id"))
        hosts = spaces.host_id
        used = self.found("Le Nid")
        self.make_uses(self.portal_partner, [date(2026, 10, 5)], space=used)
        imported.action_undo()
        self.assertEqual(spaces.exists(), used)
        self.assertEqual(hosts.exists(), used.host_id)
        self.assertEqual(imported.state, "undone")

    def test_the_public_dataset_is_recognised(self):
        imported = self.load("spaces", PUBLIC)
        self.assertEqual(
            imported.mapping_id, self.env.ref("cae_tiers_lieux.import_mapping_space_public")
        )
        imported.action_import()
        halle = self.found("La Halle")
        self.assertRecordValues(
            halle,
            [
                {
                    "insee_code": "17300",
                    "website": "http://halle.example",
                    "latitude": 46.16,
                    "longitude": -1.15,
                }
            ],
        )
        self.assertEqual(halle.host_id.cae_rna, "W751212517")
        self.assertEqual(set(halle.kind_ids.mapped("name")), {"Coworking", "Fablab"})

    def test_one_row_without_a_name_stops_everything(self):
        imported = self.load("spaces", DIRECTORY + ",1 rue A,31000,Toulouse,,,,\n")
        with self.assertRaisesRegex(UserError, "row 7"):
            imported.action_import()
        self.assertFalse(self.found("La Ruche"))
        imported.action_check()
        imported.action_leave_aside()
        imported.action_import()
        self.assertTrue(self.found("La Ruche"))

    def test_queries_do_not_grow_with_the_rows(self):
        def queries(count):
            rows = [
                f"Lieu {i},{i} rue A,31{i:03},Ville,,l{count}x{i}@x.example" for i in range(count)
            ]
            imported = self.load("spaces", "\n".join(rows))
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            imported.action_check()
            return self.cr.sql_log_count - start

        queries(5)
        ten = queries(10)
        self.assertLessEqual(queries(100), ten + 3)
