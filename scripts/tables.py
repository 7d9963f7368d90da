"""Tables that scripts write into pages of docs/, each between two comments."""


def between(page: str, begin: str, end: str, table: str) -> str:
    """The page with this table between the comments, in place of the old one."""
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{table}\n{end}{after}"
