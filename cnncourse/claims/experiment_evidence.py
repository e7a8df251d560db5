"""Empirical claims: the evidence is the committed result of an experiment whose rule was fixed before the run."""

from cnncourse.claims.evidence import Evidence
from cnncourse.experiments import load_result


def from_experiment(name: str, claim_id: str) -> Evidence:
    """The finding of the experiment `name` on `claim_id`.

    Raises:
        FileNotFoundError: where the experiment has no committed result.
        KeyError: where it says nothing about the claim.
    """
    return Evidence(load_result(name).finding(claim_id).verdict, f"Experiment *{name}*. {_sentence(name, claim_id)}")


def _sentence(name: str, claim_id: str) -> str:
    summary = load_result(name).finding(claim_id).summary
    return summary[0].upper() + summary[1:]
