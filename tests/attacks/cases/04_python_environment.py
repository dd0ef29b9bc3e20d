"""Sets the variables that a later Python would read."""
import os

os.environ.update(PYTHONPATH="@CANARY_FOLDER@", PYTHONHOME="@CANARY_FOLDER@", LD_PRELOAD="/tmp/x.so")

def center(values):
    return None
