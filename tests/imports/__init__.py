from . import test_import_attendance, test_import_files, test_import_roles
from . import test_import_sheets, test_import_spaces
