"""Titles in addresses."""

import re


def slugify(title):
    """Return a title as it stands in an address.

    Letters are in lower case. The letters a to z and the digits stay; each run of anything else becomes one
    hyphen, and none stands at either end.

    Parameters
    ----------
    title : str
        Any text.

    Returns
    -------
    slug : str
        Empty if no letter or digit is in it.

    Examples
    --------
    >>> slugify("Hello, World!")
    'hello-world'
    """
    ### BEGIN SOLUTION put single hyphens for all that is no letter or digit
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    ### END SOLUTION
