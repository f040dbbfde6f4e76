from . import cae_contract_prepare
from . import cae_contract_terminate
from . import cae_contract_override
from . import cae_entrepreneur_exit
from . import cae_contract_sign
from . import cae_retention
from . import cae_retention_line
