"""Cypher text: labels, types and property names from the schema only, values as parameters only.

No function here takes a value. What does not live here: sending it (``graph.store.client``).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.store.mapping import DATASET, KEY, NODE_MAPS, TIE_MAPS, NodeMap, TieMap, node_map, tie_map


@dataclass(frozen=True, slots=True)
class Constraint:
    """One uniqueness constraint: its name, label, properties and the statement that makes it."""

    name: str
    label: str
    properties: tuple[str, ...]
    statement: str


def constraints() -> tuple[Constraint, ...]:
    """Uniqueness of every label's key; the community edition has these for one property and for several.

    Examples
    --------
    >>> constraints()[0].statement
    'CREATE CONSTRAINT `buju_Centre` IF NOT EXISTS FOR (n:`Centre`) REQUIRE (n.`id`) IS UNIQUE'
    """
    keys = [*((node.label, node.key) for node in NODE_MAPS), (DATASET, ("id",))]
    made = []
    for label, key in keys:
        name = f"buju_{label}"
        what = ", ".join(f"n.{_q(k)}" for k in key)
        text = f"CREATE CONSTRAINT {_q(name)} IF NOT EXISTS FOR (n:{_q(label)}) REQUIRE ({what}) IS UNIQUE"
        made.append(Constraint(name, label, key, text))
    return tuple(made)


def merge_nodes(label: str) -> str:
    """Make or change nodes; ``$rows``: [{key: {column: value}, values: {column: value or null}}].

    Gives the number of rows of which a node is there now.

    Examples
    --------
    >>> print(merge_nodes("Field"))
    UNWIND $rows AS row
    MERGE (n:`Field` {`id`: row.key.`id`})
    SET n += row.values
    RETURN count(n) AS n
    """
    node = node_map(label)
    return f"UNWIND $rows AS row\nMERGE {_node('n', node, 'row.key')}\nSET n += row.values\nRETURN count(n) AS n"


def merge_ties(label: str, source: str, target: str) -> str:
    """Make or change ties; ``$rows``: [{i, source: {key}, target: {key}, values: {column: value or null}}].

    Gives the number of rows of which a tie is there now: a row whose end is missing is not among them.
    """
    tie = tie_map(label, source, target)
    lines = [
        "UNWIND $rows AS row",
        f"MATCH {_node('a', node_map(source), 'row.source')}",
        f"MATCH {_node('b', node_map(target), 'row.target')}",
    ]
    if tie.extra:
        lines.append(f"WITH row, a, b, {_extra(tie, 'row.values')} AS told")
        lines.append(f"MERGE (a)-[r:{_q(label)} {{{_q(KEY)}: told}}]->(b)")
    else:
        lines.append(f"MERGE (a)-[r:{_q(label)}]->(b)")
    if tie.own:
        lines.append("SET r += row.values")
    return "\n".join([*lines, "RETURN count(DISTINCT row.i) AS n"])


def missing_ends(label: str, source: str, target: str) -> str:
    """Find the first rows of :func:`merge_ties` that lack an end; gives ``i``."""
    tie_map(label, source, target)
    a, b = _node("a", node_map(source), "row.source"), _node("b", node_map(target), "row.target")
    return f"UNWIND $rows AS row\nWITH row WHERE NOT (EXISTS {{ {a} }} AND EXISTS {{ {b} }})\nRETURN row.i AS i LIMIT 3"


def rekey_ties(label: str, source: str, target: str) -> str:
    """Set the property that tells parallel ties apart where others made or changed the tie."""
    tie = tie_map(label, source, target)
    return (
        f"MATCH {_pattern(tie)} WITH r, {_extra(tie, 'r')} AS told\n"
        f"WHERE r.{_q(KEY)} IS NULL OR r.{_q(KEY)} <> told SET r.{_q(KEY)} = told RETURN count(r) AS n"
    )


def drop_stale_ties(label: str, source: str, target: str) -> str:
    """Remove ties that no longer follow their column; ``$rows``: [{key: {…}, others: [id]}]. Gives the number."""
    tie = tie_map(label, source, target)
    owner, other = ("a", "b") if tie.owner == "source" else ("b", "a")
    return (
        f"UNWIND $rows AS row\n"
        f"MATCH {_node(owner, node_map(source if owner == 'a' else target), 'row.key')}\n"
        f"MATCH (a)-[r:{_q(label)}]->(b) WHERE {other}:{_q(target if owner == 'a' else source)}"
        f" AND NOT {other}.`id` IN row.others\nDELETE r\nRETURN count(r) AS n"
    )


def delete_nodes(label: str) -> str:
    """Remove nodes and their ties; ``$rows``: [{key: {…}}]."""
    return f"UNWIND $rows AS row\nMATCH {_node('n', node_map(label), 'row.key')}\nDETACH DELETE n\nRETURN count(n) AS n"


def delete_ties(label: str, source: str, target: str) -> str:
    """Remove ties of an own table; ``$rows`` as for :func:`merge_ties`."""
    tie = tie_map(label, source, target)
    a, b = _node("a", node_map(source), "row.source"), _node("b", node_map(target), "row.target")
    where = f"\nWHERE {_extra(tie, 'r')} = {_extra(tie, 'row.values')}" if tie.extra else ""
    return f"UNWIND $rows AS row\nMATCH {a}-[r:{_q(label)}]->{b}{where}\nDELETE r\nRETURN count(r) AS n"


def read_nodes(label: str) -> str:
    """All nodes of a label that have its key; gives ``p``, the properties."""
    node = node_map(label)
    return f"MATCH (n:{_q(label)}) WHERE {_keyed('n', node)} RETURN properties(n) AS p"


def read_ties(label: str, source: str, target: str) -> str:
    """All ties of a type between two labels; gives ``ak`` and ``bk``, the keys of the ends, and ``p``."""
    tie = tie_map(label, source, target)
    where = f"{_keyed('a', node_map(source))} AND {_keyed('b', node_map(target))}"
    ends = ", ".join(f"{_key_list(v, node_map(lab))} AS {v}k" for v, lab in (("a", source), ("b", target)))
    return f"MATCH {_pattern(tie)} WHERE {where} RETURN {ends}, properties(r) AS p"


def count_all_nodes() -> str:
    """Numbers of nodes that have the key of their label; gives ``kind`` and ``n``, a row a label."""
    return "\nUNION ALL\n".join(
        f"MATCH (n:{_q(node.label)}) WHERE {_keyed('n', node)} RETURN '{node.label}' AS kind, count(n) AS n"
        for node in NODE_MAPS
    )


def count_all_ties() -> str:
    """Numbers of ties; gives ``kind`` and ``n``, a row for every pair of labels that a type stands between."""
    return "\nUNION ALL\n".join(
        f"MATCH {_pattern(tie)} RETURN '{tie.label}' AS kind, count(r) AS n" for tie in TIE_MAPS
    )


MERGE_DATASET = f"MERGE (n:{DATASET} {{`id`: 'dataset'}}) SET n += $values RETURN count(n) AS n"
"""The one dataset node; ``$values``: its properties."""
READ_DATASET = f"MATCH (n:{DATASET} {{`id`: 'dataset'}}) RETURN properties(n) AS p"
SHOW_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties"
SERVER = "CALL dbms.components() YIELD name, versions, edition RETURN name, versions, edition"


def _q(name: str) -> str:
    """A name between backticks; names come from the schema, and a backtick would be doubled all the same."""
    return "`" + name.replace("`", "``") + "`"


def _node(variable: str, node: NodeMap, given: str) -> str:
    keys = ", ".join(f"{_q(k)}: {given}.{_q(k)}" for k in node.key)
    return f"({variable}:{_q(node.label)} {{{keys}}})"


def _pattern(tie: TieMap) -> str:
    return f"(a:{_q(tie.source)})-[r:{_q(tie.label)}]->(b:{_q(tie.target)})"


def _keyed(variable: str, node: NodeMap) -> str:
    return " AND ".join(f"{variable}.{_q(k)} IS NOT NULL" for k in node.key)


def _key_list(variable: str, node: NodeMap) -> str:
    return "[" + ", ".join(f"{variable}.{_q(k)}" for k in node.key) + "]"


def _extra(tie: TieMap, given: str) -> str:
    """The key columns that are no ends, joined by ``|``, a blank as nothing: the same text here and there."""
    return " + '|' + ".join(f"coalesce(toString({given}.{_q(k)}), '')" for k in tie.extra)


__all__ = [
    "MERGE_DATASET",
    "READ_DATASET",
    "SERVER",
    "SHOW_CONSTRAINTS",
    "Constraint",
    "constraints",
    "count_all_nodes",
    "count_all_ties",
    "delete_nodes",
    "delete_ties",
    "drop_stale_ties",
    "merge_nodes",
    "merge_ties",
    "missing_ends",
    "read_nodes",
    "read_ties",
    "rekey_ties",
]
