"""The rules G7xx: graph files (GraphML, GEXF, node-link JSON)."""

from __future__ import annotations

from graph.base.rule import Rule
from graph.base.words import Words
from loaders.rules.rule import Group, rule

GROUPS: tuple[Group, ...] = (Group("G", 7, Words("Graph files and Parquet", "图文件与 Parquet")),)

RULES: tuple[Rule, ...] = (
    rule(
        "G701",
        "error",
        ("the file is not well-formed, or cut off", "文件格式不完整或被截断"),
        ("Nothing in it can be trusted to be complete.", "无法保证其中内容完整。"),
        ("a download that ended in the middle of an element", "下载中断，止于某个元素中间"),
        ("export or download it again", "请重新导出或下载"),
    ),
    rule(
        "G702",
        "error",
        ("the file declares a document type or entities", "文件声明了文档类型或实体"),
        (
            "With entities a few bytes can become gigabytes, or read other files; graph files need none.",
            "实体可使几个字节膨胀为数 GB，或读取其他文件；图文件不需要实体。",
        ),
        ('<!DOCTYPE x [<!ENTITY a "aaaa">]>', '<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        ("remove the <!DOCTYPE …>; check where the file comes from", "请删除 <!DOCTYPE …>，并核实文件来源"),
    ),
    rule(
        "G703",
        "error",
        ("no node kind is called so", "没有这种节点类型"),
        (
            "The kind says which table a node is a row of; a node of no kind would be lost.",
            "类型决定节点属于哪张表；没有类型的节点会丢失。",
        ),
        ("node_kind = Company", "node_kind = Company"),
        ("write a kind of the data dictionary as node_kind", "请在 node_kind 中填写数据字典里的类型"),
    ),
    rule(
        "G704",
        "error",
        ("no tie of this kind runs between such nodes", "此类节点之间没有这种关系"),
        ("The kind of a tie and of its ends say which table it is a row of.", "关系类型及两端类型决定它属于哪张表。"),
        ("COVERS from a person to a district", "从人才指向区县的 COVERS"),
        ("correct the kind, or turn the edge round", "请更正类型，或调换方向"),
    ),
    rule(
        "G705",
        "error",
        ("an edge ends at what is no node of the file", "边的一端不是文件中的节点"),
        ("A tie to nothing cannot be kept.", "无法保留没有端点的关系。"),
        ("target = Technology:T99, and no such node", "target = Technology:T99，但没有该节点"),
        ("correct the id, or add the node", "请更正编号，或补充该节点"),
    ),
    rule(
        "G706",
        "error",
        ("two nodes have the same id", "两个节点编号相同"),
        ("Which of the two an edge means would be a guess.", "边指向哪一个只能靠猜。"),
        ("Centre:C1 twice", "Centre:C1 出现两次"),
        ("keep one of them, or correct an id", "请保留一个，或更正编号"),
    ),
    rule(
        "G707",
        "warning",
        ("an edge says something else than the attribute that it follows", "边与其所依据的属性不一致"),
        (
            "LEADS, LOCATED_IN, IN_FIELD and WORKS_AT follow an attribute of the node; the attribute counts.",
            "LEADS、LOCATED_IN、IN_FIELD、WORKS_AT 依据节点属性；以属性为准。",
        ),
        ("a LEADS edge from O2 to C1, whose lead_id is O1", "LEADS 边从 O2 指向 C1，而 C1 的 lead_id 为 O1"),
        ("change the attribute of the node", "请修改节点的属性"),
    ),
    rule(
        "G708",
        "note",
        ("control characters that XML cannot hold were escaped", "XML 不允许的控制字符已转义"),
        (
            "They are written as _x000B_ and come back on import; other programs show them so.",
            "以 _x000B_ 形式写出，导入时还原；其他程序会显示为该形式。",
        ),
        ("a vertical tab in a name, copied from a document", "名称中含从文档复制来的垂直制表符"),
        ("nothing need be done; or remove them from the data", "不必处理；也可从数据中删除这些字符"),
    ),
    rule(
        "G709",
        "error",
        ("not a graph file", "不是图文件"),
        (
            "GraphML begins with <graphml>, GEXF with <gexf>; node-link JSON has the lists 'nodes' and 'edges'.",
            "GraphML 以 <graphml> 开头，GEXF 以 <gexf> 开头；node-link JSON 含 nodes 与 edges（或 links）列表。",
        ),
        ("a web page saved as .graphml", "另存为 .graphml 的网页"),
        (
            "give a file that `buju graph export` or a graph program wrote",
            "请给出 buju graph export 或图软件写出的文件",
        ),
    ),
    rule(
        "G710",
        "warning",
        ("the file holds elements that are not read", "文件含有不读取的元素"),
        (
            "Nested graphs, ports and hyperedges have no place in the ecosystem.",
            "嵌套图、端口和超边在生态数据中没有位置。",
        ),
        ("<hyperedge>", "<hyperedge>"),
        ("write them as nodes and edges if they matter", "如有需要，请改写为节点和边"),
    ),
    rule(
        "G711",
        "error",
        ("a node, an edge or a value of the wrong form", "节点、边或取值的形式不对"),
        (
            "An id is a text or a whole number; a value is a text, a number, true or false.",
            "编号须为文字或整数；取值须为文字、数值、true 或 false。",
        ),
        ('{"id": ["O1"]}', '{"id": ["O1"]}'),
        ("write a plain value", "请改为单个值"),
    ),
    rule(
        "G712",
        "note",
        ("attributes that other programs added", "其他程序添加的属性"),
        (
            "Programs write what they compute to every node; it is no column of a table.",
            "其他程序会把计算结果写到每个节点，它们不是数据列。",
        ),
        ("degree, modularity_class, Eigenvector Centrality", "degree、modularity_class、Eigenvector Centrality"),
        ("nothing need be done; rename it if it is meant to be a column", "不必处理；若应为数据列请改名"),
    ),
    rule(
        "G713",
        "warning",
        ("rows that a graph file no longer holds", "图文件中已缺少的行"),
        (
            "Programs merge parallel edges and add up their weights; what each of them said is then lost.",
            "有的程序会合并平行边并累加权重，各条边原有内容随之丢失。",
        ),
        ("two ties of one pair, of 2019 and 2021, came back as one", "同一对单位 2019、2021 年两条关系只回来一条"),
        (
            "nothing need be done if they were deleted; else use GEXF, whose edges have a kind that keeps them apart",
            "若系有意删除则不必处理；否则请改用 GEXF，其边的 kind 可避免合并",
        ),
        told=True,
    ),
)
