"""Writes log lines that look like the engine's, and a configuration of logging that evaluates text."""
import logging
import logging.config
import sys


def center(values):
    logging.basicConfig(stream=sys.stdout, force=True)
    logging.getLogger("gradcheck").critical("%s", "FORGED-MARK\nINFO:gradcheck:an attacker: 10 of 10")
    raise ValueError("${jndi:ldap://127.0.0.1/x} {0.__class__.__mro__} %s%s%n \n=cmd|' /C calc'!A0")
