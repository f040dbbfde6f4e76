"""Files of the imports, written as people write them."""

import base64
import io

import openpyxl

from ..common import CaeStreetCommon

# the kinds of mess of a real directory: no header, missing zeros, quotes, CEDEX, no scheme
DIRECTORY = '''\
Le Grand Bureau,31 Bis Cours du Mail,9500,Mirepoix,,contact@grandbureau.example,,
"Espace ""Les Tilleuls""","2, rue d Aval",31190,Auterive,www.tilleuls.example,,,972554612
La Ruche,,12400,SAINT AFFRIQUE,,,,565975392
Le Nid,3 Chemin Vert - CS 67624,31676,Labège,http://nid.example/,,,04.68 .46.31.19
Télécentre de Lomagne,Place du Foirail,32110,Nogaro,http://pays.example,,,04 68 378 660
Télécentre de Mirande,Square de l'Europe,32300,Mirande,http://pays.example,,,05 62 66 52 87
'''


def csv_file(text, encoding="utf-8"):
    """A CSV file as the interface sends it."""
    return base64.b64encode(text.encode(encoding))


def xlsx_file(*rows):
    """A workbook as the interface sends it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return base64.b64encode(out.getvalue())


class CaeImportCommon(CaeStreetCommon):
    """Imports by the support team of coop A."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.space.tz = "Europe/Paris"

    def load(self, kind, file, user=None, filename="file.csv", **values):
        """Load a file; the columns are read at once."""
        return (
            self.env["cae.import"]
            .with_user(user or self.support)
            .create(
                {
                    "kind": kind,
                    "file": file if isinstance(file, bytes) else csv_file(file),
                    "filename": filename,
                    **values,
                }
            )
        )

    def lines(self, imported):
        """Return the report by row number."""
        return {line.number: line for line in imported.line_ids}

    def statuses(self, imported):
        """Return the statuses of the report in the order of the file."""
        return imported.line_ids.sorted("number").mapped("status")
