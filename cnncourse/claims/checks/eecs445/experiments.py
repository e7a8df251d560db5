"""Claims that an experiment settles; the reports are in `cnncourse/experiments/results`."""

from cnncourse.claims.evidence import Evidence
from cnncourse.claims.experiment_evidence import from_experiment


def eecs_445_003() -> Evidence:
    return from_experiment("momentum", "eecs-445-003")


def eecs_445_004() -> Evidence:
    return from_experiment("momentum", "eecs-445-004")


def eecs_445_005() -> Evidence:
    return from_experiment("schedules", "eecs-445-005")


def eecs_445_009() -> Evidence:
    return from_experiment("regularization", "eecs-445-009")


def eecs_445_012() -> Evidence:
    return from_experiment("update-ratio", "eecs-445-012")


def eecs_445_013() -> Evidence:
    return from_experiment("first-layer-noise", "eecs-445-013")


def eecs_445_036() -> Evidence:
    return from_experiment("padding", "eecs-445-036")


def eecs_445_042() -> Evidence:
    return from_experiment("sharing", "eecs-445-042")


def eecs_445_045() -> Evidence:
    return from_experiment("pooling", "eecs-445-045")


def eecs_445_067() -> Evidence:
    return from_experiment("transfer-equal-heads", "eecs-445-067")


def eecs_445_068() -> Evidence:
    return from_experiment("transfer-equal-heads", "eecs-445-068")


def eecs_445_069() -> Evidence:
    return from_experiment("generic-layers", "eecs-445-069")


def eecs_445_073() -> Evidence:
    return from_experiment("depth-profile", "eecs-445-073")


def eecs_445_077() -> Evidence:
    return from_experiment("padding", "eecs-445-077")
