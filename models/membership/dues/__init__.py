from . import cae_dues_tariff
from . import cae_dues_bracket
from . import cae_dues_campaign
from . import cae_dues
from . import product_template
from . import account_move_line
