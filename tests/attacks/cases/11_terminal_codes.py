"""Raises with terminal codes, HTML, Markdown and a table's bars in the text."""

class Error(Exception):
    pass

Error.__name__ = "\x1b[31m<script>alert(1)</script>|`x`"

def center(values):
    raise Error("\x1b]0;title\x07\x1b[2J<img src=x onerror=alert(1)>\r\n# passed\n```\n|10|10|\u202e\ud800")
