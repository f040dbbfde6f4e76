from . import test_tour_every_menu, test_tour_program
