from . import test_account_role
