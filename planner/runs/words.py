"""What goals of a policy, states of a proof and kinds of runs are called, on the screen as in all that is handed in.

What does not live here: sentences about them (``planner.layout``, ``planner.cli``).
"""

from __future__ import annotations

from graph.base.words import Words

GOAL_WORDS = {
    "coverage": Words("bottleneck coverage", "攻关覆盖"),
    "collaboration": Words("collaboration", "协同"),
    "talent": Words("talent", "人才"),
    "firms": Words("leading firms", "领军企业"),
    "mechanism": Words("mechanism", "体制机制"),
}
STATUS_WORDS = {
    "proven": Words("proven optimal", "已证明最优"),
    "within_gap": Words("within the accepted gap", "在可接受间隙之内"),
    "time_limit": Words("not proven: stopped early", "未证明最优：提前停止"),
    "infeasible": Words("cannot be met", "无法满足"),
}
KIND_WORDS = {
    "plan": Words("plan", "方案"),
    "front": Words("front", "前沿"),
    "curve": Words("budget curve", "预算曲线"),
    "stress": Words("stress test", "稳健性检验"),
    "evaluation": Words("evaluation", "绩效评价"),
}
