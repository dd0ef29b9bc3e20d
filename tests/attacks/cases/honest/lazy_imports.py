"""Imports the standard library when it is called."""


def center(values):
    import dataclasses
    import decimal
    import fractions
    import functools
    import itertools
    import json
    import math
    import statistics

    json.loads("[1]"), functools, itertools, math, dataclasses, decimal.Decimal(1)
    return values - float(statistics.mean(fractions.Fraction(v) for v in values.tolist()))
