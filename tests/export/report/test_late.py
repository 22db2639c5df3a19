"""What time was too short for is named; nothing is concluded from what was not looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo import words
from geo.errors import StoppedError
from geo.explain import curve
from geo.export.report import Choices, build, find
from geo.export.report.asked import drawn, findings
from geo.export.report.content import Heading

from cases import proposal
from paper import document, texts, undrawn  # noqa: F401 - a fixture

ASKED = ("curve", "menu", "phases", "why_not", "fairness", "levels", "doubt", "compliance")


def late(*_given, **_named):
    raise StoppedError("Stopped.")


@pytest.fixture
def stopped(monkeypatch):
    """Every question runs out of time."""
    for name in ASKED:
        monkeypatch.setattr(drawn if name == "doubt" else findings, name, late)
    return find(proposal("stations"), "shared-home")


def test_a_curve_without_time_holds_what_is_known_and_is_late():
    found = proposal("usual")
    reach = found.plan.mode.reach(found.study.demand, found.study.sites)
    clock = findings._Asked()
    points = findings._curve(found, reach, 0.0, clock)
    assert clock.late == {"curve"}
    assert dict(points).keys() == {0, found.plan.problem.new}


def test_the_curve_of_a_document_is_that_of_the_package():
    found = proposal("usual")
    reach = found.plan.mode.reach(found.study.demand, found.study.sites)
    known = {one.new: one.value for one in curve(found.plan.problem, reach)}
    points, clock = dict(findings._curve(found, reach, 60.0, findings._Asked())), findings._Asked()
    assert len(points) > 3
    assert all(known[new] == value for new, value in points.items() if new)
    assert not clock.late


def written(found, language="en", name="usual"):
    with words.in_language(language):
        return build(proposal(name), Choices(), found)


def only(document_, wanted):
    return [text for text in texts(document_) if wanted in text]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_question_that_ran_out_of_time_is_named_once(stopped, language):
    made = written(stopped, language)
    with words.in_language(language):
        names = [words._(name) for name in findings.QUESTIONS.values()]
    sentence = only(
        made, {"en": "Time did not suffice to answer", "zh": "因测算时间不足，下列"}[language]
    )
    assert len(sentence) == 1
    assert set(stopped.late) == set(findings.QUESTIONS)
    assert all(name in sentence[0] for name in names)


@pytest.mark.usefixtures("undrawn")
def test_nothing_is_named_where_all_was_answered():
    assert not only(document("usual"), "What is left out")
    assert not only(document("usual"), "did not suffice")


@pytest.mark.usefixtures("undrawn")
def test_a_stopped_plan_names_what_only_a_proven_one_has():
    said = only(document("stopped"), "The search was stopped before a proof; ")
    assert len(said) == 1
    for part in ("curve", "phases", "menu", "rivals", "fairness", "doubt"):
        assert findings.QUESTIONS[part] in said[0]


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(("n_draws", "n_unanswered"), [(3, 0), (29, 0), (100, 71)])
def test_few_draws_have_no_shares(n_draws, n_unanswered):
    found = find(proposal("usual"))
    few = replace(found, doubt=replace(found.doubt, n_draws=n_draws, n_unanswered=n_unanswered))
    made = written(few)
    said = " ".join(texts(made))
    assert "nine draws of ten" not in said
    assert "Share of draws" not in said
    assert f"answered {n_draws - n_unanswered}, least wanted {drawn.LEAST_DRAWS}" in said
    enough = replace(found.doubt, n_draws=drawn.LEAST_DRAWS, n_unanswered=0)
    assert "nine draws of ten" in " ".join(texts(written(replace(found, doubt=enough))))


@pytest.mark.usefixtures("undrawn")
def test_a_menu_of_one_that_is_not_complete_tells_of_no_others():
    found = find(proposal("usual"))
    one = replace(
        found.menu, plans=found.menu.plans[:1], is_complete=False, has_all=False,
        always_ids=(), never_ids=(),
    )  # fmt: skip
    said = " ".join(texts(written(replace(found, menu=one))))
    assert "Other plans come" not in said
    assert "No other plan comes" not in said
    assert "Time did not suffice to say whether another plan comes within 2%" in said
    whole = replace(one, is_complete=True)
    assert "No other plan comes within 2%" in " ".join(texts(written(replace(found, menu=whole))))


@pytest.mark.usefixtures("undrawn")
def test_a_menu_that_lists_all_plans_says_so():
    found = find(proposal("usual"))
    (best, other), told = found.menu.plans[:2], []
    for plans in ((best, other), (best, *[other] * (findings.MOST_PLANS - 1))):
        whole = replace(found.menu, plans=plans, is_complete=True)
        told.append(" ".join(texts(written(replace(found, menu=whole)))))
    assert "One other plan comes within 2%" in told[0]
    assert "All of them are listed." in told[1]
    assert not any("There may be more" in said for said in told)


@pytest.mark.usefixtures("undrawn")
def test_a_menu_that_time_cut_short_says_so():
    found = find(proposal("usual"))
    cut = replace(found.menu, plans=(found.menu.plans[0],) * 2, is_complete=False, has_all=False)
    said = " ".join(texts(written(replace(found, menu=cut))))
    assert "time did not suffice to list them" in said
    assert "which venues are part of every plan that good" in said


@pytest.mark.usefixtures("undrawn")
def test_the_plan_that_loses_least_at_worst_is_named():
    found = find(proposal("usual"))
    sites = proposal("usual").study.sites
    worst = replace(found.doubt, worst_regret=50)
    apart = replace(found.least, regret=20, bound=20, own_regret=50, new_ids=sites.ids[-2:])

    def said(least):
        return " ".join(texts(written(replace(found, doubt=worst, least=least))))

    text = said(apart)
    assert "at its own worst does so by 20 workers. That plan opens" in text
    assert f"That plan opens {sites.names[-2]} and {sites.names[-1]}." in text
    assert "It is proven that no plan falls short by less at its worst." in text
    text = said(replace(apart, regret=50, bound=1))
    assert "no other plan was found that falls short by less at its own worst" in text
    cut = "The search for such a plan was cut short before a proof"
    assert f"{cut}: what is known is that no plan can fall short by less than 1 worker" in text
    assert "That plan opens" not in text
    text = said(replace(apart, bound=0))
    assert "proven that no plan falls short" not in text
    assert f"{cut}." in text
    assert "what is known is that" not in text


@pytest.mark.usefixtures("undrawn")
def test_without_a_search_no_plan_is_said_to_lose_least():
    found = find(proposal("usual"))
    worst = replace(found.doubt, worst_regret=50)
    said = " ".join(texts(written(replace(found, doubt=worst, least=None))))
    assert "At worst it falls short of the best by 50 workers." in said
    assert "at its own worst" not in said


@pytest.mark.usefixtures("undrawn")
def test_a_venue_of_which_not_all_was_looked_for_is_named(monkeypatch):
    true = findings.why_not

    def cut(*given, **further):
        return replace(true(*given, **further), loss=7, is_complete=False)

    monkeypatch.setattr(findings, "why_not", cut)
    found = find(proposal("usual"))
    assert "rivals" in found.late
    assert "Not all that would make it win was looked for." in " ".join(texts(written(found)))


@pytest.mark.usefixtures("undrawn")
def test_the_section_is_there_though_nothing_else_was_weighed(stopped):
    heads = [b.text for b in written(stopped).blocks if isinstance(b, Heading)]
    assert any("What else was weighed" in head for head in heads)
    assert any("What is left out" in head for head in heads)
