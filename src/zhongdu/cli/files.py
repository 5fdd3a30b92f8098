"""Whether every attachment is still what it was when it came."""

from zhongdu.cli.registry import Finding, command


@command("files check", "核对文件库：能不能读写，每个文件的内容还是不是存入时的", django=True)
def check_files() -> int:
    from zhongdu.files.checking import trouble, wrong
    from zhongdu.files.models import Blob
    from zhongdu.files.refusals import FileRefused

    if says := trouble():
        raise Finding(says)
    found = 0
    try:
        for each in wrong():
            found += 1
            print(each)
    except FileRefused as refused:
        raise Finding(refused.message) from None
    if found:
        raise Finding(f"共 {found} 个文件对不上，请从备份恢复，并查明是谁动了文件库。")
    print(f"{Blob.objects.count()} 个文件都对得上。")
    return 0
