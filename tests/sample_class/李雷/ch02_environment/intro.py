def center(values):
    total = 0.0
    for value in values:
        total += value
    mean = total / len(values)
    return [value - mean for value in values]
