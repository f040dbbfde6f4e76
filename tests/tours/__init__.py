from . import test_tour_every_menu
