from . import cae_month_close
from . import cae_month_close_line
