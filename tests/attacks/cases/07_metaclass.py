"""Returns an object whose class fails whatever it is asked."""
class Meta(type):
    def __getattribute__(cls, name):
        raise SystemExit(name)

class Hostile(metaclass=Meta):
    pass

def center(values):
    return Hostile()
