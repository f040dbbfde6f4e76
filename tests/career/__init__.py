from . import test_access
from . import test_contract_life
from . import test_deadlines
from . import test_exit
from . import test_hr_bridge
from . import test_kanban
from . import test_status
from . import test_documents
from . import test_support_session
from . import test_lost_sight
from . import test_person_file
from . import test_other_contracts, test_stage_automation
from . import test_career_portal
from . import test_retention
from . import test_contract_law
