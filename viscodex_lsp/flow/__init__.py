"""The steps of the one way from a picture to an edit, which `viscodex_lsp.suggest` takes from end to end.

In order: `pictures` fetches and prepares, `masking` covers secrets, `ask_model` sends the prompt and gathers the reply,
`answering` has it checked and asks again where it is refused, `companions` checks the further files of an edit,
`comparing` measures how like the picture it is, `judging` applies the bounds, `choosing` takes the best of several
answers, `refining` and `closer` bring an edit nearer to its picture, and `reporting` shows all of it on a page.
"""
