import json
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


REGION = (
    "nom;adresse;code_postal;nomcom;code_officiel;categorie;typologie;url_web;ct_nom;ct_mail;ct_tel\n"
    "La Halle;1 rue du Port;17000;La Rochelle;W751212517;Association;Coworking, Fablab;"
    "/working_places;Zoé;halle@port.example;-\n"
    "Ã\x89coles du Port;2 rue du Port;17000;La Rochelle;;SCIC;Fablab;;;;\n"
    "Le Nid;12 Bld du Port;17000;La Rochelle;;;;http://nid.example;;nid@port.example;\n"
    "LE NID;12, boulevard du port;17000;La Rochelle;;;;http://nid.example;;nid@port.example;"
    "05 46 12 34 56\n"
    "Gare;;32000;Lombez;;;;;;;\n"
)
GOGO = {
    "licence": "https://opendatacommons.org/licenses/odbl/summary/",
    "ontology": "gogofull",
    "data": [
        {
            "id": "4Z",
            "name": "La Halle",
            "geo": {"latitude": 46.16, "longitude": -1.15},
            "address": {
                "streetAddress": "1 rue du Port",
                "addressLocality": "La Rochelle",
                "postalCode": "17000",
            },
            "categories": ["Coworking", "Fablab"],
            "telephone": "05 46 12 34 56",
        }
    ],
}


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
            self.statuses(imported), ["repaired", "repaired", "repaired", "doubtful", "ok", "ok"]
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

    # Directories as they really are

    def test_a_regional_directory_is_read_as_it_is_meant(self):
        imported = self.load("spaces", REGION)
        imported.action_check()
        lines = self.lines(imported)
        self.assertIn("“/working_places” is the end of a web address", lines[2].sentence)
        self.assertIn("“-” says nothing", lines[2].sentence)
        self.assertIn("repaired: Écoles du Port", lines[3].sentence)
        self.assertEqual(lines[3].status, "repaired")
        self.assertIn("not of Lombez (32220)", lines[6].sentence)
        imported.action_import()
        halle = self.found("La Halle")
        self.assertRecordValues(
            halle,
            [
                {
                    "website": False,
                    "phone": False,
                    "contact_name": "Zoé",
                    "email": "halle@port.example",
                }
            ],
        )
        self.assertEqual(set(halle.kind_ids.mapped("name")), {"Coworking", "Fablab"})
        self.assertEqual(halle.host_id.cae_legal_form_id.code, "association")
        self.assertEqual(self.found("Écoles du Port").host_id.cae_legal_form_id.code, "scic")

    def test_twins_are_proposed_as_one_and_completed(self):
        imported = self.load("spaces", REGION)
        imported.action_check()
        twin = self.lines(imported)[5]
        self.assertEqual((twin.status, twin.action, twin.question), ("doubtful", "skip", "twin"))
        self.assertIn("12 Bld du Port / 12, boulevard du port", twin.sentence)
        self.assertIn("Completed from row 5", self.lines(imported)[4].sentence)
        imported.action_import()
        self.assertRecordValues(self.found("Le Nid"), [{"phone": "+33 5 46 12 34 56"}])
        self.assertFalse(self.found("LE NID"))

    def test_twins_may_both_be_kept(self):
        imported = self.load("spaces", REGION)
        imported.action_check()
        self.lines(imported)[5].with_user(self.support).action_keep_both()
        line = self.lines(imported)[5]
        self.assertEqual((line.action, line.question), ("create", False))
        self.assertIn("by your decision", line.sentence)
        imported.action_import()
        self.assertEqual(len(self.found("Le Nid") + self.found("LE NID")), 2)
        with self.assertRaises(UserError):
            imported._keep_both(line)

    def test_a_wrong_town_and_twins_come_first_and_no_street_is_no_doubt(self):
        imported = self.load(
            "spaces", REGION + "Tau;;31676;Labège;;;;;;;\nNid 2;;31670;Labège;;;;;;;\n"
        )
        imported.action_check()
        ranked = imported.problem_ids.sorted(lambda line: (line.rank, line.number))
        self.assertEqual(ranked.mapped("number"), [6, 5, 7])
        self.assertEqual(self.lines(imported)[8].status, "ok")
        self.assertIn("No street", self.lines(imported)[8].sentence)

    def test_coordinates_come_whole_or_not_at_all(self):
        rows = (
            "NOM_TL;CP;COMMUNE;LAT;LONG;INSEECOM;TYPO;WEB\n"
            "La Halle;17000;La Rochelle;46,16;-1,15;17300;Fablab;halle.example\n"
            "Le Nid;17000;La Rochelle;46,16;;17300;;\n"
            "Tau;31000;Toulouse;1,44;43,6;;;\n"
        )
        imported = self.load("spaces", rows)
        self.assertEqual(
            imported.mapping_id, self.env.ref("cae_tiers_lieux.import_mapping_space_region")
        )
        self.assertTrue(all(imported.column_ids.mapped("space_field")))
        imported.action_import()
        points = [
            (space.latitude, space.longitude)
            for name in ("La Halle", "Le Nid", "Tau")
            for space in self.found(name)
        ]
        self.assertEqual(points, [(46.16, -1.15), (0.0, 0.0), (43.6, 1.44)])
        self.assertEqual(self.statuses(imported), ["repaired", "doubtful", "doubtful"])

    def test_an_address_in_one_cell_and_the_structure_that_carries_the_space(self):
        rows = (
            "Nom du lieu;Adresse complète;Structure porteuse;Forme juridique;geo_point_2d\n"
            "La Halle;1 rue du Port, 17000 La Rochelle;Les Amis;Association;46.16, -1.15\n"
        )
        imported = self.load("spaces", rows)
        imported.action_import()
        halle = self.found("La Halle")
        self.assertRecordValues(
            halle,
            [{"street": "1 rue du Port", "zip": "17000", "latitude": 46.16, "longitude": -1.15}],
        )
        self.assertEqual(halle.host_id.name, "Les Amis")
        self.assertIn("taken apart", self.lines(imported)[2].sentence)

    def test_of_two_columns_of_one_name_the_other_is_named(self):
        rows = (
            "Nom;Code postal;Ville;E-mail;E-mail\n"
            "La Halle;17000;La Rochelle;a@port.example;b@port.example\n"
            "Le Nid;17000;La Rochelle;;c@port.example\n"
        )
        imported = self.load("spaces", rows)
        imported.action_import()
        self.assertEqual(self.found("La Halle").email, "b@port.example")
        self.assertEqual(self.found("Le Nid").email, "c@port.example")
        self.assertIn("E-mail, says “a@port.example”", self.lines(imported)[2].sentence)

    def test_a_map_is_read_as_a_directory(self):
        feature = {
            "type": "Feature",
            "properties": {"nom": "La Halle", "code_postal": "17000", "nomcom": "La Rochelle"},
            "geometry": {"type": "Point", "coordinates": [-1.15, 46.16]},
        }
        short = {
            "mapping": ["id", ["name"], "latitude", "longitude"],
            "data": [["4Z", ["La Halle"], 46.16, -1.15]],
        }
        for found in ({"type": "FeatureCollection", "features": [feature]}, GOGO, short):
            imported = self.load("spaces", json.dumps(found), filename="carte.json")
            self.assertFalse(imported.file_problem)
            imported.action_import()
            halle = self.found("La Halle")
            self.assertEqual((halle.latitude, halle.longitude), (46.16, -1.15))
            if found is GOGO:
                self.assertEqual((halle.zip, len(halle.kind_ids)), ("17000", 2))
                self.assertEqual(halle.phone, "+33 5 46 12 34 56")
            imported.action_undo()

    def test_gogocarto_as_a_table(self):
        rows = (
            "id;name;latitude;longitude;streetNumber;streetAddress;addressLocality;postalCode\n"
            "4Z;La Halle;46.16;-1.15;1;rue du Port;La Rochelle;17000\n"
        )
        imported = self.load("spaces", rows)
        self.assertEqual(
            imported.mapping_id, self.env.ref("cae_tiers_lieux.import_mapping_space_gogocarto")
        )
        imported.action_import()
        self.assertRecordValues(
            self.found("La Halle"), [{"street": "1 rue du Port", "city": "La Rochelle"}]
        )

    def test_json_that_is_no_map_is_refused_in_a_sentence(self):
        for kind, text, sentence in (
            ("spaces", '{"type": "Topology"}', "not a table"),
            ("spaces", '{"data": [', "damaged"),
            ("attendance", json.dumps(GOGO), "not a table"),
        ):
            self.assertIn(sentence, self.load(kind, text).file_problem)

    def test_a_known_space_is_found_though_its_street_is_spelt_otherwise(self):
        other = self.make_space("Le Nid", self.host, zip="17000", street="3 rue Verte")
        nid = self.make_space("Le Nid", self.host, zip="17000", street="12 boulevard du Port")
        imported = self.load("spaces", "Nom;Adresse;CP\nLE NID;12, Bd. du port;17000\n")
        imported.action_check()
        self.assertEqual(self.lines(imported)[2].res_id, nid.id)
        self.assertNotEqual(nid, other)

    def test_a_space_of_nearly_the_same_name_is_proposed_and_chosen(self):
        nid = self.make_space("Le Nid du Port", self.host, zip="17000", street="12 bd du Port")
        far = self.make_space("Le Nid du Prot", self.host, zip="31000")
        imported = self.load(
            "spaces", "Nom;Adresse;CP;Ville\nNid du Port;12, Bd. du port;17000;La Rochelle\n"
        )
        imported.action_check()
        line = self.lines(imported)[2]
        self.assertEqual(
            (line.question, line.candidate_ids, line.action), ("space", [nid.id], "create")
        )
        line.with_user(self.support).space_id = nid
        imported.action_import()
        self.assertEqual(self.lines(imported)[2].res_id, nid.id)
        self.assertEqual(nid.city, "La Rochelle")
        self.assertFalse(far.city)
