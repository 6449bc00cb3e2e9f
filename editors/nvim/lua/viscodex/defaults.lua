--- Generated from `viscodex-lsp settings` by generate_defaults.py: change the settings there.

return {
  checks = {
    -- How often the model is asked again with the error.
    repairAttempts = 1,
  },
  components = {
    -- repair: raw markup and values become the project's components and design tokens where that is
    -- safe; note: they are only named; off: nothing is looked for.
    check = "repair",
  },
  context = {
    -- Most tokens of the open file that are sent; 0 sends none.
    maxTokens = 1500,
    -- Most tokens about the project's components and design tokens that are sent; 0 sends none.
    componentTokens = 800,
    -- Most tokens of the text read in a picture that a model server gets beside it; 0 sends none.
    readText = 0,
  },
  delivery = {
    -- Apply a checked edit at once, or keep it as a proposal.
    mode = "apply",
  },
  embedded = {
    -- Checkpoint folder or GGUF file that the local server serves; empty: the reader, which copies
    -- pictures.
    folder = "",
    -- Seconds without a request after which the local server ends; 0 keeps it running.
    idleSeconds = 900,
    -- CPU threads that the local server may use; 0 leaves the choice to it.
    threads = 0,
  },
  files = {
    -- Save photos, logos and icons of the picture as files, and refer to them.
    cutOuts = false,
    -- What to ask for beside a component: its styles, types, test or story, each a file of its own.
    companions = {  },
  },
  log = {
    -- Least severe level to log.
    level = "info",
  },
  picture = {
    -- Pictures with more pixels are scaled down to this (1605632: 2048 tokens).
    maxPixels = 1605632,
  },
  privacy = {
    -- Cover keys, tokens, passwords and card numbers in pictures that are sent to another machine.
    maskSecrets = true,
    -- Cover mail and IP addresses in them, too.
    maskAddresses = false,
    -- What may be sent of other files of the project; only names and signatures, never their code.
    projectFacts = { "components", "props", "documentation", "tokens", "assets" },
  },
  request = {
    -- Seconds one request may take in all.
    timeoutSeconds = 120,
    -- Seconds to wait for a connection.
    connectSeconds = 10,
    -- Seconds to wait for the first token.
    firstTokenSeconds = 60,
    -- Seconds to wait between two tokens.
    stallSeconds = 30,
    -- Longest reply, in tokens.
    maxTokens = 2048,
    -- off asks models that reason to answer at once; model leaves it to them.
    thinking = "off",
    -- 0 is repeatable; higher values vary the reply.
    temperature = 0,
  },
  server = {
    -- Base URL of an OpenAI-compatible server; empty uses the local server, on this machine.
    url = "",
    -- Name of the model on that server; empty takes the first one that takes pictures.
    model = "",
    -- PEM file of a company's certificate authority; empty trusts the system's.
    caFile = "",
  },
  truth = {
    -- apply: what is like the picture is applied, what is doubtful waits as a proposal, what shows
    -- something else is refused. propose: both wait. refuse: both are refused. tell: everything is
    -- applied, and the likeness is told. off: nothing is compared.
    mode = "apply",
    -- Least likeness to the picture, from 0 to 1, at which an edit is applied.
    applyFrom = 0.6,
    -- Likeness below which an edit is taken to show something else.
    refuseBelow = 0.4,
    -- How often the model is asked, after its answer, to bring the code closer to the picture.
    -- auto: once for a model that runs on this machine and has answered within 20 s, never for a
    -- model server.
    rounds = "auto",
    -- How many answers are asked for; the one most like the picture is taken.
    candidates = 1,
    -- Run programs that draw, in a sandbox without network and files, to compare what they draw
    -- with the picture.
    runPrograms = false,
  },
}
