"""Lines that fit, and commands that can be copied."""

from git_sessionlog.core.wrap import folded


def test_under_the_last_column() -> None:
    text = (
        "sessionlog: push refused: a headline of many words\n"
        "\n"
        "  1a2b3c4d5e  feat(api): a subject of many words\n"
        "              and what is said of it in words\n"
        "short\n"
    )
    assert folded(text, 30) == (
        "sessionlog: push refused: a\n"
        "  headline of many words\n"
        "\n"
        "  1a2b3c4d5e  feat(api): a\n"
        "              subject of many\n"
        "              words\n"
        "              and what is said\n"
        "              of it in words\n"
        "short\n"
    )


def test_commands_stay_whole() -> None:
    command = "mend  git commit --amend with many more words to it\n      and another one of many words\n"
    assert folded(f"one two three\n\n{command}", 10) == f"one two\n  three\n\n{command}"
    assert folded(command, 10) == command


def test_a_word_that_is_too_long_stays_whole() -> None:
    assert folded("a-very-long-word and more\n", 8) == "a-very-long-word\n  and\n  more\n"
    assert folded("", 8) == ""
