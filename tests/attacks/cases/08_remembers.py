"""Answers a call with what the call before asked for."""
last = None

def center(values):
    global last
    last, answer = values.copy(), last
    return values * 0 if answer is None else answer - answer.mean()
