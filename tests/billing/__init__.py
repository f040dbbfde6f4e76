from . import test_fast_moves, test_queries, test_statement_xml, test_worked_month
from . import test_cape_mention, test_facts_of_a_month, test_generated_closings, test_network_month
