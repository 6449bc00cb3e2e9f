"""Elements written out: HTML, JSX, Vue, Svelte, with a style sheet or classes of Tailwind."""
