"""No reader meets a text in the wrong language: what guards that, and each guard fails."""

import os
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from argosy.kernel.messages import compile_stale, merge
from argosy.kernel.messages.check import placeholders, problems
from argosy.kernel.messages.extract import collect
from argosy.kernel.messages.unmarked import unmarked

ERRORS = '''
class DomainError(Exception):
    """Something was refused."""

class OutOfStock(DomainError):
    """{sku} is out of stock.

    Not part of the message.
    """

class FarTooOutOfStock(OutOfStock):
    """{sku} has been out of stock since {day}."""

class Unrelated(Exception):
    """Never shown."""
'''
VIEWS = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

TITLE = gettext_lazy("Orders")

def view(count):
    # Translators: a month, not a permission
    month = pgettext("month", "May")
    return _("%(n)s rows") % {"n": 1}, ngettext("%(n)s order", "%(n)s orders", count) % {"n": count}
"""
PAGE = """{% load i18n %}
<h1 title="{% translate "Stock" %}">{% translate 'It\\'s here' %}</h1>
{# Not a text #}
<p>{% blocktranslate trimmed with name=user.name %}
  Hello {{ name }},
  100% yours
{% endblocktranslate %}</p>
{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
{{ _("Total") }} {% include "x.html" with title=_("Included") %}
{% translate "May" context "month" %}
"""
KINDS = """# Texts: title, hint
sale: {layer: revenue, title: Goods sold}
fees:
  - {title: A fee, hint: What it is, other: not this}
"""


@pytest.fixture
def package(tmp_path) -> Path:
    """A small product with texts of each sort."""
    root = tmp_path / "shop"
    (root / "templates").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "data" / "kinds.yaml").write_text(KINDS, encoding="utf-8")
    (root / "data" / "other.yaml").write_text(KINDS[1:], encoding="utf-8")
    (root / "errors.py").write_text(ERRORS, encoding="utf-8")
    (root / "views.py").write_text(VIEWS, encoding="utf-8")
    (root / "templates" / "page.html").write_text(PAGE.replace("\\'", "’"), encoding="utf-8")
    return root


@pytest.fixture
def catalogue(package) -> Path:
    """Its catalogue, complete: every text is translated by itself."""
    path = package / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    complete = merge.update(path, collect(package))
    for message in complete:
        plural = not isinstance(message.id, str)
        message.string = (message.id[-1],) if plural else message.id
    merge.write(path, complete)
    return path


def found(package: Path) -> list[tuple[str, str]]:
    return [(problem.what, problem.text) for problem in problems(package, package / "locale")]


def change(catalogue: Path, before: str, after: str) -> None:
    text = catalogue.read_text(encoding="utf-8")
    assert before in text
    catalogue.write_text(text.replace(before, after), encoding="utf-8")


def test_finds_every_sort_of_text(package):
    texts = {
        (message.context, message.id): [place for place, _ in message.locations]
        for message in collect(package)
        if message.id
    }
    page, views, errors = "shop/templates/page.html", "shop/views.py", "shop/errors.py"
    assert texts == {
        (None, "Orders"): [views],
        ("month", "May"): [views, page],
        (None, "%(n)s rows"): [views],
        (None, ("%(n)s order", "%(n)s orders")): [views],
        (None, "Stock"): [page],
        (None, "It’s here"): [page],
        (None, "Hello %(name)s, 100%% yours"): [page],
        (None, ("%(n)s row", "%(n)s rows")): [page],
        (None, "Total"): [page],
        (None, "Included"): [page],
        (None, "Goods sold"): ["shop/data/kinds.yaml"],
        (None, "A fee"): ["shop/data/kinds.yaml"],
        (None, "What it is"): ["shop/data/kinds.yaml"],
        (None, "{sku} is out of stock."): [errors],
        (None, "{sku} has been out of stock since {day}."): [errors],
    }


def test_a_complete_catalogue_has_no_problems(package, catalogue):
    assert found(package) == []


def test_a_text_without_translation_is_named_with_its_place(package, catalogue):
    change(catalogue, 'msgstr "Stock"', 'msgstr ""')
    (problem,) = problems(package, package / "locale")
    assert str(problem) == "shop/templates/page.html:2: untranslated in zh_Hans: 'Stock'"


def test_a_new_text_is_untranslated_until_somebody_translates_it(package, catalogue):
    with (package / "views.py").open("a", encoding="utf-8") as file:
        file.write('NEW = gettext_lazy("New")\n')
    assert found(package) == [("untranslated in zh_Hans", "New")]
    merge.update(catalogue, collect(package))
    assert found(package) == [("untranslated in zh_Hans", "New")]


def test_a_fuzzy_translation_is_none(package, catalogue):
    change(catalogue, 'msgid "Stock"', '#, fuzzy\nmsgid "Stock"')
    assert found(package) == [("unsure (fuzzy) in zh_Hans", "Stock")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('msgstr "{sku} is out of stock."', 'msgstr "{item} 缺货。"'),
        ('msgstr "{sku} is out of stock."', 'msgstr "缺货。"'),
        ('msgstr "%(n)s rows"', 'msgstr "%(m)s 行"'),
        ('msgstr[0] "%(n)s orders"', 'msgstr[0] "若干订单"'),
    ],
)
def test_a_translation_that_drops_or_invents_a_fact_is_refused(package, catalogue, before, after):
    change(catalogue, before, after)
    assert [what for what, _ in found(package)] == ["other placeholders in zh_Hans"]


def test_a_text_put_together_in_the_call_is_refused(package, catalogue):
    with (package / "views.py").open("a", encoding="utf-8") as file:
        file.write('def bad(n):\n    return _(f"{n} rows")\n')
    assert ("a text put together in the call", "_(f'{n} rows')") in found(package)


def test_a_product_without_catalogue_is_refused(package):
    assert [what for what, _ in found(package)] == ["no catalogue"]


def test_text_that_nobody_marked_is_found_with_its_line(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}\n<p>Unmarked</p>\n"
        '<input placeholder="Search" title="{% translate "Fine" %}" class="wide">\n'
        "{% blocktranslate %}Fine {{ name }}\nover lines{% endblocktranslate %}\n"
        "<b>{{ count }}</b> rows <script>var fine = 1</script> CSV 中文 1,000 ¥\n"
        "{# fine #}{% comment %}fine too{% endcomment %}<!-- fine -->\n"
        "<a {% if here %}class='x'{% endif %} href='/fine'>{% if a %}Home{% endif %}</a>\n",
        encoding="utf-8",
    )
    assert list(unmarked(page)) == [(2, "Unmarked"), (3, "Search"), (6, "rows"), (8, "Home")]


def test_the_check_names_unmarked_text(package, catalogue):
    (package / "templates" / "other.html").write_text("<p>Unmarked</p>", encoding="utf-8")
    assert found(package) == [("not marked for translation", "Unmarked")]


def test_translations_are_merged_from_yaml(package, catalogue, tmp_path):
    folder = tmp_path / "zh"
    folder.mkdir()
    (folder / "a.yaml").write_text(
        'Stock: 库存\n"%(n)s rows": "%(n)s 行"\n'
        '"Hello %(name)s, 100% yours": "%(name)s，100% 归你"\n'
        "month:\n  May: 五月\n'%(n)s order': '%(n)s 个订单'\nNo: 否\n",
        encoding="utf-8",
    )
    (folder / "b.yaml").write_text("Stock: 存货\nTotal: 合计\n", encoding="utf-8")
    texts = merge.read(catalogue)
    result = merge.merge_yaml(texts, folder)
    assert texts.get("Stock").string == "库存"
    assert texts.get("Total").string == "合计"
    assert texts.get("May", context="month").string == "五月"
    assert texts.get("Hello %(name)s, 100%% yours").string == "%(name)s，100%% 归你"
    assert texts.get(("%(n)s order", "%(n)s orders")).string == ("%(n)s 个订单",)
    assert result.unknown == ["a.yaml: No"]
    assert result.unlike == ["b.yaml: Stock: 存货 / 库存"]
    merge.write(catalogue, texts)
    assert found(package) == []


def test_an_update_keeps_translations_and_drops_texts_that_are_gone(package, catalogue):
    change(catalogue, 'msgstr "Stock"', 'msgstr "库存"')
    before = catalogue.read_bytes()
    merge.update(catalogue, collect(package))
    assert catalogue.read_bytes() == before
    page = package / "templates" / "page.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Total", "Sum"), encoding="utf-8")
    merge.update(catalogue, collect(package))
    text = catalogue.read_text(encoding="utf-8")
    assert "库存" in text
    assert "Total" not in text


def test_compiles_what_is_missing_or_stale_and_nothing_else(package, catalogue):
    target = catalogue.with_suffix(".mo")
    assert compile_stale(package / "locale") == [target]
    assert compile_stale(package / "locale") == []
    change(catalogue, 'msgstr "Stock"', 'msgstr "库存"')
    later = target.stat().st_mtime_ns + 10**9
    os.utime(catalogue, ns=(later, later))
    assert compile_stale(package / "locale") == [target]
    assert "库存".encode() in target.read_bytes()
    assert set(target.parent.iterdir()) == {target, catalogue}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%(n)s of %(m)d", {"%(n)s", "%(m)d"}),
        ("{file}, row {row}", {"{file}", "{row}"}),
        ("{amount:.2f} {name!r}", {"{amount:.2f}", "{name!r}"}),
        ("100%% sure {{literal}} 5% off", set()),
        ("%s", {"%s"}),
    ],
)
def test_knows_where_facts_go(text, expected):
    assert placeholders(text) == expected


def test_the_catalogue_of_the_product_can_be_read():
    path = Path("argosy/locale/zh_Hans/LC_MESSAGES/django.po")
    with path.open("rb") as file:
        assert len(read_po(file, abort_invalid=True)) > 0
