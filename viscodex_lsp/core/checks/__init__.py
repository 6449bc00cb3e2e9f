"""From a patch to a checked patch or a refusal. Only `checks` builds a `CheckedPatch`."""
