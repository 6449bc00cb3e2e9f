"""From a patch to a checked patch or a refusal. Only `checks` builds a `CheckedPatch`.

Eighteen modules: each small one is a check that `checks` calls in turn, and a folder for them would have one caller.
"""
