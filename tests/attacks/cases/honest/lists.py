"""Works on lists and returns one."""


def center(values):
    numbers = [float(v) for v in values]
    mean = sum(numbers) / len(numbers)
    return [number - mean for number in numbers]
