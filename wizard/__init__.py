from . import billing, career, convention, membership
