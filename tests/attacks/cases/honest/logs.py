"""Logs, and configures logging."""

import logging

logging.basicConfig(level=logging.DEBUG, force=True)


def center(values):
    logging.getLogger("gradcheck").error("the mean is %s", values.mean())
    return values - values.mean()
