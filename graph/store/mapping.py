"""Where each table stands in a store: every row is one node or one tie, and some columns are ties besides.

Derived from ``graph.model.schema``; only what that does not call a node or a tie is declared here:

==============  =================================================================================
table           in the store
==============  =================================================================================
investments     node ``Investment`` (key: centre and year), tie ``INVESTMENT_IN`` to its centre
conditions      node ``Conditions`` (key: centre), tie ``CONDITIONS_OF`` to its centre
rules           node ``Rule`` (key: kind and members), ties ``CONCERNS`` to the centres it names
synergies       tie ``SYNERGY`` from centre ``a`` to centre ``b``
dataset.yaml    node ``Dataset``, one a database
==============  =================================================================================

A node carries all columns of its row, a tie of an own table all columns but its two ends; blanks are not stored.
Ties read from a column of a node's table (``LEADS``, ``LOCATED_IN`` …) carry nothing: they follow the column.
``_row`` is the row's place in its table, so that a pulled table has the order of the pushed one.
What does not live here: Cypher (``graph.store.cypher``) and talking to a server (``graph.store.client``).
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

from graph.base.errors import UsageError
from graph.base.words import Words
from graph.model.schema import NODES, TABLES, TIES, Column

DATASET = "Dataset"
"""Label of the one node that holds what the dataset says about itself; its id is ``"dataset"``."""
ROW = "_row"
KEY = "_key"
"""Property that tells parallel ties apart: the key columns that are no ends, blank or not, joined by ``|``; and rows of
a table without key: all their cells, with a number where a row stands more than once."""


def store_key(table: str) -> tuple[str, ...]:
    """Properties that make a row of a table unique in the store.

    >>> store_key("investments"), store_key("payments")
    (('centre_id', 'year'), ('_key',))
    """
    return TABLES[table].key or (KEY,)


@dataclass(frozen=True, slots=True)
class NodeMap:
    """A label and the table whose rows are its nodes; ``key`` are the properties that make a node unique."""

    label: str
    table: str
    key: tuple[str, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of the table."""
        return TABLES[self.table].columns


@dataclass(frozen=True, slots=True)
class TieMap:
    """A tie type between two labels, and the columns it is read from.

    ``own`` ties are rows of a table of ties; the others follow a column of the node named ``owner`` (``"source"`` or
    ``"target"``). ``extra`` are the key columns beside the two ends. ``separator`` splits a column of many ids.
    """

    label: str
    source: str
    target: str
    _: KW_ONLY
    table: str
    source_column: str = ""
    target_column: str
    own: bool = False
    owner: str = "source"
    separator: str = ""

    @property
    def extra(self) -> tuple[str, ...]:
        """Key columns beside the two ends."""
        ends = (self.source_column, self.target_column)
        return tuple(k for k in TABLES[self.table].key if k not in ends) if self.own else ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns that the tie carries."""
        ends = (self.source_column, self.target_column)
        return tuple(c for c in TABLES[self.table].columns if c.name not in ends) if self.own else ()


NODE_MAPS: tuple[NodeMap, ...] = (
    *(NodeMap(kind.label, kind.table, TABLES[kind.table].key) for kind in NODES.values()),
    *(
        NodeMap(label, table, store_key(table))
        for label, table in (
            ("Investment", "investments"),
            ("Conditions", "conditions"),
            ("Rule", "rules"),
            ("Payment", "payments"),
            ("Commitment", "commitments"),
            ("Evaluation", "evaluations"),
            ("Decision", "decisions"),
            ("Indicator", "indicators"),
            ("Measurement", "measurements"),
            ("Expert", "experts"),
            ("Review", "reviews"),
            ("Vote", "votes"),
            ("Milestone", "milestones"),
            ("Organ", "organs"),
            ("Project", "projects"),
            ("Obligation", "obligations"),
            ("Evidence", "evidence"),
            ("Alias", "aliases"),
        )
    ),
)
_LABEL_OF = {node.table: node.label for node in NODE_MAPS}


def _ties() -> tuple[TieMap, ...]:
    maps = []
    for tie in TIES:
        own = tie.table not in _LABEL_OF
        owner = "target" if tie.target_column == "id" and not own else "source"
        maps += [
            TieMap(
                tie.label,
                a,
                b,
                table=tie.table,
                source_column=tie.source_column,
                target_column=tie.target_column,
                own=own,
                owner=owner,
            )
            for a in tie.source
            for b in tie.target
        ]
    return (
        *maps,
        TieMap("SYNERGY", "Centre", "Centre", table="synergies", source_column="a", target_column="b", own=True),
        TieMap("INVESTMENT_IN", "Investment", "Centre", table="investments", target_column="centre_id"),
        TieMap("CONDITIONS_OF", "Conditions", "Centre", table="conditions", target_column="centre_id"),
        TieMap("CONCERNS", "Rule", "Centre", table="rules", target_column="members", separator="|"),
        TieMap("PAID_TO", "Payment", "Centre", table="payments", target_column="centre_id"),
        TieMap("PROMISED_TO", "Commitment", "Centre", table="commitments", target_column="centre_id"),
        TieMap("GRADE_OF", "Evaluation", "Centre", table="evaluations", target_column="centre_id"),
        TieMap("DECISION_ON", "Decision", "Centre", table="decisions", target_column="centre_id"),
        TieMap("MEASURED_AT", "Measurement", "Centre", table="measurements", target_column="centre_id"),
        TieMap("EVIDENCE_ON", "Evidence", "Technology", table="evidence", target_column="technology_id"),
        TieMap("EMPLOYED_BY", "Expert", "Organisation", table="experts", target_column="organisation_id"),
        TieMap("REVIEWED_BY", "Review", "Expert", table="reviews", target_column="expert_id"),
        TieMap("REVIEW_OF", "Review", "Centre", table="reviews", target_column="centre_id"),
        TieMap("MILESTONE_OF", "Milestone", "Centre", table="milestones", target_column="centre_id"),
        TieMap("GOVERNS", "Organ", "Centre", table="organs", target_column="centre_id"),
        TieMap("PROJECT_OF", "Project", "Centre", table="projects", target_column="centre_id"),
        TieMap("OBLIGATION_IN", "Obligation", "Centre", table="obligations", target_column="centre_id"),
        TieMap("BINDS", "Obligation", "Organisation", table="obligations", target_column="organisation_id"),
        TieMap("VOTE_ON", "Vote", "Centre", table="votes", target_column="centre_id"),
    )


TIE_MAPS: tuple[TieMap, ...] = _ties()
"""All ties between two labels; a type may stand between several pairs of labels."""


def node_map(label: str) -> NodeMap:
    """Mapping of one label.

    Raises
    ------
    UsageError
        The schema has no such label.

    Examples
    --------
    >>> node_map("Investment").key
    ('centre_id', 'year')
    """
    for node in NODE_MAPS:
        if node.label == label:
            return node
    raise UsageError(Words("no node kind is called {name!r}", "没有名为“{name}”的节点类型").fill(name=label))


def tie_map(label: str, source: str, target: str) -> TieMap:
    """Mapping of one tie type between two labels.

    Raises
    ------
    UsageError
        The schema has no such tie.

    Examples
    --------
    >>> tie_map("COLLABORATES", "Organisation", "Organisation").extra
    ('kind', 'year')
    """
    for tie in TIE_MAPS:
        if (tie.label, tie.source, tie.target) == (label, source, target):
            return tie
    words = Words("no tie is called {name!r} from {a!r} to {b!r}", "没有从“{a}”到“{b}”的“{name}”关系")
    raise UsageError(words.fill(name=label, a=source, b=target))
