from . import test_worked_month
