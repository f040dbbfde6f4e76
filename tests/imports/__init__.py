from . import (
    test_import_attendance,
    test_import_files,
    test_import_roles,
    test_import_sheets,
    test_import_spaces,
    test_program_from_files,
)
