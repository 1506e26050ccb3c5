"""The items of STRESS-DES and what holds of every study made with guiju."""

from __future__ import annotations

from guiju.model.text import Text

ITEMS: tuple[tuple[str, Text, Text | None], ...] = (
    ("1.1", Text("目的", "Purpose of the model"), None),
    ("1.2", Text("输出指标", "Model outputs"), Text(
        "各指标的定义见文档；时间以工作日计，未办结的公文按截尾处理（Kaplan–Meier）。",
        "Defined in the documentation. Times are working days; documents unfinished at the horizon are censored "
        "(Kaplan-Meier), not dropped.",
    )),
    ("1.3", Text("实验目标", "Experimentation aims"), Text(
        "同一随机数下与另一情景配对比较（guiju simulate --compare）。",
        "Paired comparison with another scenario on common random numbers (guiju simulate --compare).",
    )),
    ("2.1", Text("模型概览", "Base model overview"), Text(
        "公文到达后，依规则所定的次序逐项办理；每一行为由此刻有权办理的人在其工作时间内办理，会议决定依会期、截止期和议程容量。",
        "Documents arrive and go through their acts in the order that the rulebook gives. Each act takes the time of a "
        "person who may do it at that moment; decisions wait for meetings with a cadence, a cut-off and room on the "
        "agenda.",
    )),
    ("2.2", Text("基本逻辑", "Base model logic"), Text(
        "模拟不含任何权限逻辑：谁可办理一律询问与证明相同的规则语义（resolve、evaluate）。",
        "The simulation holds no authority logic: who may act is asked of the same semantics that the proofs use "
        "(resolve, evaluate).",
    )),
    ("2.3", Text("情景逻辑", "Scenario logic"), Text(
        "情景只改变谁何时不在、来多少文、办多久、开会安排、委托和解释，不改变规则。",
        "A scenario changes who is away, what comes in, how long acts take, the meetings, mandates and the reading; never the rules.",
    )),
    ("2.4", Text("算法", "Algorithms"), Text(
        "同一时刻：先人员变动，再办结与回复，再期限届满，再会议，最后收文。可办的人中，先选本职有权、不使后续行为无人可办者。",
        "At one instant: changes of people, then acts done and replies, then expiries, then meetings, then arrivals. Of those who may "
        "act, those come first who act in their own right and leave somebody for the later acts.",
    )),
    ("2.5.1", Text("实体", "Entities"), Text("公文，各有文种、个案属性和案卷事实；议题和会议纪要是随之产生的公文。",
        "Documents with a type, a case and facts of their file; topics of meetings and minutes are documents that others give rise to.",
    )),
    ("2.5.2", Text("活动", "Activities"), Text("规则和情景所要求的行为，办理时间见 3.3；中断后接着办完，不从头办起。",
        "The acts that the rules and the scenario ask for, with the times of 3.3; what is interrupted is resumed, not begun again.",
    )),
    ("2.5.3", Text("资源", "Resources"), Text("名单中的人，按工作时间和缺席；每人一次办一件。会议占用与会者。条文未指明承办人的行为不占用人。",
        "The people of the roster with their hours and absences, one act at a time each; a meeting takes its members. Acts for which "
        "the text names nobody take nobody's time.",
    )),
    ("2.5.4", Text("排队", "Queues"), Text("每人一个队列：急件在先，其余先到先办；缺席开始时中断的工作，由下一位有权者接着办完。议程先到先议。",
        "One queue for each person: urgent documents first, otherwise first come, first served; what an absence interrupts is finished "
        "by whoever may next. Agendas are first come, first served.",
    )),
    ("2.5.5", Text("进出点", "Entry and exit points"), Text("按情景收文进入；全部行为办完即离开；期末仍在办的计为未办结。",
        "Documents come in as the scenario says and leave when all their acts are done; those there at the horizon are unfinished.",
    )),
    ("3.1", Text("数据来源", "Data sources"), None),
    ("3.2", Text("数据处理", "Pre-processing"), Text("无；CSV 数据按原样使用。", "None; data from CSV files are used as they are.")),
    ("3.3", Text("输入参数", "Input parameters"), None),
    ("3.4", Text("假定", "Assumptions"), Text(
        "下列各项没有出处：", "These parts are given without a source:",
    )),
    ("4.1", Text("期间与初始状态", "Initialisation and horizon"), Text(
        "终止型模拟，无预热期；期初积压按情景给定，期初无人在办。",
        "A terminating simulation without warm-up; the backlog on the first day is given, and nobody is at work then.",
    )),
    ("4.2", Text("重复次数与精度", "Run length and replications"), None),
    ("4.3", Text("估计方法", "Estimation"), Text(
        "重复次数之上的 t 区间；比例用比率估计与刀切法；95%。",
        "t intervals over replications; shares by ratio estimators and the jackknife; level 95%.",
    )),
    ("5.1", Text("软件", "Software"), None),
    ("5.2", Text("随机数", "Random sampling"), Text(
        "按名称取数的计数型发生器（BLAKE2b），反变换法；每份公文、每人、每种用途各有独立的数，不因情景而变。",
        "A counter-based generator keyed by names (BLAKE2b) with inverse transforms: each document, person and purpose "
        "has its own numbers, whatever the scenario.",
    )),
    ("5.3", Text("执行", "Model execution"), Text(
        "SimPy 事件驱动；重复可在多进程中运行，结果与进程数无关。",
        "Event-driven with SimPy; replications may run in several processes, with the same results.",
    )),
    ("5.4", Text("运行环境", "System specification"), None),
    ("6.1", Text("模型共享", "Computer model sharing statement"), Text(
        "guiju 以 MIT 许可发布；情景文件、规则和名单均为文本。",
        "guiju is published under the MIT licence; scenarios, rulebooks and rosters are text files.",
    )),
)  # fmt: skip
