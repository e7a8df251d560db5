"""From a row of the ledger to its check, and from the check to a settlement."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cnncourse.claims.evidence import Evidence
from cnncourse.claims.ledger import LECTURES, Claim, load_ledger

Check = Callable[[], Evidence]


@dataclass(frozen=True)
class Settlement:
    """A row of the ledger with the evidence of its check."""

    claim: Claim
    evidence: Evidence

    @property
    def agrees(self) -> bool:
        """Whether the evidence supports the verdict that the ledger holds."""
        return self.claim.verdict == self.evidence.verdict


def _function_name(claim_id: str) -> str:
    return claim_id.replace("-", "_")


@cache
def checks_of(lecture: str) -> dict[str, Check]:
    """The checks of one lecture by claim id: the functions named after an id in `checks/<lecture>/*.py`.

    Raises:
        ValueError: where two functions carry one id, or a function's name is no id of the lecture.
    """
    if lecture not in LECTURES:
        raise ValueError(f"lecture is {lecture!r}, expected one of {', '.join(LECTURES)}")
    package_name = f"cnncourse.claims.checks.{lecture.replace('-', '_')}"
    try:
        package = importlib.import_module(package_name)
    except ModuleNotFoundError as error:
        if error.name != package_name:
            raise
        return {}  # no row of this lecture has a check yet
    ids = {_function_name(claim.id): claim.id for claim in load_ledger().values() if claim.lecture == lecture}
    checks: dict[str, Check] = {}
    for found in pkgutil.iter_modules(package.__path__, package_name + "."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != found.name:
                continue
            if name not in ids:
                raise ValueError(f"{found.name}.{name} is named after no claim of {lecture}")
            if ids[name] in checks:
                raise ValueError(f"{ids[name]} has two checks, one of them in {found.name}")
            checks[ids[name]] = function
    return checks


@cache
def settle(claim_id: str) -> Settlement | None:
    """Run the check of a claim; None where the row has no check yet and is open.

    Raises:
        ValueError: where the ledger has no such id.
    """
    claim = load_ledger().get(claim_id)
    if claim is None:
        raise ValueError(f"claim_id is {claim_id!r}: the ledger has no such row")
    check = checks_of(claim.lecture).get(claim_id)
    return None if check is None else Settlement(claim, check())
