"""The selects of filters are written as GOV.UK's own are, which take longer to draw."""

import re

from django.template.loader import get_template

from heard.web.staff.filters import Filters

BETWEEN = re.compile(r"\s*([<>])\s*")


def test_each_select_is_as_the_library_writes_it() -> None:
    environment = get_template("staff/filters.html").template.environment  # type: ignore[attr-defined] # Jinja's
    ours = environment.get_template("staff/filters.html").module.filter_field
    macro = "govuk_frontend_jinja/components/select/macro.html"
    theirs = environment.get_template(macro).module.govukSelect
    form = Filters({"hour": "9", "area": "BE"}, questions=[("treatment", 'Fair & "well" <b>?')])
    selects = [(one, getattr(one.field, "choices", None)) for one in form]
    assert len(selects) > 10
    for field, listed in selects:
        if listed is None:
            continue
        chosen = field.value() or ""
        options = [
            {"value": code, "text": words, "selected": code == chosen} for code, words in listed
        ]
        named = {"id": field.name, "name": field.name, "label": {"text": field.label}}
        expected = theirs({**named, "items": options})
        assert BETWEEN.sub(r"\1", ours(field)) == BETWEEN.sub(r"\1", expected)
