"""The Chinese catalogue: gather the texts of the code, compile it, or say what is wrong with it.

    python tools/translations.py extract    new texts into the .po file, texts no longer used out of it
    python tools/translations.py compile    the .po file into the .mo file the console reads
    python tools/translations.py check      exit 1 with a line for each fault; part of `make check`

A text that reads the same in both languages needs a comment in the .po file that says so: `# same in both`.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parent.parent / "src" / "ops_console"
PO = PACKAGE / "locale" / "zh" / "LC_MESSAGES" / "ops_console.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
READ_BY_PEOPLE = frozenset({"operation", "item", "callback"})
"""Decorators of functions whose docstring is help."""
SAME_IN_BOTH = "same in both"
# A fixed stamp, so that gathering the same texts twice writes the same bytes.
CREATED = datetime(2025, 1, 1, tzinfo=UTC)


def gather(package: Path) -> Catalog:
    """The texts marked in the package's code, with the files they stand in."""
    template = Catalog(locale="zh", project="ops-console", creation_date=CREATED, revision_date=CREATED)
    found = extract_from_dir(
        package, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for filename, _line, message, comments, context in found:
        template.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    for path in sorted(package.rglob("*.py")):
        for text in help_texts(path):
            template.add(text, None, [(path.relative_to(package).as_posix(), 0)])
    return template


def help_texts(path: Path) -> Iterator[str]:
    """Docstrings that people read: of operations, which are decorated, and of commands, which `add_to` adds."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    has_commands = any(function.name == "add_to" for function in functions)
    for function in functions:
        is_command = has_commands and not function.name.startswith("_") and function.name != "add_to"
        text = ast.get_docstring(function)
        if text and (is_command or any(_decorator(one) in READ_BY_PEOPLE for one in function.decorator_list)):
            yield " ".join(text.split())


def _decorator(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def read(po: Path) -> Catalog:
    """The catalogue as it stands in the file, empty when there is none."""
    if not po.exists():
        return Catalog(locale="zh", project="ops-console", creation_date=CREATED, revision_date=CREATED)
    with po.open("rb") as file:
        return read_po(file, locale="zh")


def extract(package: Path, po: Path) -> None:
    """Bring the file up to date with the code."""
    catalogue = read(po)
    catalogue.update(gather(package), no_fuzzy_matching=True)
    catalogue.creation_date = catalogue.revision_date = CREATED
    catalogue.header_comment = "# Chinese texts of ops-console."
    catalogue.project, catalogue.version = "ops-console", ""
    catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = ""
    catalogue.fuzzy = False
    po.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and moved into place: whoever reads meanwhile never takes half a catalogue for the whole.
    whole = po.with_suffix(".new")
    with whole.open("wb") as file:
        write_po(file, catalogue, width=120, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    whole.replace(po)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def faults(package: Path, po: Path) -> list[str]:
    """Everything that keeps the catalogue from being complete and fresh, one line each."""
    template, catalogue = gather(package), read(po)
    wanted = {message.id for message in template if message.id}
    here = [message for message in catalogue if message.id]
    found = [f"missing: {_name(message)}" for message in template if message.id and message.id not in catalogue]
    found += [f"obsolete: {_name(message)}" for message in here if message.id not in wanted]
    found += [f"obsolete: {_name(message)}" for message in catalogue.obsolete.values()]
    found += [fault for message in here for fault in _faults_of(message)]
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalogue):
        found.append(f"stale: {mo.name}; run make translations")
    return found


def _faults_of(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy:
        yield f"fuzzy: {_name(message)}"
    if not texts or not all(texts):
        yield f"missing: {_name(message)}"
        return
    if set(texts) & set(ids) and SAME_IN_BOTH not in message.user_comments:
        yield f"same as the English: {_name(message)}"
    try:
        if any(_placeholders(str(text)) != _placeholders(str(ids[-1])) for text in texts):
            yield f"other placeholders: {_name(message)}"
    except ValueError as error:
        yield f"braces: {_name(message)}: {error}"


def _placeholders(text: str) -> set[str]:
    names = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
    if "" in names:
        raise ValueError("a placeholder without a name")
    return names


def _name(message: Message) -> str:
    return repr(message.id[0] if isinstance(message.id, tuple) else message.id)


def main(arguments: list[str]) -> int:
    """Do what the one argument says; the exit code."""
    match arguments:
        case ["extract"]:
            extract(PACKAGE, PO)
        case ["compile"]:
            PO.with_suffix(".mo").write_bytes(compiled(read(PO)))
        case ["check"]:
            found = faults(PACKAGE, PO)
            print("\n".join(found) or "translations complete")
            return 1 if found else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
