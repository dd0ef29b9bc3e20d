"""Returns a pickle that does something when it is loaded."""
import os
import pickle


class Evil:
    def __reduce__(self):
        return os.system, ("touch @CANARY_FOLDER@/unpickled",)

def center(values):
    return pickle.dumps(Evil())
