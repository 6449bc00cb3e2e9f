"""The pure core, from text and pictures to checked edits: no file, socket, clock or environment.

The way through, in the order in which `suggest` walks it, with the rooms that serve each step:

    nouns      what travels; errors, settings, request: what can go wrong, be set, be asked
    picture    bytes → Picture               picture_types, png_chunks, similarity
    syntax     text → tree, faults           respelling, parsed, syntax; parse_errors, strictness, opinions, faults;
                                             blame, injections, names
    language   what is known of a language   languages, language, grammars, elements, data
    context    document, place → Context     outline, depth, style, around, dependencies
    prompt     Context, pictures → Prompt    prompts/*.md, wire_text, probe
    reply      text → Patch                  prose
    checks     Patch → CheckedPatch          soundness, readings (echo, whole_page, json_values), injection,
                                             end_tags, placement, indentation, import_block, import_names
    rebase     onto a newer document         difference, positions
    offers     what the menu shows           picture_paths; completions, ghost_text
"""
