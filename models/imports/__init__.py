from . import cae_import_column_mixin  # load before what inherits it  # noqa: I001
from . import cae_import_mapping, cae_import_mapping_column
from . import cae_import, cae_import_column, cae_import_line  # load before what extends them
from . import cae_import_file, cae_import_name, cae_import_records, cae_import_spaces
from . import cae_import_attendance  # after the reading of files, which a grid passes through
