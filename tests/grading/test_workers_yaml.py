"""The manifests of the workers: they fit together, and they say what a box needs."""

import shlex

import pytest
import yaml


@pytest.fixture
def manifests(root) -> dict[tuple[str, str], dict]:
    """The manifests, by kind and name."""
    text = (root / "deploy" / "grading" / "workers.yaml").read_text(encoding="utf-8")
    return {(item["kind"], item["metadata"]["name"]): item for item in yaml.safe_load_all(text)}


def container(manifests, name: str) -> dict:
    (only,) = manifests["Deployment", name]["spec"]["template"]["spec"]["containers"]
    return only


def test_pods_and_selectors_have_the_same_labels(manifests):
    """A deployment or a service whose selector fits no pod does nothing, and says nothing."""
    labels = set()
    for (kind, _), item in manifests.items():
        if kind == "Deployment":
            assert item["spec"]["selector"]["matchLabels"] == item["spec"]["template"]["metadata"]["labels"]
            labels |= set(item["spec"]["template"]["metadata"]["labels"].values())
    assert manifests["Service", "grading-scheduler"]["spec"]["selector"]["app"] in labels
    policy = manifests["NetworkPolicy", "grading"]["spec"]
    assert set(policy["podSelector"]["matchExpressions"][0]["values"]) == labels


def test_workers_find_their_scheduler(manifests):
    """Name and port are the service's; the scheduler listens at that port; all have one image."""
    (port,) = manifests["Service", "grading-scheduler"]["spec"]["ports"]
    scheduler, worker = container(manifests, "grading-scheduler"), container(manifests, "grading-worker")
    assert f"--port {port['port']}" in shlex.join(scheduler["args"])
    assert f"tcp://grading-scheduler:{port['port']}" in worker["args"]
    assert scheduler["image"] == worker["image"]


def test_a_worker_may_build_boxes_and_nothing_more(manifests):
    """The rights that bubblewrap needs hold within a user namespace of the pod's own."""
    pod = manifests["Deployment", "grading-worker"]["spec"]["template"]["spec"]
    context = container(manifests, "grading-worker")["securityContext"]
    assert pod["hostUsers"] is False
    assert pod["automountServiceAccountToken"] is False
    assert context["capabilities"] == {"add": ["SYS_ADMIN"]}
    assert context["procMount"] == "Unmasked"
    assert "privileged" not in context
