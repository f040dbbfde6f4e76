from . import test_demo, test_files, test_registry
