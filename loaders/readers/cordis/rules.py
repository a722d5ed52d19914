"""The rules D6xx: what is checked in CORDIS files."""

from __future__ import annotations

from graph.base.rule import Rule
from graph.base.words import Words
from loaders.rules.rule import Group, rule

GROUPS: tuple[Group, ...] = (Group("D", 6, Words("CORDIS files", "CORDIS 文件")),)

RULES: tuple[Rule, ...] = (
    rule(
        "D601",
        "error",
        ("a column that CORDIS files have is missing", "缺少 CORDIS 文件应有的列"),
        (
            "Without the numbers of projects and organisations nothing can be joined.",
            "没有项目编号和单位编号，各表无法关联。",
        ),
        ("organization.csv without projectID", "organization.csv 没有 projectID 列"),
        ("download the file again, or give the column its name", "请重新下载该文件，或改正列名"),
    ),
    rule(
        "D602",
        "note",
        ("amounts with a decimal comma", "金额以逗号作小数点"),
        (
            "Some releases write 127312,5; at most two figures after a comma are taken as cents.",
            "部分版本写作 127312,5；逗号后不超过两位时按小数处理。",
        ),
        ("127312,5 is read as 127312.5", "127312,5 读作 127312.5"),
        ("nothing need be done", "无需处理"),
    ),
    rule(
        "D603",
        "warning",
        ("an unknown activity type; the organisation counts as 'other'", "活动类型无法识别，该单位按“其他”计"),
        (
            "PRC, HES, REC, PUB and OTH are known; sectors are made of them.",
            "可识别的类型为 PRC、HES、REC、PUB、OTH，跨界合作据此计算。",
        ),
        ("activityType is blank", "activityType 为空"),
        ("give one of PRC, HES, REC, PUB, OTH", "请填写 PRC、HES、REC、PUB、OTH 之一"),
    ),
    rule(
        "D604",
        "note",
        ("organisations without a name", "没有名称的单位"),
        ("Their number stands for the name; none is made up.", "以编号代替名称，不另行编造。"),
        ("name is blank for 592 of 1,587", "1587 家单位中有 592 家名称为空"),
        ("nothing need be done; names can be added to the file", "无需处理；也可在文件中补充名称"),
    ),
    rule(
        "D605",
        "note",
        ("participations without a contribution", "未填资助额的参与记录"),
        ("They count as members without a share of the money.", "计为成员单位，但没有资金份额。"),
        ("contribution is blank", "contribution 为空"),
        ("nothing need be done; amounts can be added to the file", "无需处理；也可在文件中补充金额"),
    ),
    rule(
        "D606",
        "warning",
        ("the date of start cannot be read; the project may start in any year", "开始日期无法读取，该项目不限批复年份"),
        (
            "The year of start is the first year in which a candidate may be approved.",
            "开始年份即候选中心最早可批复年份。",
        ),
        ("startDate is '2015'", "startDate 为“2015”"),
        ("write it as 2015-03-01", "请写作 2015-03-01"),
    ),
    rule(
        "D607",
        "note",
        ("the partners' contributions do not add up to the project's", "各参与方资助额合计与项目所载不符"),
        (
            "The project's own figure is used as its minimum support; shares are of the partners' sum.",
            "最低支持取项目所载数额；份额按各参与方合计计算。",
        ),
        ("4,061,207 against 4,734,494", "4,061,207 与 4,734,494"),
        ("check the blank contributions of that project", "请核对该项目中空白的资助额"),
    ),
    rule(
        "D608",
        "warning",
        ("a project without a coordinator is left out", "项目没有协调方，未读入"),
        ("A candidate needs a lead.", "候选中心须有牵头单位。"),
        (
            "no row of organization.csv has the role coordinator for it",
            "organization.csv 中没有该项目的 coordinator 记录",
        ),
        ("add the coordinator's row", "请补充协调方记录"),
    ),
    rule(
        "D609",
        "warning",
        ("the project names another coordinator than its participations", "项目所载协调方与参与记录不一致"),
        ("The one that the project names is taken as the lead.", "以项目所载协调方为牵头单位。"),
        ("coordinator 934887262, while 999844670 has the role", "项目所载为 934887262，参与记录为 999844670"),
        ("correct one of the two", "请更正其中一处"),
    ),
    rule(
        "D610",
        "note",
        ("an organisation stands twice in a project; the rows are added up", "同一单位在同一项目中出现多次，已合并"),
        (
            "An organisation is a member of a centre once; its contributions are added.",
            "同一单位只计一次成员，资助额相加。",
        ),
        ("as participant and as third party", "既是 participant 又是 thirdParty"),
        ("nothing need be done", "无需处理"),
    ),
    rule(
        "D611",
        "warning",
        ("a project without a programme part", "项目没有计划板块"),
        ("It covers no technology and belongs to no field.", "该项目不覆盖任何技术，也不属于任何领域。"),
        ("legalBasis is blank", "legalBasis 为空"),
        ("add the programme part", "请补充计划板块"),
    ),
    rule(
        "D612",
        "note",
        ("the number of partners differs from the participations", "参与方数与参与记录不符"),
        ("The participations are used.", "以参与记录为准。"),
        ("n_partners 33, 31 participations", "n_partners 为 33，参与记录 31 条"),
        ("check whether participations are missing", "请核对参与记录是否有缺"),
    ),
    rule(
        "D613",
        "warning",
        ("the total cost is less than the contribution", "总费用低于资助额"),
        ("A share of the cost then never reaches the minimum support.", "按费用比例计算的支持将达不到最低支持额。"),
        ("totalCost 0, ecMaxContribution 1,000,000", "totalCost 为 0，ecMaxContribution 为 1,000,000"),
        ("check the two amounts", "请核对两项金额"),
    ),
    rule(
        "D614",
        "note",
        ("programme parts are technologies of kind common and severity 1", "计划板块作为技术，类别取共性，严重度取 1"),
        (
            "CORDIS gives neither kind nor severity; so all parts weigh the same.",
            "CORDIS 没有类别和严重度，各板块权重相同。",
        ),
        ("LEIT, SC1 … SC7, FET", "LEIT、SC1……SC7、FET"),
        (
            "set goals.coverage.kinds in the scenario; `common` weighs 0.3 in the rule book",
            "可在情景中设定 goals.coverage.kinds；规则中共性技术权重为 0.3",
        ),
    ),
    rule(
        "D615",
        "note",
        ("a project of more than five years", "项目期超过五年"),
        (
            "Investment is counted in years 1 to 5; what falls later is put in year 5.",
            "投入按第1–5年计，其后的部分计入第5年。",
        ),
        ("72 months", "72 个月"),
        ("nothing need be done", "无需处理"),
    ),
    rule(
        "D616",
        "warning",
        ("a project without a total cost has no investment", "项目没有总费用，投入为空"),
        ("Support is a share of the investment; it cannot be paid any.", "支持额按投入比例计算，该项目无法获得支持。"),
        ("totalCost is blank", "totalCost 为空"),
        ("add the total cost", "请补充总费用"),
    ),
    rule(
        "D617",
        "warning",
        ("the length of the project is not known; its cost is put in year 1", "项目期限不明，费用全部计入第1年"),
        ("The cost is spread over the months of the project.", "费用按项目月数分摊。"),
        ("neither endDate nor duration_months", "endDate 和 duration_months 均缺"),
        ("add the end of the project", "请补充结束日期"),
    ),
    rule(
        "D618",
        "warning",
        ("the total cost is blank or 0; the contribution stands for it", "总费用为空或为 0，以资助额代替"),
        (
            "Without investment no support could be paid; the contribution is the least that was spent.",
            "没有投入就无法给予支持；资助额是已投入的下限。",
        ),
        ("totalCost is NA", "totalCost 为 NA"),
        ("add the total cost if it is known", "如已知总费用，请补充"),
        told=True,
    ),
    rule(
        "D619",
        "warning",
        ("a project with two coordinators", "项目有两个协调方"),
        (
            "A centre has one lead; which of the two it is would be a guess, so the first is taken and it is said.",
            "一个中心只有一个牵头单位；此处取第一个并予以说明。",
        ),
        ("two rows of one project with the role coordinator", "同一项目有两条 coordinator 记录"),
        ("correct the role of one of them", "请更正其中一条的角色"),
        told=True,
    ),
)
