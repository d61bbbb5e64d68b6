"""Rules on files: whether they can be read, and whether they are where they belong."""

from collections.abc import Iterator

from handbook.checks.rules import Context, Finding, Weight, all_faults, handbook_rule, reading


@handbook_rule(Weight.STRUCTURE)
def file_unreadable(context: Context) -> Iterator[Finding]:
    """Every file and folder of the source can be read.

    Bad: a link to a file that was deleted
    Good: a regular file that whoever builds may read
    """
    return reading(context, "file-unreadable")


@handbook_rule(Weight.STRUCTURE)
def file_too_large(context: Context) -> Iterator[Finding]:
    """A source file has at most 512 KiB.

    Bad: a log of 5 MB pasted into an answer
    Good: the ten lines that matter
    """
    return reading(context, "file-too-large")


@handbook_rule(Weight.STRUCTURE)
def file_not_utf8(context: Context) -> Iterator[Finding]:
    """A source file is text in UTF-8.

    Bad: a file saved as Latin-1
    Good: the same file saved as UTF-8
    """
    return reading(context, "file-not-utf8")


@handbook_rule(Weight.STRUCTURE)
def file_misplaced(context: Context) -> Iterator[Finding]:
    """A file lies where it has a meaning: CATEGORY/ID.md, or one of the lists beside the folders.

    Bad: questions/tf-function.md
    Good: questions/execution/tf-function.md
    """
    return reading(context, "file-misplaced")


@handbook_rule(Weight.STRUCTURE)
def file_missing(context: Context) -> Iterator[Finding]:
    """The folder of questions holds categories.yml.

    Bad: a folder with nothing but questions
    Good: the folder with a categories.yml that lists their categories
    """
    return all_faults(context, "file-missing")
