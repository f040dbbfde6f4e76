from . import (
    test_companies,
    test_life_cells,
    test_life_http,
    test_links,
    test_menus,
    test_proposals,
    test_rights_page,
    test_ways,
)
