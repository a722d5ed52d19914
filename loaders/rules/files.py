"""The rules S1xx: files, archives, workbooks and ``dataset.yaml``."""

from __future__ import annotations

from graph.base.words import Words
from loaders.rules.rule import Group, Rule, rule

GROUPS: tuple[Group, ...] = (Group("S", 1, Words("Files", "文件")),)

RULES: tuple[Rule, ...] = (
    rule(
        "S101",
        "error",
        ("the file cannot be opened", "文件无法打开"),
        ("A table that cannot be read would be missing without a word.", "读不到的表格会悄悄缺失。"),
        ("covers.csv may not be read by this user", "当前用户没有 covers.csv 的读取权限"),
        (
            "give yourself the right to read it, or close the program that holds it",
            "请开放读取权限，或关闭占用该文件的程序",
        ),
    ),
    rule(
        "S102",
        "error",
        (
            "not a folder of CSV or Parquet files, a workbook (.xlsx), a zip or a graph file",
            "既不是 CSV 或 Parquet 文件夹，也不是工作簿（.xlsx）、zip 压缩包或图文件",
        ),
        ("These forms are read, and read alike.", "只读取这些形式，且读法一致。"),
        ("buju validate city.xls", "buju validate city.xls"),
        (
            "save an old .xls as .xlsx; for a single CSV file give the folder that holds it",
            "旧版 .xls 请另存为 .xlsx；单个 CSV 请给出其所在文件夹",
        ),
    ),
    rule(
        "S103",
        "error",
        ("the zip holds a name that leads out of it", "压缩包内有指向包外的文件名"),
        (
            "Names with '..', absolute names and links can reach files that are not part of the data.",
            "含“..”的名称、绝对路径和链接可能触及数据以外的文件。",
        ),
        ("../../etc/passwd", "../../etc/passwd"),
        ("zip the plain files again", "请用普通文件重新打包"),
    ),
    rule(
        "S104",
        "error",
        ("the archive is too large when unpacked", "解压后过大"),
        (
            "A small archive that unpacks to gigabytes would fill the memory.",
            "很小的压缩包若解压出数 GB 内容，会耗尽内存。",
        ),
        ("10 KB that unpack to 10 GB", "10 KB 的压缩包解压后为 10 GB"),
        ("check where it comes from; give the folder of CSV files instead", "请核实来源；或直接给出 CSV 文件夹"),
    ),
    rule(
        "S105",
        "error",
        ("the archive or workbook is damaged or locked by a password", "压缩包或工作簿已损坏或有密码"),
        ("Nothing in it can be trusted to be complete.", "无法保证其中内容完整。"),
        ("a download that was cut off", "下载中断的文件"),
        ("save or download it again, without a password", "请重新保存或下载，并去除密码"),
    ),
    rule(
        "S106",
        "error",
        ("no table is found here", "此处没有任何表格"),
        (
            "A dataset is at least centres, organisations, technologies, covers, districts and fields.",
            "数据集至少包括创新中心、单位、技术、覆盖、区县和领域各表。",
        ),
        ("an empty folder", "空文件夹"),
        ("`buju template DIR` writes empty tables to fill in", "用 buju template 目录 生成空表后填写"),
    ),
    rule(
        "S107",
        "error",
        ("a table that is needed is missing", "缺少必需的表格"),
        ("Without it no plan can be made.", "缺少该表无法编制方案。"),
        ("covers.csv is not there", "没有 covers.csv"),
        ("add the table; `buju template DIR` writes an empty one", "请补充该表；可用 buju template 目录 生成空表"),
    ),
    rule(
        "S108",
        "note",
        ("a file or sheet of this name is not read", "不读取此名称的文件或工作表"),
        (
            "Only tables of the schema are read; a misspelt table name would otherwise go unnoticed.",
            "只读取规定名称的表格；否则表名写错也无人察觉。",
        ),
        ("capabilites.csv instead of capabilities.csv", "把 capabilities.csv 写成 capabilites.csv"),
        ("rename it if it is meant to be a table; otherwise nothing need be done", "若应为数据表请改名；否则不必处理"),
        told=True,
    ),
    rule(
        "S109",
        "error",
        ("two files or sheets hold the same table", "同一表格有两个文件或工作表"),
        ("Which of the two counts would be a guess.", "以哪一个为准只能靠猜。"),
        ("centres.csv and 创新中心.csv", "centres.csv 与 创新中心.csv"),
        ("keep one of them", "请只保留一个"),
    ),
    rule(
        "S110",
        "error",
        ("the file is empty", "文件为空"),
        ("Not even a header is there: the file was probably cut off.", "连表头都没有，文件很可能被截断。"),
        ("covers.csv of 0 bytes", "0 字节的 covers.csv"),
        (
            "write the header and the rows, or remove the file if the table is optional",
            "请补上表头和数据；可选表可直接删除该文件",
        ),
    ),
    rule(
        "S111",
        "error",
        ("the text is neither UTF-8 nor GB18030", "文字既不是 UTF-8 也不是 GB18030 编码"),
        ("Characters would be read wrongly.", "文字会被读错。"),
        ("a UTF-8 file with damaged bytes, or UTF-16", "字节损坏的 UTF-8 文件，或 UTF-16 文件"),
        ("save it as 'CSV UTF-8'", "请另存为“CSV UTF-8”"),
    ),
    rule(
        "S112",
        "note",
        ("read as GB18030", "按 GB18030 编码读取"),
        ("The text is not UTF-8; said so that wrong characters can be traced.", "文字不是 UTF-8，特此说明以便核对。"),
        ("a CSV file saved by a Chinese Excel", "中文版 Excel 保存的 CSV"),
        ("nothing need be done; 'CSV UTF-8' is safer", "不必处理；另存为“CSV UTF-8”更稳妥"),
    ),
    rule(
        "S113",
        "error",
        ("a NUL byte", "含空字节（NUL）"),
        (
            "It never stands in text: the file is damaged or of another kind.",
            "正常文字中不会出现，文件已损坏或不是文本。",
        ),
        ("C01,\\x00name", "C01,\\x00名称"),
        ("save the file again as text", "请重新保存为文本"),
    ),
    rule(
        "S114",
        "error",
        ("a cell or line is too long", "单元格或行过长"),
        (
            "No name or note is that long; a quote is probably never closed.",
            "正常名称或说明不会这么长，很可能引号没有闭合。",
        ),
        ("a cell of 100 MB", "100 MB 的单元格"),
        ("shorten the cell, or close the quote", "请缩短内容，或补上引号"),
    ),
    rule(
        "S115",
        "error",
        ("quotes that do not match", "引号不配对"),
        ("Rows after an open quote would be swallowed.", "引号未闭合会吞掉后面的行。"),
        ('C01,"North "A" centre"', 'C01,"北方"A"中心"'),
        ('write a quote inside a cell twice: ""', '单元格内的引号请写两个：""'),
    ),
    rule(
        "S116",
        "note",
        ("the columns are not separated by commas", "列分隔符不是逗号"),
        (
            "Read by the separator of the header; said so that it can be checked.",
            "按表头所用分隔符读取，特此说明以便核对。",
        ),
        ("id;name;status", "id;name;status"),
        ("nothing need be done", "不必处理"),
    ),
    rule(
        "S117",
        "note",
        ("optional tables are not given", "未提供可选表格"),
        ("They are taken as empty.", "按空表处理。"),
        ("no synergies.csv", "没有 synergies.csv"),
        ("add them if there is something to say", "如有内容请补充"),
    ),
    rule(
        "S118",
        "error",
        ("the table has no rows", "表格没有数据行"),
        (
            "A needed table must hold at least one row; an optional one may be empty (then only a note).",
            "必需的表至少要有一行；可选表可以为空（仅提示）。",
        ),
        ("only a header", "只有表头"),
        ("add rows", "请补充数据"),
    ),
    rule(
        "S119",
        "note",
        ("the workbook beside the CSV files is not read", "CSV 文件旁的工作簿未读取"),
        ("CSV files and a workbook could contradict one another.", "CSV 与工作簿内容可能相互矛盾。"),
        ("centres.csv and city.xlsx in one folder", "同一文件夹内有 centres.csv 和 city.xlsx"),
        ("give the workbook itself if it is the one that counts", "若以工作簿为准，请直接给出该工作簿"),
    ),
    rule(
        "S120",
        "note",
        ("no dataset.yaml", "没有 dataset.yaml"),
        ("Name and money unit are taken as the file's name and 万元.", "名称取文件名，金额单位按万元。"),
        ("a folder of tables only", "只有表格的文件夹"),
        (
            "add dataset.yaml with name, money_unit, taxonomy, licence",
            "请补充 dataset.yaml，写明 name、money_unit、taxonomy、licence",
        ),
    ),
    rule(
        "S121",
        "error",
        ("dataset.yaml cannot be read", "dataset.yaml 无法读取"),
        (
            "Only plain keys and values are read: no tags, anchors or aliases, no deep nesting.",
            "只读取普通键值：不允许标签、锚点、别名和深层嵌套。",
        ),
        ("name: !!python/object:os.system", "name: !!python/object:os.system"),
        ("write `key: value` lines", "请逐行写“键: 值”"),
    ),
    rule(
        "S122",
        "error",
        ("dataset.yaml has an unknown key", "dataset.yaml 有未知的键"),
        ("A misspelt key would be ignored.", "写错的键会被忽略。"),
        ("money-units: 万元", "money-units: 万元"),
        (
            "use name, money_unit, taxonomy, licence, note, illustrative",
            "可用的键：name、money_unit、taxonomy、licence、note、illustrative",
        ),
    ),
    rule(
        "S123",
        "error",
        ("dataset.yaml has a value of the wrong kind", "dataset.yaml 的值类型不对"),
        ("Texts are texts; illustrative is true or false.", "文字项须为文字；illustrative 须为 true 或 false。"),
        ("illustrative: perhaps", "illustrative: 也许"),
        ("write a text, or true or false for illustrative", "请写文字；illustrative 写 true 或 false"),
    ),
    rule(
        "S124",
        "error",
        ("merged cells", "有合并单元格"),
        (
            "Only the first of the merged cells holds a value; the others would be read as blank.",
            "合并后只有第一个单元格有值，其余会被读作空白。",
        ),
        ("A1:B1 merged in the header", "表头 A1:B1 合并"),
        ("unmerge them and fill in each cell", "请取消合并并逐格填写"),
    ),
    rule(
        "S125",
        "error",
        ("a formula without a stored value", "公式没有保存计算结果"),
        (
            "Formulas are not computed here; the value that the spreadsheet program stored is read.",
            "本程序不计算公式，只读取表格软件存下的结果。",
        ),
        ("=SUM(B2:B9), written by a program that did not compute it", "由其他程序写入、未经计算的 =SUM(B2:B9)"),
        ("open and save it in a spreadsheet program, or paste the values", "请用表格软件打开后保存，或粘贴为数值"),
    ),
    rule(
        "S126",
        "note",
        ("the last line has no line end", "最后一行没有换行符"),
        (
            "A file that was cut off ends so; numbers at its end may have lost digits.",
            "被截断的文件往往如此，末尾数字可能不全。",
        ),
        ("C40,T12,0. where C40,T12,0.8 was meant", "末行本应为 C40,T12,0.8，却止于 C40,T12,0."),
        ("check the last row", "请核对最后一行"),
    ),
    rule(
        "S128",
        "error",
        ("what stands here is no file", "此处不是文件"),
        (
            "A link that leads nowhere, a folder, a pipe or a device is not read; the table would be missing unsaid.",
            "失效的链接、文件夹、管道或设备不会读取；否则该表会悄悄缺失。",
        ),
        ("covers.csv is a link whose target was moved", "covers.csv 是链接，其目标已被移走"),
        ("put the file itself there, or remove the entry", "请放入文件本身，或删除该项"),
    ),
    rule(
        "S129",
        "error",
        ("a file has the name of a table but cannot be read", "文件名是表格名，但无法读取"),
        ("The table would count as not given, though it is there.", "该表明明存在，却会按未提供处理。"),
        (
            "people.txt, people.xls, or a folder in the zip that holds people.csv",
            "people.txt、people.xls，或压缩包子文件夹中的 people.csv",
        ),
        ("save it as CSV UTF-8 beside the other tables", "请另存为 CSV UTF-8，并与其他表放在一起"),
    ),
    rule(
        "S127",
        "error",
        ("a Parquet column of a type that is not read", "Parquet 列的类型无法读取"),
        (
            "Lists, structures, dates and bytes have no place in a cell of these tables.",
            "列表、结构、日期和字节串无法放入这些表格的单元格。",
        ),
        ("name: list<string>", "name: list<string>"),
        ("write it as text or number", "请改写为文字或数值"),
    ),
    rule(
        "S130",
        "error",
        ("a data frame that is no table, or a cell that no file could hold", "数据框不是表格，或单元格内容无法存放"),
        (
            "Frames are read as files are: rows, columns, and in each cell a text, a number, yes or no, or nothing.",
            "数据框与文件同样读取：有行有列，单元格只能是文字、数值、是否或空白。",
        ),
        ("a list of technologies in one cell of covers", "在覆盖表的一个单元格里放一个技术列表"),
        ("write one row for each value, or hand in rows or columns", "请每个值写一行，或给出行、列"),
    ),
)
