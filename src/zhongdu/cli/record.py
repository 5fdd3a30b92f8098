"""Verifying the record, and sweeping what is due."""

from datetime import date

from zhongdu.cli.registry import Finding, argument, command


@command("verify", "核对每一卷留痕、每一枚封印、保险箱里的原文和事项的现状，指出第一处断裂", django=True)
def verify() -> int:
    from zhongdu.acts.verifying import astray
    from zhongdu.record.models import Docket, Seal
    from zhongdu.record.verifying import breaks

    found = [*breaks(), *astray()]
    for broken in found:
        print(broken)
    if found:
        raise Finding(f"共 {len(found)} 处对不上，第一处：{found[0]}")
    print(f"{Docket.objects.count()} 卷留痕、{Seal.objects.count()} 枚封印都对得上。")
    return 0


@command(
    "sweep",
    "办理到期事项（后台每晚自动运行）",
    argument("--today", type=date.fromisoformat, default=None, help="当作这一天运行，如 2026-10-13"),
    django=True,
)
def sweep(today: date | None) -> None:
    from zhongdu.calendar import clock
    from zhongdu.duties.sweep import seal_yesterday
    from zhongdu.duties.sweep import sweep as swept_on

    day = today or clock.today()
    swept = swept_on(day)
    sealed = seal_yesterday(day)
    print(f"{day}：" + "，".join(f"{name} {count} 件" for name, count in swept.done.items()))
    print("昨日留痕已封存。" if sealed else "昨日留痕此前已封存。")
    if swept.failed:
        told = "，".join(f"{name} {count} 件" for name, count in swept.failed.items())
        raise Finding(f"没有办成：{told}。原因见上面的日志，其余的都已办理。")
