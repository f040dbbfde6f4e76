from . import test_worked_month
from . import test_cape_mention
