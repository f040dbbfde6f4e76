from . import test_life_cells, test_rights_page
