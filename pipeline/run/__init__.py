"""Composes the stages: the only place where they meet.

Import from the module that is needed (``inputs``, ``main``, ``reporting``, ``scaffold``): a
command that only checks should not load what a run needs.
"""
