"""Rebuilds tables whose cells stand between tabs, as pulled out of a PDF."""

import re
from collections.abc import Sequence

from handbook.importers.body import Body
from handbook.importers.fences import within
from handbook.importers.notes import Line

_TAG = re.compile(r"</?code>")


def rebuild_tables(body: Body) -> Body:
    """Write runs of lines with tabs as Markdown tables.

    A page break puts a blank line into a table, and then a row whose cells go on with the cells
    above, now and then with a row of dashes below it.
    """
    lines = body.lines
    inside = within(lines)
    result: list[Line] = []
    index = 0
    while index < len(lines):
        end = index if inside[index] else _end(lines, index)
        if end - index < 2 or sum("\t" in line.text for line in lines[index:end]) < 2:
            result.append(lines[index])
            index += 1
            continue
        body = body.repaired(lines[index], "table rebuilt from tabs")
        result += _table(lines[index:end])
        index = end
    return body.having(result)


def _end(lines: Sequence[Line], start: int) -> int:
    """Give the index below the last row of the table that starts here."""
    if "\t" not in lines[start].text.strip(" "):
        return start
    end = start + 1
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if "\t" in line.text or _is_rule(line.text):
            end = index + 1
        elif not line.blank:
            break
    return end


def _table(lines: Sequence[Line]) -> list[Line]:
    rows: list[tuple[int, list[str]]] = []
    broken = False  # a blank line stands above, more than between other rows
    spaced = _spaced(lines)
    for line in lines:
        if line.blank:
            broken = not spaced
        elif not _is_rule(line.text):
            cells = [_cell(cell) for cell in line.text.strip("\n").split("\t")]
            if rows and (broken or spaced) and _goes_on(cells, len(rows)):
                _append(rows[-1][1], cells)
            else:
                rows.append((line.number, cells))
            broken = False
    width = max(len(cells) for _, cells in rows)
    filled = [(number, [*cells, *[""] * (width - len(cells))]) for number, cells in rows]
    first = filled[0][0]
    written = [Line(number, f"| {' | '.join(cells)} |") for number, cells in filled]
    return [
        Line(first, ""),
        written[0],
        Line(first, f"|{'---|' * width}"),
        *written[1:],
        Line(first, ""),
    ]


def _spaced(lines: Sequence[Line]) -> bool:
    """Tell whether blank lines stand between all rows, where they tell nothing."""
    blank = sum(line.blank for line in lines)
    return blank * 2 >= len(lines) - 1


def _goes_on(cells: Sequence[str], rows: int) -> bool:
    """Tell whether a row goes on with the cells above: what it holds begins in lower case."""
    filled = [cell for cell in cells if cell]
    lower = sum(cell[:1].islower() or cell[:1] in ",;)" for cell in filled)
    return rows > 1 and bool(filled) and (lower == len(filled) or (not cells[0] and lower > 0))


def _append(above: list[str], cells: Sequence[str]) -> None:
    above += [""] * (len(cells) - len(above))
    for index, cell in enumerate(cells):
        above[index] = f"{above[index]} {cell}".strip()


def _is_rule(text: str) -> bool:
    """Tell whether a line is the row of dashes below the head of a table."""
    return "--" in text and not text.strip(" \t|:+-")


def _cell(text: str) -> str:
    code = _TAG.sub("`", text.strip())
    balanced = code if code.count("`") % 2 == 0 else code.replace("`", "")
    return balanced.replace("|", "\\|")
