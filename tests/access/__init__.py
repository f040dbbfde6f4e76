from . import test_rights_page
