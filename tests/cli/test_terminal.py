from zhongdu.cli.terminal import columns, step, width


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("办法a") == 5


def test_columns_line_up() -> None:
    lines = columns([("账号", "密码"), ("zhang", "x"), ("李", "y")])
    assert lines == ["账号   密码", "zhang  x", "李     y"]


def test_no_rows_no_lines() -> None:
    assert columns([]) == []


def test_a_step_says_how_it_ended(capsys) -> None:
    with step("做一件事"):
        pass
    try:
        with step("做另一件"):
            raise ValueError
    except ValueError:
        pass
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("· 做一件事 … ")
    assert first.endswith(" 秒")
    assert second == "· 做另一件 … 没有完成"
