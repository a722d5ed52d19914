"""The rules H2xx and C3xx: headers and cells."""

from __future__ import annotations

from graph.base.words import Words
from loaders.rules.rule import Group, Rule, rule

GROUPS: tuple[Group, ...] = (
    Group("H", 2, Words("Headers", "表头")),
    Group("C", 3, Words("Cells", "单元格")),
)

RULES: tuple[Rule, ...] = (
    rule(
        "H201",
        "error",
        ("a column that is needed is missing", "缺少必需的列"),
        ("Its cells may not be blank, so it may not be missing.", "该列不得为空，因此不可缺失。"),
        ("covers.csv without technology_id", "covers.csv 缺 technology_id 列"),
        ("add the column", "请补充该列"),
    ),
    rule(
        "H202",
        "warning",
        ("an unknown column, not read", "未知的列，不读取"),
        ("A misspelt header would lose a whole column.", "列名写错会丢掉整列。"),
        ("distrct instead of district", "把 district 写成 distrct"),
        ("rename it, or remove it if it is not needed", "请改名；不需要则删除"),
    ),
    rule(
        "H203",
        "error",
        ("two columns with the same meaning", "两列含义相同"),
        ("Which of the two counts would be a guess.", "以哪一列为准只能靠猜。"),
        ("id and 编号 in one table", "同一表中既有 id 又有 编号"),
        ("keep one of them", "请只保留一列"),
    ),
    rule(
        "H204",
        "error",
        ("a column with values but without a header", "有数据但没有表头的列"),
        ("Its meaning is unknown.", "无法判断其含义。"),
        ("id,,status", "id,,status"),
        ("name the column, or remove it", "请写明列名，或删除该列"),
    ),
    rule(
        "C301",
        "error",
        ("the row has too few cells", "该行单元格偏少"),
        ("The row was probably cut off.", "该行很可能被截断。"),
        ("3 cells where the header has 5", "表头 5 列，该行只有 3 格"),
        ("complete the row; write a separator for each blank cell", "请补全该行；空白单元格也要保留分隔符"),
    ),
    rule(
        "C302",
        "error",
        ("the row has too many cells", "该行单元格偏多"),
        ("A separator inside a text shifts all cells after it.", "文字中的分隔符会使后面的单元格错位。"),
        ("C01,Ningbo, Zhejiang,candidate", "C01,宁波,浙江,candidate"),
        ("put text that holds a comma into quotes", "含逗号的文字请加引号"),
    ),
    rule(
        "C303",
        "error",
        ("a needed cell is blank", "必填单元格为空"),
        ("Without it the row has no meaning.", "缺少该值，此行没有意义。"),
        ("a centre without a name", "没有名称的中心"),
        ("fill it in, or remove the row", "请填写，或删除该行"),
    ),
    rule(
        "C304",
        "error",
        ("not a number", "不是数字"),
        (
            "Digits, one decimal point, thousands separators (1,200) and full-width digits are read; no guesses.",
            "可读数字、小数点、千分位（1,200）和全角数字；其他一律不猜。",
        ),
        ("20O1 (with the letter O), 1_000, 1.2.3", "20O1（字母 O）、1_000、1.2.3"),
        ("write a plain number such as 1200 or 0.3", "请写普通数字，如 1200 或 0.3"),
    ),
    rule(
        "C305",
        "error",
        ("a unit or percent sign inside a number", "数字中带有单位或百分号"),
        (
            "Money is in the dataset's unit and shares run from 0 to 1; converting here would be a guess.",
            "金额统一用数据集的单位，份额取 0–1；在此换算等于猜测。",
        ),
        ("1200万元; 30%", "1200万元；30%"),
        ("write the number only: 1200; 0.3", "请只写数字：1200；0.3"),
    ),
    rule(
        "C306",
        "error",
        ("not a finite number that can be used", "不是可用的有限数值"),
        ("NaN, infinity and numbers above 10^15 cannot be planned with.", "NaN、无穷大和超过 10^15 的数无法参与计算。"),
        ("NaN; inf; 1e400", "NaN；inf；1e400"),
        ("leave the cell blank if the value is not known", "数值不详时请留空"),
    ),
    rule(
        "C307",
        "error",
        ("not a whole number", "不是整数"),
        ("Years and counts are whole.", "年份和个数须为整数。"),
        ("2023.5", "2023.5"),
        ("write a whole number", "请写整数"),
    ),
    rule(
        "C308",
        "error",
        ("a number outside its range", "数值超出范围"),
        (
            "Money is not negative, shares run from 0 to 1, severity from 1 to 5, scores from 0 to 100.",
            "金额不为负，份额取 0–1，严重度取 1–5，得分取 0–100。",
        ),
        ("investment -300; strength 70", "投入额 -300；强度 70"),
        ("correct the number", "请更正数值"),
    ),
    rule(
        "C309",
        "error",
        ("neither yes nor no", "既不是“是”也不是“否”"),
        ("Read are true/false, yes/no, 1/0 and 是/否.", "可写 true/false、yes/no、1/0 或 是/否。"),
        ("perhaps", "也许"),
        ("write true or false", "请写 是 或 否"),
    ),
    rule(
        "C310",
        "error",
        ("not one of the possible values", "不在可选值之内"),
        ("Values of a closed list are read in English or Chinese.", "封闭选项可写英文值或中文名称。"),
        ("status: canditate", "状态：侯选"),
        ("use one of the listed values", "请使用列出的值"),
    ),
    rule(
        "C311",
        "error",
        ("an error value of a spreadsheet", "表格软件的错误值"),
        ("A formula failed before the file was saved.", "文件保存前公式已出错。"),
        ("#REF!, #N/A", "#REF!、#N/A"),
        ("mend the formula, or write the value", "请修正公式，或直接写数值"),
    ),
    rule(
        "C312",
        "error",
        ("an id with a character that cannot be in an id", "编号含有不允许的字符"),
        (
            "Line breaks and control characters cannot be seen, and | separates ids in lists.",
            "换行和控制字符不可见，竖线 | 用于分隔多个编号。",
        ),
        ("C01|C02 as an id", "以 C01|C02 作编号"),
        ("use letters, digits, - and _", "请使用字母、数字、- 和 _"),
    ),
    rule(
        "C313",
        "warning",
        ("a cell that looks like several rows", "单元格内容像是多行数据"),
        ("A quote that is closed too late swallows rows.", "引号闭合过晚会吞掉数据行。"),
        ('"Centre A\\nC02,Centre B,candidate"', '"甲中心\\nC02,乙中心,candidate"'),
        ("check the quotes around it", "请检查前后的引号"),
    ),
)
