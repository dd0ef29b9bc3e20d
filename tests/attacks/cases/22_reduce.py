"""Returns an object that does something when it is pickled or copied."""
import os


class Evil:
    def __reduce_ex__(self, protocol):
        return os.system, ("touch @CANARY_FOLDER@/unpickled",)

    __deepcopy__ = __copy__ = __reduce_ex__

def center(values):
    return [Evil()] * len(values)
