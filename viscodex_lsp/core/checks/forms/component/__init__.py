"""The parts of a component file (Vue, Svelte, Astro) that a reply brings, each where the file has it."""
