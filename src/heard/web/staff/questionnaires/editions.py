"""A published version or a draft, found by its address, as the pages show it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.urls import reverse

from heard.core.questionnaire.form import Form
from heard.questionnaires import queries
from heard.questionnaires.examine import Examined, RefusedForm, examine, trial
from heard.questionnaires.models import Manuscript, Question, Version
from heard.questionnaires.publish import asked, questions
from heard.web.staff.access import Shown

NOT_THERE = Shown(template="staff/questionnaires/not_there.html", status=HTTPStatus.NOT_FOUND)
INCOMPLETE = (
    "The first language lacks words. Every string of it must be there before it can be asked."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One version or draft. Without a `form` it cannot be asked, and `refusals` say why.

    `name` and `parts` lead to its pages; `kept` are the languages in which it can be asked.
    """

    title: str
    slug: str
    number: int | None
    source: str
    name: str
    parts: tuple[str | int, ...]
    kept: tuple[str, ...]
    form: Form | None
    questions: tuple[Question, ...]
    refusals: tuple[str, ...] = ()
    xform: str = ""

    @property
    def examined(self) -> Examined:
        return examine(self.source)

    @property
    def about(self) -> str:
        """What the journal says of a look at it."""
        return " ".join(map(str, (self.name, *self.parts)))

    def address(self, page: str = "", *more: str | int) -> str:
        """Give the address of one of its pages, or of its first."""
        name = f"{self.name}-{page}" if page else self.name
        return reverse(f"staff:{name}", args=[*self.parts, *more])


def find(*, form: str = "", number: int = 0, draft: int = 0) -> Edition | None:
    """Give the version with this name and number, or the saving of a draft."""
    if draft:
        manuscript = queries.find_draft(draft)
        return of_draft(manuscript) if manuscript else None
    version = queries.find_version(form, number)
    return of_version(version) if version else None


def of_version(version: Version) -> Edition:
    slug = version.questionnaire.slug
    found = asked(version)
    return Edition(
        title=f"{slug}, version {version.number}",
        slug=slug,
        number=version.number,
        source=version.source,
        name="questionnaire",
        parts=(slug, version.number),
        kept=found.languages,
        form=found,
        questions=questions(version),
        xform=version.xform,
    )


def of_draft(manuscript: Manuscript) -> Edition:
    """Show a draft in the languages that lack no word, if it can be asked at all."""
    kept = examine(manuscript.source).complete()
    form: Form | None = None
    xform = ""
    those: tuple[Question, ...] = ()
    refusals: tuple[str, ...] = (INCOMPLETE,)
    if kept:
        try:
            found = trial(manuscript.source, kept)
            form, those, refusals = found.form, found.questions, ()
            xform = found.version.xform
        except RefusedForm as refusal:
            refusals = tuple(str(refusal).splitlines())
    number = "" if manuscript.number is None else f", version {manuscript.number}"
    return Edition(
        title=f"Draft of {manuscript.slug or 'a questionnaire without a name'}{number}",
        slug=manuscript.slug,
        number=manuscript.number,
        source=manuscript.source,
        name="draft",
        parts=(manuscript.pk,),
        kept=kept,
        form=form,
        questions=those,
        refusals=refusals,
        xform=xform,
    )
