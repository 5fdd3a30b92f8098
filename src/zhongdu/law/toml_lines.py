"""On which line of a TOML file a key stands: ``tomllib`` reads values, but forgets where they were."""

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

_TOML = Language(tree_sitter_toml.language())
Keys = tuple[str | int, ...]


def lines_of(text: str) -> dict[Keys, int]:
    """Every key path (names, and positions in arrays) with its line, counted from 1."""
    root = Parser(_TOML).parse(text.encode()).root_node
    found: dict[Keys, int] = {}
    arrays: dict[Keys, int] = {}
    for node in root.children:
        match node.type:
            case "pair":
                _pair(node, (), found)
            case "table" | "table_array_element":
                path = _rooted(_name(node.named_children[0]), arrays)
                if node.type == "table_array_element":
                    arrays[path] = arrays.get(path, -1) + 1
                    path = (*path, arrays[path])
                found[path] = node.start_point.row + 1
                for child in node.named_children[1:]:
                    if child.type == "pair":
                        _pair(child, path, found)
    return found


def line_of(found: dict[Keys, int], path: Keys) -> int:
    """The line of a key, or of the nearest key around it that is written down."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, 1)


def _rooted(path: Keys, arrays: dict[Keys, int]) -> Keys:
    """``[[case]]`` followed by ``[case.given]``: the table belongs to the last case."""
    rooted: Keys = ()
    for key in path[:-1]:
        rooted = (*rooted, key)
        if rooted in arrays:
            rooted = (*rooted, arrays[rooted])
    return (*rooted, path[-1])


def _pair(node: Node, path: Keys, found: dict[Keys, int]) -> None:
    for key in _name(node.named_children[0]):
        path = (*path, key)
        found.setdefault(path, node.start_point.row + 1)
    _value(node.named_children[-1], path, found)


def _value(node: Node, path: Keys, found: dict[Keys, int]) -> None:
    if node.type == "inline_table":
        for child in node.named_children:
            if child.type == "pair":
                _pair(child, path, found)
    elif node.type == "array":
        for position, child in enumerate(c for c in node.named_children if c.type != "comment"):
            found[(*path, position)] = child.start_point.row + 1
            _value(child, (*path, position), found)


def _name(node: Node) -> Keys:
    if node.type == "dotted_key":
        return tuple(part for child in node.named_children for part in _name(child))
    text = (node.text or b"").decode()
    return (text[1:-1] if node.type == "quoted_key" else text,)
