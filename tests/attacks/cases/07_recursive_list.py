"""Returns a list that holds itself."""

def center(values):
    items = [0.0]
    items.append(items)
    return items
