"""The ledger of what the lectures claim, and the check that settles each row."""

from cnncourse.claims.evidence import Evidence
from cnncourse.claims.ledger import Claim, load_ledger
from cnncourse.claims.settlement import Settlement, settle

__all__ = ["Claim", "Evidence", "Settlement", "load_ledger", "settle"]
