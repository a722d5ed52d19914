"""The rules M8xx: mapping files of foreign data sets, and the files that they read."""

from __future__ import annotations

from graph.base.rule import Rule
from graph.base.words import Words
from loaders.rules.rule import Group, rule

GROUPS: tuple[Group, ...] = (Group("M", 8, Words("Sources and their mapping files", "外部数据源与映射文件")),)

RULES: tuple[Rule, ...] = (
    rule(
        "M801",
        "error",
        ("a mapping file of another format", "映射文件格式不符"),
        ("The format says how the file is to be read.", "format 说明按哪一版读取。"),
        ("format: buju-mapping/9", "format: buju-mapping/9"),
        ("write format: buju-mapping/1", "写 format: buju-mapping/1"),
    ),
    rule(
        "M802",
        "error",
        ("a word that means nothing at this place", "此处没有这个词"),
        ("A misspelt key or column would be left out without a word.", "写错的键或列会被悄悄漏掉。"),
        ("colums: in place of columns:", "把 columns 写成 colums"),
        ("use the nearest known word", "改用最接近的写法"),
    ),
    rule(
        "M803",
        "error",
        ("a key column of a table that the mapping does not fill", "映射没有填写某表的键列"),
        ("Rows without their key cannot be told apart.", "没有主键的行无法区分。"),
        ("organisations without id", "organisations 没有 id"),
        ("add an expression for the column", "为该列补上表达式"),
    ),
    rule(
        "M804",
        "error",
        ("a sentence that is missing in one language", "缺少一种语言的说明"),
        ("Everything that buju says, it says in both languages.", "所有说明都有中英文两种。"),
        ("why: {en: no name}", "why: {en: no name}"),
        ("give en and zh", "请同时写 en 和 zh"),
    ),
    rule(
        "M805",
        "error",
        ("something else than keys and values", "此处应为键值对"),
        ("A list or a text has no columns.", "列表或文字没有列名。"),
        ("columns: [id, name]", "columns: [id, name]"),
        ("write key: value", "写成 键: 值"),
    ),
    rule(
        "M810",
        "error",
        ("a file of the source is not there", "缺少数据源的文件"),
        ("Without it the tables would be half empty.", "缺少它，表会不完整。"),
        ("cordis without project.csv", "cordis 缺少 project.csv"),
        ("name the folder that holds it", "请指定包含该文件的文件夹"),
    ),
    rule(
        "M811",
        "error",
        ("a file of the source that cannot be read", "无法读取数据源的文件"),
        ("A file that is cut off or of another form holds less than it says.", "被截断或格式不符的文件内容不全。"),
        ("a download that stopped half-way", "下载中断的文件"),
        ("download the file again, whole", "请重新下载完整的文件"),
    ),
    rule(
        "M812",
        "error",
        ("a line that is not a row of the table", "某行不是表中的一行"),
        (
            "A quote that is never closed, or cells too many, shift everything after them.",
            "引号未闭合或多出单元格会使其后全部错位。",
        ),
        ("a row of 9 cells under a header of 8", "表头 8 列而某行有 9 格"),
        ("mend the line, or download the file again", "请修正此行或重新下载文件"),
    ),
    rule(
        "M813",
        "error",
        ("a column that the mapping reads is missing", "缺少映射要读的列"),
        ("Sources rename their columns between releases.", "数据源各版本会改列名。"),
        ("ecMaxContribution is now called maxContribution", "ecMaxContribution 改名为 maxContribution"),
        ("correct the name under columns, or take the right file", "请改正 columns 中的名称，或换用正确的文件"),
    ),
    rule(
        "M814",
        "error",
        ("a cell that is not of its type", "单元格不符合类型"),
        ("A cell that cannot be read would be lost as a blank.", "读不出的单元格会变成空白而丢失。"),
        ("NA in a column of numbers", "数字列中出现 NA"),
        ("correct the cell, or name the mark under missing", "请改正该单元格，或在 missing 中注明"),
    ),
    rule(
        "M815",
        "error",
        ("the last line has no end: the file may be cut off", "文件末行没有换行符，可能被截断"),
        (
            "A download that stopped within the last cell looks like this; of one's own tables it is but a warning.",
            "在最后一格中断的下载即如此；自有表格仅作警告。",
        ),
        ("…,Ningbo Uni", "…,宁波大"),
        (
            "compare its size with that of the source; if the last row is whole, say so with --last-row-whole",
            "请与来源核对大小；若末行完整，请加 --last-row-whole",
        ),
    ),
    rule(
        "M816",
        "warning",
        ("an identifier that names no organisation of the registry", "标识符不属于名录中的任何单位"),
        (
            "A column with the identifiers of several registries is read by each one's own form and check digits.",
            "一列中混有多种标识符时，按各自的格式与校验位识别。",
        ),
        ("a PIC among ROR ids", "ROR 标识符中混有 PIC"),
        ("correct the identifier, or give the registry that it is of", "请更正标识符，或提供其所属的名录"),
    ),
    rule(
        "M817",
        "warning",
        ("an organisation is its own parent in a circle", "单位的上级关系成环"),
        ("Nobody can say which of them is at the top: they stay apart.", "无法判断谁是最上级，故不归并。"),
        ("A is part of B, B of C, and C of A", "A 属于 B，B 属于 C，C 又属于 A"),
        ("take out the relation that is wrong", "请删去有误的关系"),
    ),
    rule(
        "M820",
        "error",
        ("an expression of the mapping that cannot be run", "映射中的表达式无法执行"),
        (
            "Each column and condition is one SQL expression over the input's columns.",
            "各列和条件都是基于输入列的一个 SQL 表达式。",
        ),
        ("columns: {id: pic + }", "columns: {id: pic + }"),
        ("correct the expression", "请改正表达式"),
    ),
    rule(
        "M822",
        "warning",
        ("a licence that forbids something", "数据许可有禁止事项"),
        (
            "What the licence says is kept with the tables, and repeated wherever they go.",
            "许可内容随表保存，并在每次导出、推送时重申。",
        ),
        ("CC BY-NC; SOURCE.txt: not for redistribution", "CC BY-NC；SOURCE.txt：不得对外提供"),
        ("keep to it, or ask the owner of the data", "请遵守，或征得数据所有者同意"),
    ),
    rule(
        "M823",
        "note",
        ("a snapshot with a licence of its own", "数据自带许可"),
        (
            "A dataset.yaml beside the snapshot goes before what the mapping says.",
            "数据旁的 dataset.yaml 优先于映射文件所写。",
        ),
        ("licence: CC BY-NC 4.0 beside data that the mapping calls CC0", "映射文件写 CC0，数据旁写 CC BY-NC 4.0"),
        ("nothing need be done if it is right", "若无误则不必处理"),
    ),
    rule(
        "M821",
        "note",
        ("rows that are used, and what to know of them", "已采用的行及需知事项"),
        (
            "The mapping says what is replaced or taken as what; nothing is replaced without a word.",
            "映射写明以何代何，不作静默替换。",
        ),
        ("592 organisations have no name; their number stands for it", "592 家单位没有名称，以编号代替"),
        ("nothing need be done, or complete the source", "无需处理，或补充数据源"),
    ),
)
