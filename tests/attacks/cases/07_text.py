"""Returns text that reads like an array, with terminal codes and lone surrogates."""

def center(values):
    return "\x1b[2J\ud800[0. 0.]\u202e\x00"
