"""What the warm process has done once, a submission need not do again, and does not see."""


def printed(submission, source: str) -> str:
    result = submission.execute(source)
    assert result.status == "ok", result
    return "".join(output["content"]["text"] for output in result.outputs if output["msg_type"] == "stream")


def test_the_first_cell_finds_everything_ready(submission):
    """The formatters of the display hook are made, and what the shell imports with its first cell is imported."""
    assert printed(submission, "print('formatters' in get_ipython().display_formatter._trait_values)") == "True\n"
    submission.execute("import sys; before = set(sys.modules); 1 + 1")
    assert printed(submission, "print(set(sys.modules) - before)") == "set()\n"


def test_the_session_has_no_past(submission):
    """Inputs, outputs and numbers begin as in a kernel that has just started."""
    assert printed(submission, "print(In[:-1], Out, repr(_), repr(__))") == "[''] {} '' ''\n"
    assert submission.execute("pass").answer["execution_count"] == 2
    assert printed(submission, "import sys; print(hasattr(sys, 'last_value'), len(In))") == "False 4\n"
