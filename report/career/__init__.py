from . import report_cae_brief, report_cae_document
