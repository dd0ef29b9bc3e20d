"""Finds every module that is imported from now on itself."""
import importlib.abc
import importlib.machinery
import sys


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        return importlib.machinery.ModuleSpec(name, self)

    def exec_module(self, module):
        module.center = lambda values: None

sys.meta_path.insert(0, Finder())
sys.path.insert(0, "@CANARY_FOLDER@")

def center(values):
    return None
