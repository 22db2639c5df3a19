"""The title, what must not be overlooked, and the answer in one paragraph."""

from __future__ import annotations

from geo.export.figures import headline
from geo.export.report.case import Case
from geo.export.report.content import Block, Paragraph, Table
from geo.export.report.nouns import joined, listed, tight
from geo.export.report.sections.change import change, opened, proof
from geo.read import is_list_name
from geo.words import _

__all__ = ["blocks", "title"]


def title(case: Case) -> str:
    """Name the document; a study called after a list ("firms") has no name of its own."""
    study = _(case.study.name)
    if is_list_name(case.study.name):
        return _untitled(case)
    if case.closed_names:
        return _("Proposal for rearranging the workers' homes of {study}", study=study)
    if not case.plan.new_ids:
        return _("Report on the workers' homes of {study}", study=study)
    return _("Proposal for new workers' homes in {study}", study=study)


def _untitled(case: Case) -> str:
    if case.closed_names:
        return _("Proposal for rearranging the workers' homes")
    if not case.plan.new_ids:
        return _("Report on the workers' homes")
    return _("Proposal for new workers' homes")


def blocks(case: Case) -> list[Block]:
    """Say at once whether the data are real, what was asked, and what is proposed."""
    question = _question(case)
    if case.plan.new_ids or case.closed_names:
        asked = _("This proposal answers one question: {question}", question=question)
    else:
        asked = _("This report answers one question: {question}", question=question)
    return [
        *_warnings(case),
        Paragraph(joined(asked, opened(case), change(case), proof(case))),
        *(Paragraph(note) for note in case.proposal.notes[:1] if case.choices.is_public),
        _numbers(case),
    ]


def _question(case: Case) -> str:
    """Say the question inside a sentence."""
    said = tight(case.plan.problem.sentence())
    return said[:1].lower() + said[1:]


def _warnings(case: Case) -> list[Block]:
    """Put invented data and an unfinished search above everything else."""
    found: list[Block] = []
    if case.study.is_synthetic:
        names = listed(dict.fromkeys(_(s.name) for s in case.study.sources if s.is_synthetic))
        said = _(
            "The data are synthetic ({names}): they describe no real place, and nothing may be "
            "decided by them.",
            names=names,
        )
        found.append(Paragraph(said, is_warning=True))
    if case.plan.status != "optimal":
        said = _(
            "The search was stopped before a proof: this plan can be used, but is not proven "
            "best, and a better one may exist."
        )
        found.append(Paragraph(said, is_warning=True))
    return found


def _numbers(case: Case) -> Table:
    figures = headline(case.proposal)
    rows = tuple((one.label, one.value, tight(one.detail)) for one in figures)
    heads = (_("What"), _("Figure"), _("That is"))
    return Table(_("The plan in three numbers"), heads, rows, frozenset({1}))
