"""Work beside the script: watched, stopped, abandoned; no clock is trusted."""

from __future__ import annotations

import threading

import pytest

from geo import words
from geo.app import running
from geo.app.running import Running
from geo.errors import InputError
from geo.solve import Progress

PATIENCE_S = 60


def search(report):
    """Go on until told to stop; each step is a report."""
    n = 0
    while report(Progress(n, 10**9, 0.0)):
        n += 1
    return n


def test_what_comes_out_is_handed_over():
    work = Running(lambda _report: 42)
    assert work.wait(PATIENCE_S)
    assert work.result() == 42
    assert not work.is_stopped


def test_a_stop_keeps_the_best_and_the_last_report_is_seen():
    work = Running(search)
    while work.latest is None or work.latest.value < 3:
        assert not work.is_done
    work.stop()
    assert work.wait(PATIENCE_S)
    assert work.result() >= 3
    assert work.is_stopped
    assert work.seconds == work.seconds


def test_what_ended_without_hearing_the_stop_is_whole():
    work = Running(search)
    while work.latest is None:
        assert not work.is_done
    work.stop()
    assert work.wait(PATIENCE_S)
    assert (work.is_cut, work.is_abandoned) == (True, False)
    go_on = threading.Event()
    deaf = Running(lambda _report: go_on.wait(PATIENCE_S))
    deaf.stop()
    go_on.set()
    assert deaf.wait(PATIENCE_S)
    assert (deaf.is_stopped, deaf.is_cut) == (True, False)


def test_an_error_is_raised_where_the_result_is_wanted():
    def fails(_report):
        raise InputError("no firms")

    work = Running(fails)
    assert work.wait(PATIENCE_S)
    with pytest.raises(InputError, match="no firms"):
        work.result()


def test_work_that_nobody_wants_ends_after_the_grace(monkeypatch):
    monkeypatch.setattr(running, "GRACE_S", 0.0)
    gone = threading.Event()
    work = Running(search, is_wanted=lambda: not gone.is_set())
    while work.latest is None:
        assert not work.is_done
    gone.set()
    assert work.wait(PATIENCE_S)
    assert work.is_stopped
    assert work.is_abandoned


def test_the_thread_speaks_the_visitors_language():
    with words.in_language("zh"):
        work = Running(lambda _report: words.language())
    assert work.wait(PATIENCE_S)
    assert work.result() == "zh"


def test_a_fault_of_the_program_is_no_silent_nothing(monkeypatch):
    seen = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    work = Running(lambda _report: 1 // 0)
    assert work.wait(PATIENCE_S)
    with pytest.raises(RuntimeError, match="log"):
        work.result()


@pytest.mark.parametrize("ends", [True, False])
def test_work_that_the_end_of_the_program_cuts_off_says_nothing(ends, monkeypatch):
    """Threads are refused by then; at any other time the same fault is told in the log."""
    heard = threading.Event()
    monkeypatch.setattr(running, "_is_over", threading.Event())
    monkeypatch.setattr(threading, "excepthook", lambda _fault: heard.set())

    def late(report):
        while report(Progress(0, 0, 0.0)):
            pass
        raise RuntimeError("cannot schedule new futures after interpreter shutdown")

    work = Running(late)
    running.end_all(PATIENCE_S) if ends else work.stop()
    assert work.wait(PATIENCE_S)
    assert heard.wait(0.2 if ends else PATIENCE_S) is not ends
