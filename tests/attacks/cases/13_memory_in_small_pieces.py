"""Asks for memory until there is none, in small pieces."""

def center(values):
    items = []
    while True:
        items.append(bytearray(10**7))
