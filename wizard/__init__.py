from . import cae_month_close, cae_month_close_line
