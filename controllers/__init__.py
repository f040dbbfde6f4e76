from . import career
